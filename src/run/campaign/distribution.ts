/** Quantile and mean of a stream of numbers, in memory that does not grow with it. */
export interface Distribution {
  add(value: number): void;
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of the sample. */
  readonly deviation: number;
  /** The value at that rank from 0: exact while there are few different values, later within half a percent. */
  atRank(rank: number): number;
}

const exactValuesMax = 4096;
/** Neighbouring buckets differ by one percent. */
const growth = Math.log(1.01);

/** Starts an empty one. Values are not negative. */
export function createDistribution(): Distribution {
  const exact = new Map<number, number>();
  let buckets: Map<number, number> | undefined;
  let count = 0;
  let mean = 0;
  let squares = 0;
  let sorted: readonly (readonly [value: number, count: number])[] | undefined;
  const put = (map: Map<number, number>, key: number, times: number): void => void map.set(key, (map.get(key) ?? 0) + times);
  return {
    add(value) {
      count++;
      // Welford: sums of squares of large values would lose their last digits.
      const difference = value - mean;
      mean += difference / count;
      squares += difference * (value - mean);
      sorted = undefined;
      if (buckets !== undefined) return put(buckets, bucketOf(value), 1);
      put(exact, value, 1);
      if (exact.size <= exactValuesMax) return;
      buckets = new Map();
      for (const [known, times] of exact) put(buckets, bucketOf(known), times);
      exact.clear();
    },
    get count() {
      return count;
    },
    get mean() {
      return mean;
    },
    get deviation() {
      return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    },
    atRank(rank) {
      sorted ??= [...(buckets ?? exact)].toSorted(([a], [b]) => a - b);
      let before = 0;
      for (const [value, times] of sorted) {
        before += times;
        if (before > rank) return buckets === undefined ? value : middleOf(value);
      }
      return NaN;
    },
  };
}

function bucketOf(value: number): number {
  return value <= 0 ? -Infinity : Math.round(Math.log(value) / growth);
}

function middleOf(bucket: number): number {
  return bucket === -Infinity ? 0 : Math.exp(bucket * growth);
}
