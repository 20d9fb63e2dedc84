import type { Pipe } from '../toxic.ts';

/**
 * Passes on so many bytes, counted over the whole connection; with 0 it waits for the first byte, and passes none. `passed` when they have passed; `over` when the
 * stream ended before, or the toxic was stopped.
 */
export async function passBytes(pipe: Pipe, bytes: number): Promise<'passed' | 'over'> {
  for (;;) {
    if (pipe.hasStruck() || (bytes > 0 && pipe.passedBytes >= bytes)) return 'passed';
    const taken = await pipe.take();
    if (taken === 'end') pipe.close();
    if (typeof taken === 'string') return 'over';
    const data = taken.data.subarray(0, Math.max(0, bytes - pipe.passedBytes));
    if (data.length > 0) pipe.send({ data, atMs: taken.atMs });
    pipe.passedBytes += data.length;
    if (data.length < taken.data.length) return 'passed';
  }
}
