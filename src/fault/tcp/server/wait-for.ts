/** A wait that can be ended early. */
export interface Wait {
  /** True if the time passed, false if somebody woke it. */
  readonly over: Promise<boolean>;
  wake(): void;
}

/** Longer waits would overflow Node's timers, which then ring at once. */
const timerMsMax = 2 ** 31 - 1;

/** Waits for so long, or for ever. Less than a millisecond, which timers do not know, is waited out turn by turn of the event loop. */
export function waitFor(ms: number | undefined): Wait {
  let wake = (): void => undefined;
  const over = new Promise<boolean>((resolve) => {
    if (ms === undefined) {
      wake = () => resolve(false);
    } else if (ms >= 1) {
      const timer = setTimeout(() => resolve(ms <= timerMsMax), Math.min(ms, timerMsMax));
      wake = () => (clearTimeout(timer), resolve(false));
    } else {
      const until = performance.now() + ms;
      let isWoken = false;
      const look = (): void => {
        if (!isWoken && performance.now() < until) setImmediate(look);
        else resolve(!isWoken);
      };
      setImmediate(look);
      wake = () => ((isWoken = true), resolve(false));
    }
  });
  return { over, wake: () => wake() };
}
