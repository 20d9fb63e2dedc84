import type { ToxicKind } from '../toxic.ts';

/**
 * Drops the first bytes and closes `timeout` milliseconds later: with a RST on connections that began under the toxic, and as in Toxiproxy with a FIN on those
 * that were there before. `rehearsal_reset` resets both.
 */
export const resetPeer: ToxicKind = {
  type: 'reset_peer',
  structName: 'ResetToxic',
  attributes: { timeout: 'int64' },
  endsWithReset: true,
  async run(pipe, attributes) {
    if ((await pipe.take()) === 'stopped') return;
    pipe.strike();
    // Once it has struck, removing it does not bring back what it dropped: the connection ends at once.
    await pipe.sleep(Number(attributes['timeout']));
    pipe.close();
  },
};
