/** Two raters on the same cases. */
export interface Agreement {
  readonly observed: number;
  /** Cohen's κ (1960); null where chance alone would agree always. */
  readonly kappa: number | null;
  /** Gwet's AC1 (2008): its chance agreement does not grow when one label is rare. Null for a single label. */
  readonly ac1: number | null;
}

/** Agreement beyond chance, in both of the usual ways: κ collapses under skew, AC1 does not. A rating is the number of a label. */
export function agreement(first: ArrayLike<number>, second: ArrayLike<number>): Agreement | undefined {
  const total = first.length;
  if (total === 0) return undefined;
  const counts = new Map<number, { first: number; second: number }>();
  const countOf = (label: number): { first: number; second: number } => {
    let count = counts.get(label);
    if (count === undefined) counts.set(label, (count = { first: 0, second: 0 }));
    return count;
  };
  let agreeing = 0;
  for (let row = 0; row < total; row++) {
    countOf(first[row]!).first++;
    countOf(second[row]!).second++;
    if (first[row] === second[row]) agreeing++;
  }
  const observed = agreeing / total;
  let [chanceKappa, chanceAc1] = [0, 0];
  for (const count of counts.values()) {
    const share = (count.first + count.second) / (2 * total);
    chanceKappa += (count.first / total) * (count.second / total);
    chanceAc1 += (share * (1 - share)) / (counts.size - 1);
  }
  return {
    observed,
    kappa: counts.size > 1 && chanceKappa < 1 ? (observed - chanceKappa) / (1 - chanceKappa) : null,
    ac1: counts.size > 1 ? (observed - chanceAc1) / (1 - chanceAc1) : null,
  };
}
