import type { CaseOutcome } from './report.ts';
import type { Outcome } from './verdict.ts';

/** What is measured over the sessions of a repeated case, in the order in which reports show it. */
export const campaignMetrics = [
  'failuresPer1000',
  'loopsPer1000',
  'duplicatesPer1000',
  'crashesPer1000',
  'hangsPer1000',
  'passPower1',
  'passPower2',
  'passPower4',
  'passPower8',
  'completionWithoutPerson',
  'toolErrorRate',
  'costUsdPerTask',
  'costUsdP95',
  'modelCallsPerTask',
  'tokensPerTask',
  'latencyMsP50',
  'latencyMsP95',
  'latencyMsP99',
  'confidenceMean',
  'confidenceP10',
  'sessionsPerSecond',
] as const;
export type CampaignMetricName = (typeof campaignMetrics)[number];

/** One figure over all sessions. */
export interface CampaignMetric {
  readonly name: CampaignMetricName;
  readonly label: string;
  readonly unit: 'per 1,000' | 'share' | 'US dollars' | 'ms' | 'count' | 'per second' | 'confidence';
  /** Absent where nothing was seen that it could be measured by. */
  readonly value?: number;
  /** 95 %, by the method that `method` names. */
  readonly interval?: readonly [low: number, high: number];
  readonly method?: 'Wilson' | 'Wilson, to the power of k' | 'normal' | 'order statistics';
  /** What it was measured by: `12 of 1,000 sessions`. */
  readonly basis: string;
  readonly worse: 'higher' | 'lower';
}

/** What a figure may be; under `bounds:` of a scenario, by name. */
export interface Bound {
  readonly min?: number;
  readonly max?: number;
}
export type Bounds = Readonly<Partial<Record<CampaignMetricName, Bound>>>;

/** A figure that left its bound, or is worse than that of an earlier campaign. */
export interface CampaignAlert {
  readonly metric: CampaignMetricName;
  /** `unobserved`: there is a bound, and nothing to hold against it. */
  readonly kind: 'bound' | 'baseline' | 'unobserved';
  readonly text: string;
}

/** A repeated case: what its sessions have in common, and where they differ. */
export interface Campaign {
  readonly planned: number;
  /** How many came to their end. */
  readonly sessions: number;
  /** The sessions have this seed, the next, and so on. */
  readonly seedFirst: number;
  readonly clock: 'real' | 'virtual';
  /** Sessions at once. */
  readonly concurrency: number;
  /** Time over which their number rose. */
  readonly rampSeconds: number;
  readonly durationMs: number;
  readonly outcomes: Readonly<Partial<Record<CaseOutcome, number>>>;
  readonly metrics: readonly CampaignMetric[];
  /** How often each claim came out how. */
  readonly claims: readonly { readonly claim: string; readonly outcomes: Readonly<Partial<Record<Outcome, number>>> }[];
  /** How many confidences lie in each tenth from 0 to 1; absent where none was reported. */
  readonly confidences?: readonly number[];
  readonly alerts: readonly CampaignAlert[];
  /** The first sessions that did not pass, each with the command that shows it again. */
  readonly troubled: readonly { readonly seed: number; readonly outcome: CaseOutcome; readonly sentence: string; readonly repeat: string }[];
  readonly bounds: Bounds;
}
