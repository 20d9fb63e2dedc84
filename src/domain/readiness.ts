import type { ReadinessPolicy } from './readiness-policy.ts';
import type {
  AccuracyPoint,
  AgreementFigures,
  BaselineFigure,
  CalibrationFigures,
  ClusterFigure,
  ConfusionFigure,
  CostFigures,
  DriftFigure,
  ProportionFigure,
  RiskCoveragePoint,
  SegmentFigure,
  SelfNoiseFigure,
} from './readiness-figures.ts';
import type { EnvelopeFigure } from './autonomy-envelope.ts';
import type { RolloutAdvice } from './rollout-advice.ts';

/** By precedence: the first one that applies is the verdict. */
export const readinessVerdicts = ['INVALID', 'BLOCKED', 'READY', 'READY WITHIN ENVELOPE', 'NOT YET'] as const;
export type ReadinessVerdict = (typeof readinessVerdicts)[number];

/** Whether an agent may decide, on which evidence, and what is missing. Readonly JSON: a report shows it and computes nothing. */
export interface Readiness {
  readonly version: 1;
  readonly verdict: ReadinessVerdict;
  /** The verdict in one sentence, with its name in front: `READY WITHIN ENVELOPE: it may decide alone on 58 % of cases now; …`. */
  readonly sentence: string;
  /** The moment the verdict was asked for. */
  readonly assessedAtMs: number;
  readonly seed: number;
  /** Name of the agent under judgement. */
  readonly agent: string;
  /** Every threshold that was used. */
  readonly policy: ReadinessPolicy;
  readonly seedRule: SeedRuleOutcome;
  /** In the order in which they are to be read; every gate that exists is there, also one that does not apply. */
  readonly gates: readonly Gate[];
  readonly window: EvidenceWindow;
  readonly counts: CaseCounts;
  /** What is still missing for READY; absent where the verdict is READY or INVALID, or nothing that can be counted is missing. */
  readonly missing?: MissingEvidence;
  /** Agreement with the reference. */
  readonly accuracy: ProportionFigure;
  /** Warnings: cases that are not independent of each other; never used to certify. */
  readonly clusters: readonly ClusterFigure[];
  /** At most 200 points, by time. */
  readonly accuracyPath: readonly AccuracyPoint[];
  readonly critical: CriticalFigure;
  readonly segments: readonly SegmentFigure[];
  readonly confusion: ConfusionFigure;
  readonly humanCeiling?: AgreementFigures;
  readonly baselines: readonly BaselineFigure[];
  readonly cost?: CostFigures;
  readonly calibration?: CalibrationFigures;
  readonly riskCoverage: readonly RiskCoveragePoint[];
  readonly envelope: EnvelopeFigure;
  readonly drift: readonly DriftFigure[];
  readonly selfNoise?: SelfNoiseFigure;
  readonly rollout: RolloutAdvice;
}

/** The rule of the plain practice, word for word, with its own outcome; it decides nothing. */
export interface SeedRuleOutcome {
  /** `accuracy > 0.95, days in shadow ≥ 30, critical errors = 0` */
  readonly rule: string;
  readonly ready: boolean;
  readonly accuracy: number | null;
  readonly daysInShadow: number;
  readonly criticalErrors: number;
  /** `The plain rule (…) says: ready.` */
  readonly text: string;
  /** Why it is not to be trusted. */
  readonly warning: string;
}

export type GateOutcome = 'holds' | 'fails' | 'missing' | 'not-applicable' | 'invalid' | 'blocked';

/**
 * `any look`: true at every look at once, however often one looks. `one declared look`: true only where the number of looks was one, on a day
 * named before. `not certifying`: shown, warns or blocks, proves nothing. `exact`: a count, not an inference.
 */
export type FigureValidity = 'any look' | 'one declared look' | 'not certifying' | 'exact';

