import type { EpisodeClock } from '../domain/clock.ts';

/** Wakes whoever waits for something to change. */
export interface Bell {
  ring(): void;
  /** Settles when it is rung, when so long has passed, or when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Made once: an error of its own for every ring would be most of the ring. */
const wasRung = new Error('The bell was rung.');

/** A bell that nobody waits for. */
export function createBell(clock: EpisodeClock): Bell {
  let rung: AbortController | undefined;
  return {
    ring() {
      rung?.abort(wasRung);
      rung = undefined;
    },
    wait: (ms, signal) => clock.sleep(ms, AbortSignal.any([signal, (rung ??= new AbortController()).signal])).catch(() => undefined),
  };
}
