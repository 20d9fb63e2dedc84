import type { EpisodeClock } from '../domain/clock.ts';

/** Wakes whoever waits for something to change. */
export interface Bell {
  ring(): void;
  /** Settles when it is rung, when so long has passed, or when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** A bell that nobody waits for. */
export function createBell(clock: EpisodeClock): Bell {
  let rung = new AbortController();
  return {
    ring() {
      rung.abort();
      rung = new AbortController();
    },
    wait: (ms, signal) => clock.sleep(ms, AbortSignal.any([signal, rung.signal])).catch(() => undefined),
  };
}
