import type { AutonomyConfiguration } from './autonomy-envelope.ts';

export const rolloutStages = ['shadow', 'envelope', 'canary', 'full'] as const;
export type RolloutStage = (typeof rolloutStages)[number];

/** How far to go now, what opens the next step, and what closes it again. */
export interface RolloutAdvice {
  /** The farthest stage that the evidence carries. */
  readonly stage: RolloutStage;
  readonly sentence: string;
  readonly steps: readonly RolloutStep[];
  /** Bounds to watch from the first autonomous decision on; looking after every decision is allowed. */
  readonly alerts: readonly AlertBound[];
  /** The same bounds, held against the last days of the ledger. */
  readonly watch: readonly WatchFigure[];
}

export interface RolloutStep {
  readonly stage: RolloutStage;
  readonly state: 'open' | 'closed';
  /** Share of the cases that the agent decides at this step. */
  readonly share: number;
  readonly configuration?: AutonomyConfiguration;
  /** What must hold to go on from here, and what sends it back. */
  readonly forward: string;
  readonly back: string;
}

/** At this many errors among so many audited decisions, the error rate is above the limit, whenever one looks. */
export interface AlertBound {
  readonly what: 'errors' | 'drift';
  /** `errors`: audited decisions; `drift`: the field. */
  readonly after: number | string;
  readonly limit: number;
  readonly text: string;
}

/** One thing that is watched: errors of the last days, or the drift of a field. A warning on a moving window; it certifies nothing. */
export interface WatchFigure {
  readonly what: 'errors' | 'drift';
  /** `last 7 days`, or the field. */
  readonly subject: string;
  readonly value: number;
  /** From here on it is an alarm; null where no number of so few would be one. */
  readonly limit: number | null;
  readonly alarm: boolean;
  readonly text: string;
}
