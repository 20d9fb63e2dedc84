import type { ToxicKind } from '../toxic.ts';
import { passBytes } from './pass-bytes.ts';

/**
 * After `after_bytes` of this direction (or at its next byte) the sender is gone, as a machine whose plug was pulled: the receiver gets neither a byte nor a FIN nor
 * a RST, and what it sends is swallowed. Removing the toxic closes the connection.
 */
export const rehearsalHalfOpen: ToxicKind = {
  type: 'rehearsal_half_open',
  structName: 'RehearsalHalfOpenToxic',
  attributes: { after_bytes: 'int64' },
  closesWhenRemoved: 'struck',
  async run(pipe, attributes) {
    if ((await passBytes(pipe, Number(attributes['after_bytes']))) !== 'passed') return;
    pipe.strike();
    pipe.wire.dropSender();
    // Until the toxic goes; the end of the sender is what nobody is told of.
    while (await pipe.sleep(Number.MAX_SAFE_INTEGER));
  },
};
