/** Two agents on the same cases: prompt A and prompt B, or a canary beside what it replaces. */
export interface AgentComparison {
  readonly version: 1;
  readonly a: string;
  readonly b: string;
  /** Said of `a`. */
  readonly verdict: 'better' | 'worse' | 'no evidence' | 'invalid';
  readonly sentence: string;
  readonly seed: number;
  readonly whole: ComparisonFigure;
  /** Bounds at α / number of segments. */
  readonly segments: readonly (ComparisonFigure & { readonly segment: string; readonly value: string })[];
  /** Loss under the policy's cost matrix; what the agents themselves cost. Absent where there is nothing to compare. */
  readonly loss?: PairedMean;
  readonly price?: PairedMean;
}

export interface ComparisonFigure {
  /** Cases that have a reference and that at least one of the two decided; no decision is an error. */
  readonly n: number;
  readonly accuracyA: number | null;
  readonly accuracyB: number | null;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Two-sided exact McNemar test; valid for one declared look. */
  readonly mcnemarP: number;
  /** Bounds on A's share of the cases that only one got right; valid at any look. */
  readonly shareLower: number;
  readonly shareUpper: number;
  readonly outcome: 'better' | 'worse' | 'no evidence';
  /** Cases until the bound passes ½ on the expected path; absent where it has passed, or never does at the observed rates. */
  readonly casesNeeded?: number;
}

/** A minus B, per case, with a paired bootstrap interval (95 %, percentile); valid for one declared look. */
export interface PairedMean {
  readonly n: number;
  readonly meanA: number;
  readonly meanB: number;
  readonly difference: number;
  readonly lower: number;
  readonly upper: number;
  readonly currency: string;
}
