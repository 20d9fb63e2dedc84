import type { ToxicKind } from '../toxic.ts';

/** Long waits are cut into pieces of this length, each with its share of the bytes. */
const pieceMs = 100;
/** A timer would take longer than that; the debt is carried over to the next chunk. */
const waitMsMin = 0.5;

/** Lets `rate` kilobytes (of 1,000 bytes) pass in a second. At 0 nothing passes. */
export const bandwidth: ToxicKind = {
  type: 'bandwidth',
  structName: 'BandwidthToxic',
  attributes: { rate: 'int64' },
  async run(pipe, attributes) {
    const bytesPerMs = Math.max(0, Number(attributes['rate']));
    let owedMs = 0;
    for (;;) {
      const taken = await pipe.take();
      if (taken === 'end') return pipe.close();
      if (typeof taken === 'string') return;
      pipe.strike();
      let { data } = taken;
      if (bytesPerMs > 0) owedMs += data.length / bytesPerMs;
      while (data.length > bytesPerMs * pieceMs) {
        // Nothing that is held is lost when the toxic goes.
        if (!(await pipe.sleep(pieceMs))) return pipe.send({ data, atMs: taken.atMs });
        pipe.send({ data: data.subarray(0, bytesPerMs * pieceMs), atMs: taken.atMs });
        data = data.subarray(bytesPerMs * pieceMs);
        owedMs -= pieceMs;
      }
      const startedMs = performance.now();
      const isOver = owedMs < waitMsMin || (await pipe.sleep(owedMs));
      // What a timer took too long or too short is made up for by the next.
      owedMs -= performance.now() - startedMs;
      pipe.send({ data, atMs: taken.atMs });
      if (!isOver) return;
    }
  },
};
