import type { ToxicKind } from '../toxic.ts';

/**
 * Nothing passes and nothing closes, as when a cable is cut. The sender fills what buffers there are and then stands still. When the toxic is removed the
 * connection goes on where it was, as TCP does after an outage: nothing is lost.
 */
export const rehearsalBlackhole: ToxicKind = {
  type: 'rehearsal_blackhole',
  structName: 'RehearsalBlackholeToxic',
  attributes: {},
  async run(pipe) {
    const taken = await pipe.take();
    if (taken === 'stopped') return;
    pipe.strike();
    while (await pipe.sleep(Number.MAX_SAFE_INTEGER));
    if (typeof taken !== 'string') pipe.send(taken);
  },
};
