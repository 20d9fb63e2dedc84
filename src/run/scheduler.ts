/**
 * Runs work over a list, so many at once, and returns the results in the order of the list. When `signal` is aborted nothing new begins; what had not begun
 * is missing from the results (undefined).
 */
export async function runAll<T, R>(
  items: readonly T[],
  concurrency: number,
  signal: AbortSignal,
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly (R | undefined)[]> {
  const results: (R | undefined)[] = items.map(() => undefined);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && !signal.aborted) {
      const index = next++;
      results[index] = await work(items[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
  return results;
}

/** Part `index` of `total` (from 1): every n-th item, so that long cases that stand together are spread. */
export function shardOf<T>(items: readonly T[], shard: { readonly index: number; readonly total: number } | undefined): readonly T[] {
  return shard === undefined ? items : items.filter((_, position) => position % shard.total === shard.index - 1);
}
