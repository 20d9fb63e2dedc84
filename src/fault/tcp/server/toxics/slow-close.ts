import type { ToxicKind } from '../toxic.ts';

/** Closes `delay` milliseconds later. */
export const slowClose: ToxicKind = {
  type: 'slow_close',
  structName: 'SlowCloseToxic',
  attributes: { delay: 'int64' },
  async run(pipe, attributes) {
    for (;;) {
      const taken = await pipe.take();
      if (taken === 'end') {
        pipe.strike();
        if (await pipe.sleep(Number(attributes['delay']))) pipe.close();
        return;
      }
      if (typeof taken === 'string') return;
      pipe.send(taken);
    }
  },
};
