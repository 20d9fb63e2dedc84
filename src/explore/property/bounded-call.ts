import { Script } from 'node:vm';

/** What a call gave; or why it gave nothing. */
export type Bounded<T> = { readonly value: T } | { readonly problem: string };

// What runs below the script is ended with it, wherever it was compiled: an endless loop in a user's property is cut off.
const script = new Script('globalThis[Symbol.for("rehearsal.boundedCall")]()');
const slot = Symbol.for('rehearsal.boundedCall');

/** Calls a user's function. Whether it loops, waits or throws: within `secondsMax` it is known what came of it. */
export async function boundedCall<T>(work: () => T | Promise<T>, secondsMax: number): Promise<Bounded<T>> {
  const never = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  try {
    const returned = callWithin(work, secondsMax * 1000);
    if (!(returned instanceof Promise)) return { value: returned };
    timer = setTimeout(() => never.reject(new OverTime()), secondsMax * 1000);
    return { value: await Promise.race([returned, never.promise]) };
  } catch (error) {
    if (error instanceof OverTime || (error as { readonly code?: string } | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return { problem: `did not come to an end within ${secondsMax} s.` };
    return { problem: `threw: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    clearTimeout(timer);
  }
}

class OverTime extends Error {}

function callWithin<T>(work: () => T, milliseconds: number): T {
  const holder = globalThis as unknown as Record<symbol, unknown>;
  const before = holder[slot];
  holder[slot] = work;
  try {
    return script.runInThisContext({ timeout: milliseconds }) as T;
  } finally {
    holder[slot] = before;
  }
}
