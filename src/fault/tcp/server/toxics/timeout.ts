import type { ToxicKind } from '../toxic.ts';

/**
 * Drops everything, and closes after `timeout` milliseconds; 0 never closes. As in Toxiproxy, every dropped chunk starts the time anew: `rehearsal_timeout`
 * does not.
 */
export const timeout: ToxicKind = {
  type: 'timeout',
  structName: 'TimeoutToxic',
  attributes: { timeout: 'int64' },
  closesWhenRemoved: 'all',
  async run(pipe, attributes) {
    const timeoutMs = Number(attributes['timeout']);
    for (;;) {
      const taken = await pipe.take(timeoutMs > 0 ? timeoutMs : undefined);
      if (taken === 'stopped') return;
      pipe.strike();
      if (taken === 'late' || taken === 'end') return pipe.close();
    }
  },
};
