/** Two raters on the same cases: `counts[i][j]` cases that the first called i and the second j. */
export interface Agreement {
  readonly observed: number;
  /** Cohen's κ (1960); null where chance alone would agree always. */
  readonly kappa: number | null;
  /** Gwet's AC1 (2008): chance agreement that does not grow when one label is rare. */
  readonly ac1: number | null;
}

/** Agreement beyond chance, in both of the usual ways: κ collapses under skew, AC1 does not. */
export function agreement(counts: readonly (readonly number[])[]): Agreement | undefined {
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const labels = counts.length;
  let observed = 0;
  let chanceKappa = 0;
  let chanceAc1 = 0;
  for (let label = 0; label < labels; label++) {
    const first = counts[label]!.reduce((sum, count) => sum + count, 0) / total;
    const second = counts.reduce((sum, row) => sum + row[label]!, 0) / total;
    const share = (first + second) / 2;
    observed += counts[label]![label]! / total;
    chanceKappa += first * second;
    chanceAc1 += labels > 1 ? (share * (1 - share)) / (labels - 1) : 0;
  }
  return {
    observed,
    kappa: chanceKappa < 1 ? (observed - chanceKappa) / (1 - chanceKappa) : null,
    ac1: labels > 1 ? (observed - chanceAc1) / (1 - chanceAc1) : null,
  };
}
