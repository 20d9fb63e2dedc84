/** The largest distance between two empirical distributions, and how often chance alone makes it so large. */
export interface KolmogorovSmirnov {
  readonly distance: number;
  /** Asymptotic, with Stephens' correction (1970); conservative where values repeat. */
  readonly p: number;
}

/** Both samples sorted in ascending order. */
export function kolmogorovSmirnov(first: Float64Array, second: Float64Array): KolmogorovSmirnov {
  let [i, j, distance] = [0, 0, 0];
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i]!, second[j]!);
    while (i < first.length && first[i] === value) i++;
    while (j < second.length && second[j] === value) j++;
    distance = Math.max(distance, Math.abs(i / first.length - j / second.length));
  }
  const root = Math.sqrt((first.length * second.length) / (first.length + second.length));
  return { distance, p: kolmogorovTail((root + 0.12 + 0.11 / root) * distance) };
}

function kolmogorovTail(x: number): number {
  // Below this the alternating series does not settle, and the probability is 1 to nine digits.
  if (x < 0.27) return 1;
  let tail = 0;
  for (let term = 1; term <= 100; term++) {
    const change = 2 * Math.exp(-2 * term * term * x * x);
    tail += term % 2 === 1 ? change : -change;
    if (change < 1e-16) break;
  }
  return Math.min(1, Math.max(0, tail));
}
