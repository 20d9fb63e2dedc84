import type { ToxicKind } from '../toxic.ts';

/** Drops everything, and closes `timeout` milliseconds after it met the connection, whatever comes meanwhile; 0 never closes. */
export const rehearsalTimeout: ToxicKind = {
  type: 'rehearsal_timeout',
  structName: 'RehearsalTimeoutToxic',
  attributes: { timeout: 'int64' },
  closesWhenRemoved: 'struck',
  async run(pipe, attributes) {
    const timeoutMs = Number(attributes['timeout']);
    const until = performance.now() + timeoutMs;
    for (;;) {
      const taken = await pipe.take(timeoutMs > 0 ? Math.max(0, until - performance.now()) : undefined);
      if (taken === 'stopped') return;
      pipe.strike();
      if (typeof taken === 'string' || (timeoutMs > 0 && performance.now() >= until)) return pipe.close();
    }
  },
};
