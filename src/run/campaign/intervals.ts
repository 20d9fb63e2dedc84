import type { Distribution } from './distribution.ts';

export type Interval = readonly [low: number, high: number];

/** Two-sided 95 %. */
const z = 1.959964;

/** Wilson's score interval (1927) of a share: it holds its level also for few sessions and for shares near 0 and 1. */
export function wilson(hits: number, total: number): Interval {
  const share = hits / total;
  const middle = share + z ** 2 / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  const scale = 1 + z ** 2 / total;
  return [hits === 0 ? 0 : (middle - spread) / scale, hits === total ? 1 : (middle + spread) / scale];
}

/** Of a mean, by the normal approximation. */
export function ofMean({ mean, deviation, count }: Distribution): Interval {
  const spread = (z * deviation) / Math.sqrt(count);
  return [mean - spread, mean + spread];
}

/** A quantile (the value at rank ⌈qn⌉ of n). */
export function quantile(values: Distribution, q: number): number {
  return values.atRank(Math.max(0, Math.ceil(q * values.count) - 1));
}

/** Of a quantile, by order statistics: how many values lie below it is binomial, whatever their distribution. */
export function ofQuantile(values: Distribution, q: number): Interval {
  const { count } = values;
  const spread = z * Math.sqrt(count * q * (1 - q));
  const rank = (at: number): number => values.atRank(Math.min(count - 1, Math.max(0, at)));
  return [rank(Math.floor(count * q - spread) - 1), rank(Math.ceil(count * q + spread))];
}

/**
 * pass^k: the chance that k sessions in a row all pass. The estimate is the share of all choices of k among the sessions that passed throughout,
 * C(passed, k) / C(total, k), which is not biased as the k-th power of the share would be.
 */
export function passPower(passed: number, total: number, k: number): number {
  let power = 1;
  for (let index = 0; index < k; index++) power *= Math.max(0, passed - index) / (total - index);
  return power;
}

/** Of pass^k: Wilson's interval of the share of passes, each end to the power of k. */
export function ofPassPower(passed: number, total: number, k: number): Interval {
  const [low, high] = wilson(passed, total);
  return [low ** k, high ** k];
}
