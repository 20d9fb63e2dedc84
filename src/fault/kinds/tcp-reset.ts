import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** A real RST, also on a connection that has served before. Only Rehearsal’s own server can do it. */
export const tcpReset: FaultKind = {
  name: 'tcp-reset',
  site: 'tcp',
  summary: 'The connection is reset, also one that is in use already, before the answer or in the middle of it.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      afterBytes: {
        type: 'integer',
        minimum: 0,
        description: 'Bytes of the answer, its head included, that still arrive; a shorter answer is not struck. Default 0.',
      },
      ...lastingSettings,
    },
  },
  consumesRecording: false,
  example: {},
  strikeConnection(settings) {
    const afterBytes = Number(settings['afterBytes'] ?? 0);
    return {
      toxics: [{ type: 'rehearsal_reset', attributes: { timeout: 0, after_bytes: afterBytes } }],
      passesBytes: afterBytes,
      ...lastingOf(settings),
      text: `the connection was reset ${afterBytes === 0 ? 'before the answer' : `after ${afterBytes} bytes of the answer`}`,
    };
  },
  tries: (place) => (place.kind === 'request' || place.kind === 'tool' ? [{}] : []),
  simpler: (settings) => without(settings, ['afterBytes', 'seconds', 'requests']),
};