/** One condition of the verdict. */
export interface Gate {
  /** Stable, kebab-case: `accuracy`, `segment:type=lease`, `baseline:majority class`. */
  readonly name: string;
  readonly outcome: GateOutcome;
  /** One sentence with the arithmetic. */
  readonly text: string;
  /** What was held against the threshold; null where there was nothing to compute it from. */
  readonly value: number | null;
  readonly threshold: number | null;
  readonly validity: FigureValidity;
  /** What this gate alone still needs, on the path expected from what was seen; absent where it holds or more evidence cannot mend it. */
  readonly needs?: GateNeed;
}

export interface GateNeed {
  /** Of its own kind: decisions of the segment, cases where a critical error was possible. */
  readonly cases?: number;
  /** All decisions that it takes to see so many of that kind; absent where the observed rate never gets there. */
  readonly decisions?: number;
  /** Active days, where time is what is missing. */
  readonly days?: number;
}

/** What the verdict rests on: the decisions of one version of the agent. */
export interface EvidenceWindow {
  /** The fingerprint that is judged; absent where no decision carries one. */
  readonly fingerprint?: string;
  /** Other fingerprints seen before it. A change restarts the clock. */
  readonly earlierFingerprints: number;
  readonly firstDecisionAtMs: number | null;
  readonly lastDecisionAtMs: number | null;
  /** Days, in the policy's time zone, on which at least one decision was paired. */
  readonly activeDays: number;
  /** All days from the first to the last. */
  readonly calendarDays: number;
  /** English day names that were required and not seen. */
  readonly weekdaysMissing: readonly string[];
  /** Decisions per calendar day. */
  readonly decisionsPerDay: number | null;
}

/** Where every case went; `judged` is the denominator of the accuracy. */
export interface CaseCounts {
  /** Cases in the ledger. */
  readonly cases: number;
  readonly judged: number;
  readonly correct: number;
  /** Judged, with the adjudicated truth as reference; the others have a person's decision. */
  readonly byTruth: number;
  /** Judged as errors since the agent gave no decision: none at all, or one that no label fits. */
  readonly withoutAgentDecision: number;
  readonly unmapped: number;
  /** The agent has decided, no person has yet: not judged. */
  readonly awaitingPerson: number;
  /** Nobody has decided: not judged. */
  readonly withoutAnyDecision: number;
  /** Decided by people before this version of the agent decided anything: not judged. */
  readonly beforeThisVersion: number;
  readonly undated: number;
  /** Dated after the moment of the verdict: not judged. */
  readonly inFuture: number;
  readonly withoutFingerprint: number;
  /** Judged cases where a person saw the agent's answer, or it is not said. */
  readonly notBlind: number;
  /** No person decided; only the adjudicated truth is known. */
  readonly withoutPerson: number;
  /** Judged cases where people disagree and nobody has adjudicated: counted as errors. */
  readonly contested: number;
  /** Rows that the import refused; it lists them. */
  readonly rejectedRows: number;
}

export interface MissingEvidence {
  /** Decisions until READY, if the agent goes on as it did; absent where it never gets there like this. */
  readonly decisions?: number;
  /** Calendar days for them at the observed pace, and for the active days that are missing. */
  readonly days?: number;
  /** `about 540 more decisions (15 days at this pace)`, or why no number of them is enough. */
  readonly text: string;
}

export interface CriticalFigure {
  /** Wrong decisions that were critical. */
  readonly errors: number;
  /** Cases where one was possible and the agent gave a decision. */
  readonly possible: number;
  /** Cases of which nobody said whether an error could have been critical. */
  readonly notSaid: number;
  /** Upper bound on the rate: 1 − α^(1/n) with none; valid at any look, since a single error ends in BLOCKED. */
  readonly upper: number | null;
  /** The first hundred, by time. */
  readonly cases: readonly CriticalCase[];
}

export interface CriticalCase {
  readonly caseId: string;
  readonly decidedAtMs: number | null;
  readonly decision: string | null;
  readonly reference: string;
  readonly amount: number | null;
  readonly trace: string | null;
}
