import type { ToxicKind } from '../toxic.ts';
import { passBytes } from './pass-bytes.ts';

/** After `after_bytes` of this direction (or at its next byte) the receiver gets a FIN, and nothing more. The other direction stays open. */
export const rehearsalHalfClose: ToxicKind = {
  type: 'rehearsal_half_close',
  structName: 'RehearsalHalfCloseToxic',
  attributes: { after_bytes: 'int64' },
  closesWhenRemoved: 'struck',
  async run(pipe, attributes) {
    if ((await passBytes(pipe, Number(attributes['after_bytes']))) !== 'passed') return;
    pipe.strike();
    pipe.wire.endReceiver();
    for (;;) {
      const taken = await pipe.take();
      if (taken === 'end') return pipe.close();
      if (taken === 'stopped') return;
    }
  },
};
