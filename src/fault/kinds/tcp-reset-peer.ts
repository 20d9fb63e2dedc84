import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** Toxiproxy’s reset: real on a new connection; one that was in use already is closed by a FIN (`tcp-reset` resets that as well). */
export const tcpResetPeer: FaultKind = {
  name: 'tcp-reset-peer',
  site: 'tcp',
  summary: 'The connection is reset as Toxiproxy does it: one that is in use already is closed without a reset.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      afterMs: { type: 'integer', minimum: 0, description: 'How much later, in milliseconds. Default 0.' },
      ...lastingSettings,
    },
  },
  consumesRecording: false,
  example: {},
  strikeConnection(settings) {
    const afterMs = Number(settings['afterMs'] ?? 0);
    return {
      toxics: [{ type: 'reset_peer', attributes: { timeout: afterMs } }],
      passesBytes: 0,
      ...lastingOf(settings),
      text: `the connection broke before the answer${afterMs === 0 ? '' : `, ${afterMs} ms later`}`,
    };
  },
  // Behind the gateway every connection is in use already: it would be one more way of closing it, beside `tcp-timeout`, and no reset.
  tries: () => [],
  simpler: (settings) => without(settings, ['afterMs', 'seconds', 'requests']),
};
