/**
 * Runs work over a list, so many at once, and returns the results in the order of the list. When `signal` is aborted nothing new begins; what had not waiting
 * is missing from the results (undefined).
 */
export async function runAll<T, R>(
  items: readonly T[],
  concurrency: number,
  signal: AbortSignal,
  work: (item: T, index: number) => Promise<R>,
  /** Time over which the lanes begin, one after another. */
  rampMs = 0,
): Promise<readonly (R | undefined)[]> {
  const results: (R | undefined)[] = items.map(() => undefined);
  let next = 0;
  const lanes = Math.min(concurrency, items.length);
  // Lanes that have not waiting wait no longer where nothing is left to do.
  const waiting = new AbortController();
  const stop = (): void => waiting.abort();
  signal.addEventListener('abort', stop, { once: true });
  const lane = async (number: number): Promise<void> => {
    if (rampMs > 0 && number > 0) await pause((rampMs * number) / lanes, waiting.signal);
    while (next < items.length && !signal.aborted) {
      const index = next++;
      results[index] = await work(items[index]!, index);
    }
    stop();
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return results;
}

/** Part `index` of `total` (from 1): every n-th item, so that long cases that stand together are spread. */
export function shardOf<T>(items: readonly T[], shard: { readonly index: number; readonly total: number } | undefined): readonly T[] {
  return shard === undefined ? items : items.filter((_, position) => position % shard.total === shard.index - 1);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
