import type { ToxicKind } from '../toxic.ts';
import { passBytes } from './pass-bytes.ts';

/**
 * A RST to both sides, also on a connection that was there before the toxic. It strikes when `after_bytes` have passed, or at the next byte, or `immediately`, and
 * waits `timeout` milliseconds before it resets.
 */
export const rehearsalReset: ToxicKind = {
  type: 'rehearsal_reset',
  structName: 'RehearsalResetToxic',
  attributes: { timeout: 'int64', after_bytes: 'int64', immediately: 'bool' },
  async run(pipe, attributes) {
    if (attributes['immediately'] !== true && (await passBytes(pipe, Number(attributes['after_bytes']))) !== 'passed') return;
    pipe.strike();
    if (await pipe.sleep(Number(attributes['timeout']))) pipe.wire.reset();
  },
};
