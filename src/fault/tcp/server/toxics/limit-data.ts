import type { ToxicKind } from '../toxic.ts';

/** Closes after `bytes` bytes, over all answers of the connection. */
export const limitData: ToxicKind = {
  type: 'limit_data',
  structName: 'LimitDataToxic',
  attributes: { bytes: 'int64' },
  async run(pipe, attributes) {
    for (;;) {
      const taken = await pipe.take();
      if (taken === 'end') return pipe.close();
      if (typeof taken === 'string') return;
      const data = taken.data.subarray(0, Math.max(0, Number(attributes['bytes']) - pipe.passedBytes));
      if (data.length > 0) pipe.send({ data, atMs: taken.atMs });
      pipe.passedBytes += data.length;
      if (pipe.passedBytes >= Number(attributes['bytes'])) {
        pipe.strike();
        return pipe.close();
      }
    }
  },
};
