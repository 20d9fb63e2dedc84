import type { EpisodeClock } from '../../src/domain/clock.ts';

/** A clock on which nothing takes time but sleep: when all else has been done, it moves on to whoever is to wake next. */
export function createSteppedClock(): EpisodeClock {
  let nowMs = 0;
  const sleeping: { readonly wakeMs: number; readonly wake: () => void }[] = [];
  const step = (): void => {
    const next = sleeping.toSorted((a, b) => a.wakeMs - b.wakeMs)[0];
    if (next === undefined) return;
    sleeping.splice(sleeping.indexOf(next), 1);
    nowMs = Math.max(nowMs, next.wakeMs);
    next.wake();
  };
  return {
    now: () => nowMs,
    date: () => Date.UTC(2026, 0, 1) + nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        const entry = { wakeMs: nowMs + ms, wake: resolve };
        sleeping.push(entry);
        signal?.addEventListener('abort', () => {
          if (sleeping.includes(entry)) sleeping.splice(sleeping.indexOf(entry), 1);
          reject(signal.reason as Error);
        });
        // Two turns of the loop: whoever was woken before acts first.
        setImmediate(() => setImmediate(step));
      }),
  };
}
