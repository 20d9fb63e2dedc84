import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** The server is gone, and the agent is not told: its connection stays open for ever. Only Rehearsal’s own server can do it. */
export const tcpHalfOpen: FaultKind = {
  name: 'tcp-half-open',
  site: 'tcp',
  summary: 'The server’s side of the connection is gone, and the agent’s side stays open without a word.',
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
      toxics: [{ type: 'rehearsal_half_open', attributes: { after_bytes: afterBytes } }],
      passesBytes: afterBytes,
      // Over for whoever asks anew: only the connection on which it was asked is dead.
      untilAsked: true,
      ...lastingOf(settings),
      text: `the connection stayed open, and ${afterBytes === 0 ? 'nothing' : `no more than ${afterBytes} bytes`} of the answer came`,
    };
  },
  tries: (place) => (place.kind === 'request' ? [{}] : []),
  simpler: (settings) => without(settings, ['afterBytes', 'seconds', 'requests']),
};
