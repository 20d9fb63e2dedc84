import type { FigureValidity } from './readiness.ts';

/** The largest part of the work whose error is certified; `found` is absent where no candidate could be. */
export interface EnvelopeFigure {
  /** In words: the region and its certificate, or why there is none. */
  readonly text: string;
  readonly errorMax: number;
  /** Candidate regions, fixed on the earlier part. */
  readonly candidates: number;
  /** Cases that fixed the grid, and later ones that certify. */
  readonly earlier: number;
  readonly later: number;
  readonly validity: FigureValidity;
  readonly found?: CertifiedEnvelope;
}

export interface CertifiedEnvelope {
  readonly region: EnvelopeRegion;
  readonly configuration: AutonomyConfiguration;
  /** Share of the later cases inside. */
  readonly coverage: number;
  /** Later cases inside, errors among them, and the certified upper bound on the error rate. */
  readonly n: number;
  readonly errors: number;
  readonly errorUpper: number;
  /** What it would have done to money, on the later cases that carry an amount. */
  readonly money?: EnvelopeMoney;
}

/** A limit that is absent does not limit. */
export interface EnvelopeRegion {
  readonly confidenceMin?: number;
  readonly amountMax?: number;
  readonly riskMax?: number;
  /** Name of the segment, and the values of it that the agent may decide. */
  readonly segment?: string;
  readonly segmentValues?: readonly string[];
  /** Values of other segments that stay with people all the same. */
  readonly except?: readonly { readonly segment: string; readonly value: string }[];
}

/** As supervised autonomy is configured; null where the region does not limit it. */
export interface AutonomyConfiguration {
  readonly max_autonomous_amount: number | null;
  readonly max_risk_score: number | null;
  readonly min_confidence: number | null;
  readonly autonomous_task_types: readonly string[] | null;
}

export interface EnvelopeMoney {
  readonly currency: string;
  /** Amounts of all later cases, of those inside, and of those inside that were decided wrongly. */
  readonly total: number;
  readonly inside: number;
  readonly insideWrong: number;
  /** The largest single amount decided wrongly inside. */
  readonly largestWrong: number;
}
