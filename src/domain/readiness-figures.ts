import type { FigureValidity } from './readiness.ts';

/** k of n, with bounds that hold at any look, and beside them the usual ones, which hold for a single look. */
export interface ProportionFigure {
  readonly n: number;
  readonly k: number;
  readonly rate: number | null;
  /** Error probability of each one-sided bound. */
  readonly alpha: number;
  /** Beta-mixture bounds; valid at any look. */
  readonly lower: number;
  readonly upper: number;
  /** One-sided Wilson and Clopper–Pearson lower bounds; valid for one declared look. */
  readonly wilsonLower: number;
  readonly clopperPearsonLower: number;
}

/** Cases that come in clusters say less than their number. */
export interface ClusterFigure {
  /** What clusters them: a field, or `day`. */
  readonly by: string;
  readonly clusters: number;
  /** Mean size as the design effect needs it (weighted by size). */
  readonly size: number;
  /** Intraclass correlation of being right, by analysis of variance; at least 0. */
  readonly correlation: number;
  /** n / (1 + (size − 1) × correlation) */
  readonly effectiveDecisions: number;
  readonly warning: boolean;
  readonly text: string;
  readonly validity: FigureValidity;
}

/** One point of the picture "bound over time against the threshold". */
export interface AccuracyPoint {
  readonly atMs: number | null;
  readonly n: number;
  readonly accuracy: number;
  /** Valid at any look. */
  readonly lower: number;
  readonly upper: number;
  /** Valid for one look; shows what repeated looking would have believed. */
  readonly wilsonLower: number;
}

export type SegmentOutcome = 'holds' | 'too little data' | 'not shown' | 'below';

/** One segment of the work; the bounds are at α / number of segments, so that all of them hold together. */
export interface SegmentFigure {
  readonly segment: string;
  readonly value: string;
  readonly n: number;
  readonly k: number;
  readonly rate: number | null;
  readonly lower: number;
  readonly upper: number;
  readonly threshold: number;
  readonly outcome: SegmentOutcome;
  readonly validity: FigureValidity;
}

/** What was decided against what was right. Rows are references, columns are the agent's decisions; labels beyond the limit are folded into `other`. */
export interface ConfusionFigure {
  readonly references: readonly string[];
  /** The last column is `no decision` where there are any. */
  readonly decisions: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** Two people on the same case, and the agent beside them. */
export interface AgreementFigures {
  /** Cases that two or more people decided. */
  readonly cases: number;
  /** Mean agreement of pairs of people. */
  readonly people: number;
  /** Mean agreement of the agent with each of these people, on the same cases. */
  readonly agent: number;
  /** Agent minus people, and its lower bound at any look. */
  readonly difference: number;
  readonly differenceLower: number;
  /** Cohen's κ and Gwet's AC1 among people, and of the agent with the reference. κ collapses where one decision is rare. */
  readonly peopleKappa: number | null;
  readonly peopleAc1: number | null;
  readonly agentKappa: number | null;
  readonly agentAc1: number | null;
}

/** The agent beside something cheaper, or beside its previous version, on the same cases. */
export interface BaselineFigure {
  readonly name: string;
  readonly kind: 'majority class' | 'baseline' | 'previous version';
  readonly n: number;
  readonly accuracy: number;
  readonly agentAccuracy: number;
  /** Cases that only the agent got right, and that only the baseline got right. */
  readonly onlyAgent: number;
  readonly onlyBaseline: number;
  /** Two-sided exact McNemar test; valid for one declared look. */
  readonly mcnemarP: number;
  /** Bounds on the agent's share among the cases that only one got right; above ½ it is better. Valid at any look. */
  readonly shareLower: number;
  readonly shareUpper: number;
}

/** Mean loss per decision under the policy's cost matrix, where the truth is known. */
export interface CostFigures {
  readonly n: number;
  readonly agentMean: number;
  readonly peopleMean: number;
  /** Agent minus people: negative is cheaper. */
  readonly difference: number;
  /** One-sided bounds at any look (empirical Bernstein confidence sequence). */
  readonly differenceLower: number;
  readonly differenceUpper: number;
  readonly margin: number;
  readonly currency: string;
}

export interface CalibrationFigures {
  readonly n: number;
  /** Decisions that came without a confidence. */
  readonly without: number;
  readonly brier: number;
  /** Expected calibration error over bins of equal size. */
  readonly expectedCalibrationError: number;
  readonly bins: readonly CalibrationBin[];
  readonly validity: FigureValidity;
}

export interface CalibrationBin {
  readonly confidenceMin: number;
  readonly confidenceMax: number;
  readonly meanConfidence: number;
  readonly accuracy: number;
  readonly n: number;
  /** Clopper–Pearson, two-sided; valid for one look. */
  readonly lower: number;
  readonly upper: number;
}

/** Were only cases at or above this confidence given to the agent. */
export interface RiskCoveragePoint {
  readonly confidence: number;
  readonly coverage: number;
  readonly errorRate: number;
}

/** One field, the last days against those before. */
export interface DriftFigure {
  readonly field: string;
  readonly kind: 'numeric' | 'category';
  readonly before: number;
  readonly recent: number;
  /** Population stability index, null where it could not be computed. */
  readonly psi: number | null;
  /** The 95 % point of its own permutation distribution: what PSI reaches by chance at these sizes. */
  readonly psiByChance: number | null;
  /** Kolmogorov–Smirnov distance and p-value, for numbers. */
  readonly ksDistance?: number;
  readonly ksP?: number;
  readonly outcome: 'quiet' | 'warns' | 'blocks' | 'not-applicable';
  readonly text: string;
  readonly validity: FigureValidity;
}

/** Cases that the agent decided more than once with the same fingerprint. */
export interface SelfNoiseFigure {
  readonly cases: number;
  readonly changed: number;
  readonly rate: number;
  /** Clopper–Pearson, two-sided; valid for one look. */
  readonly lower: number;
  readonly upper: number;
  readonly text: string;
}
