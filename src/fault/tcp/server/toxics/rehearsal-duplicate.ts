import type { ToxicKind } from '../toxic.ts';
import type { WireCopy } from '../wire.ts';

/** Sends everything that the client says to the upstream twice: the second time `delay` milliseconds later, over a connection whose answer nobody reads. */
export const rehearsalDuplicate: ToxicKind = {
  type: 'rehearsal_duplicate',
  structName: 'RehearsalDuplicateToxic',
  attributes: { delay: 'int64' },
  refuse: ({ direction }) =>
    direction === 'upstream' ? undefined : 'rehearsal_duplicate needs stream upstream: requests are delivered twice, not answers',
  async run(pipe, attributes) {
    let copy: WireCopy | undefined;
    for (;;) {
      const taken = await pipe.take();
      if (typeof taken === 'string') {
        copy?.end();
        if (taken === 'end') pipe.close();
        return;
      }
      pipe.strike();
      copy ??= pipe.wire.openCopy(Number(attributes['delay']));
      copy.write(taken.data);
      pipe.send(taken);
    }
  },
};
