import type { CampaignMetric, CampaignMetricName } from '../../domain/campaign.ts';
import type { Distribution } from './distribution.ts';
import { ofMean, ofPassPower, ofQuantile, passPower, quantile, wilson, type Interval } from './intervals.ts';

/** What was counted over the sessions. */
export interface CampaignTotals {
  readonly sessions: number;
  readonly passed: number;
  readonly failed: number;
  readonly looped: number;
  readonly duplicated: number;
  readonly crashed: number;
  readonly hung: number;
  readonly completedAlone: number;
  readonly toolCalls: number;
  readonly toolErrors: number;
  /** Per session, divided by its tasks. */
  readonly usd: Distribution;
  readonly modelCalls: Distribution;
  readonly tokens: Distribution;
  readonly latencyMs: Distribution;
  readonly confidence: Distribution;
  readonly durationMs: number;
}

/** Every figure of a campaign, in the order in which it is shown. */
export function metricsOf(totals: CampaignTotals): readonly CampaignMetric[] {
  const { sessions, usd, latencyMs, confidence } = totals;
  const rate = (name: CampaignMetricName, label: string, hits: number): CampaignMetric => ({
    name,
    label,
    unit: 'per 1,000',
    basis: `${hits} of ${sessions} sessions`,
    worse: 'higher',
    ...(sessions === 0 ? {} : { value: (1000 * hits) / sessions, interval: scaled(wilson(hits, sessions), 1000), method: 'Wilson' as const }),
  });
  const share = (name: CampaignMetricName, label: string, hits: number, total: number, what: string, worse: 'higher' | 'lower'): CampaignMetric => ({
    name,
    label,
    unit: 'share',
    basis: `${hits} of ${total} ${what}`,
    worse,
    ...(total === 0 ? {} : { value: hits / total, interval: wilson(hits, total), method: 'Wilson' as const }),
  });
  const power = (k: 1 | 2 | 4 | 8): CampaignMetric => ({
    name: `passPower${k}`,
    label: k === 1 ? 'passes' : `${k} in a row pass (pass^${k})`,
    unit: 'share',
    basis: `${totals.passed} of ${sessions} sessions`,
    worse: 'lower',
    ...(sessions < k
      ? {}
      : {
          value: passPower(totals.passed, sessions, k),
          interval: ofPassPower(totals.passed, sessions, k),
          method: k === 1 ? ('Wilson' as const) : ('Wilson, to the power of k' as const),
        }),
  });
  return [
    rate('failuresPer1000', 'failures', totals.failed),
    rate('loopsPer1000', 'loops', totals.looped),
    rate('duplicatesPer1000', 'doubled effects', totals.duplicated),
    rate('crashesPer1000', 'crashes', totals.crashed),
    rate('hangsPer1000', 'hangs', totals.hung),
    power(1),
    power(2),
    power(4),
    power(8),
    share('completionWithoutPerson', 'completed without a person', totals.completedAlone, sessions, 'sessions', 'lower'),
    share('toolErrorRate', 'tool errors', totals.toolErrors, totals.toolCalls, 'calls of tools', 'higher'),
    mean('costUsdPerTask', 'cost per task', 'US dollars', usd, 'sessions with known prices', 'higher'),
    at('costUsdP95', 'cost per task, p95', 'US dollars', usd, 0.95, 'sessions with known prices', 'higher'),
    mean('modelCallsPerTask', 'model calls per task', 'count', totals.modelCalls, 'sessions', 'higher'),
    mean('tokensPerTask', 'tokens per task', 'count', totals.tokens, 'sessions that say what they used', 'higher'),
    at('latencyMsP50', 'latency of a task, p50', 'ms', latencyMs, 0.5, 'tasks', 'higher'),
    at('latencyMsP95', 'latency of a task, p95', 'ms', latencyMs, 0.95, 'tasks', 'higher'),
    at('latencyMsP99', 'latency of a task, p99', 'ms', latencyMs, 0.99, 'tasks', 'higher'),
    mean('confidenceMean', 'confidence', 'confidence', confidence, 'reported confidences', 'lower'),
    at('confidenceP10', 'confidence, p10', 'confidence', confidence, 0.1, 'reported confidences', 'lower'),
    {
      name: 'sessionsPerSecond',
      label: 'sessions per second of real time',
      unit: 'per second',
      basis: `${sessions} sessions in ${(totals.durationMs / 1000).toFixed(1)} s`,
      worse: 'lower',
      ...(totals.durationMs === 0 ? {} : { value: (1000 * sessions) / totals.durationMs }),
    },
  ];
}

type Unit = CampaignMetric['unit'];

function mean(name: CampaignMetricName, label: string, unit: Unit, values: Distribution, what: string, worse: 'higher' | 'lower'): CampaignMetric {
  const measured = values.count === 0 ? {} : { value: values.mean, interval: ofMean(values), method: 'normal' as const };
  return { name, label, unit, basis: `${values.count} ${what}`, worse, ...measured };
}

function at(
  name: CampaignMetricName,
  label: string,
  unit: Unit,
  values: Distribution,
  q: number,
  what: string,
  worse: 'higher' | 'lower',
): CampaignMetric {
  const measured = values.count === 0 ? {} : { value: quantile(values, q), interval: ofQuantile(values, q), method: 'order statistics' as const };
  return { name, label, unit, basis: `${values.count} ${what}`, worse, ...measured };
}

function scaled([low, high]: Interval, factor: number): Interval {
  return [low * factor, high * factor];
}
