import type { EpisodeClock } from '../domain/clock.ts';

/** The machine's own time, from now on. */
export function createRealClock(): EpisodeClock {
  const startedAt = performance.now();
  return {
    now: () => performance.now() - startedAt,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        const onAbort = (): void => {
          clearTimeout(timer);
          reject(signal!.reason as Error);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        }, ms);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
