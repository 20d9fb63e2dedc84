import type { EpisodeClock } from '../domain/clock.ts';

/** A timer of the platform holds no more: what is longer is waited for in pieces. */
const timerMsMax = 2 ** 31 - 1;

/** The machine's own time, from now on. */
export function createRealClock(): EpisodeClock {
  const startedAt = performance.now();
  return {
    now: () => performance.now() - startedAt,
    date: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        if (ms <= 0) return resolve();
        let timer: NodeJS.Timeout;
        const onAbort = (): void => {
          clearTimeout(timer);
          reject(signal!.reason as Error);
        };
        const wait = (leftMs: number): void => {
          timer = setTimeout(
            () => {
              if (leftMs > timerMsMax) return wait(leftMs - timerMsMax);
              signal?.removeEventListener('abort', onAbort);
              resolve();
            },
            Math.min(leftMs, timerMsMax),
          );
        };
        wait(ms);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
