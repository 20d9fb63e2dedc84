import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** The answer is swallowed, and some time later the connection is closed. */
export const tcpTimeout: FaultKind = {
  name: 'tcp-timeout',
  site: 'tcp',
  summary: 'No byte of the answer arrives, and some time later the connection is closed.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      afterMs: { type: 'integer', minimum: 0, description: 'When the connection is closed, in milliseconds; 0 for never. Default 0.' },
      ...lastingSettings,
    },
  },
  consumesRecording: false,
  example: { afterMs: 50 },
  strikeConnection(settings) {
    const afterMs = Number(settings['afterMs'] ?? 0);
    return {
      toxics: [{ type: 'timeout', attributes: { timeout: afterMs } }],
      // Toxiproxy closes whatever connection there is when this toxic is removed, also one that the agent has opened since. So it is the removal that closes.
      ...(afterMs === 0 ? {} : { once: { toxics: [{ type: 'timeout', attributes: { timeout: 0 } }], seconds: afterMs / 1000 } }),
      passesBytes: 0,
      ...lastingOf(settings),
      text: `nothing of the answer came${afterMs === 0 ? '' : `, and the connection was closed ${afterMs} ms later`}`,
    };
  },
  tries: (place) => (place.kind === 'request' ? [{ afterMs: 200 }] : []),
  simpler: (settings) => without(settings, ['seconds', 'requests']),
};
