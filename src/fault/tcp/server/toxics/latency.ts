import type { Random } from '../../../../domain/random.ts';
import type { Attributes, ToxicKind } from '../toxic.ts';

/** Delays everything by `latency` ± `jitter` milliseconds. Chunks are delayed side by side, and keep their order. */
export const latency: ToxicKind = {
  type: 'latency',
  structName: 'LatencyToxic',
  attributes: { latency: 'int64', jitter: 'int64' },
  heldChunksMax: 1024,
  async run(pipe, attributes) {
    for (;;) {
      const taken = await pipe.take();
      if (taken === 'end') return pipe.close();
      if (typeof taken === 'string') return;
      pipe.strike();
      const delayMs = drawDelay(attributes, pipe.random);
      const isOver = await pipe.sleep(taken.atMs + delayMs - performance.now());
      pipe.send({ data: taken.data, atMs: taken.atMs + delayMs });
      if (!isOver) return;
    }
  },
};

function drawDelay(attributes: Attributes, random: Random): number {
  const [delayMs, jitterMs] = [Number(attributes['latency']), Number(attributes['jitter'])];
  return jitterMs > 0 ? delayMs + random.below(jitterMs * 2) - jitterMs : delayMs;
}
