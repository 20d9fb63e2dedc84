import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** Whoever waits for the end of the connection to know the end of the answer, waits. */
export const tcpSlowClose: FaultKind = {
  name: 'tcp-slow-close',
  site: 'tcp',
  summary: 'The answer ends with its connection, and that closes so much later.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['delayMs'],
    properties: {
      delayMs: { type: 'integer', minimum: 1, description: 'How much later it closes, in milliseconds.' },
      ...lastingSettings,
    },
  },
  consumesRecording: false,
  example: { delayMs: 100 },
  strikeConnection(settings) {
    const delayMs = Number(settings['delayMs']);
    return {
      toxics: [{ type: 'slow_close', attributes: { delay: delayMs } }],
      // An agent that knows the length of an answer does not wait for the end of its connection, and would feel nothing.
      untilClose: true,
      holdsMs: () => delayMs,
      ...lastingOf(settings),
      text: `the connection, and with it the answer, ended ${delayMs} ms later`,
    };
  },
  tries: (place) => (place.kind === 'request' ? [{ delayMs: 300 }] : []),
  simpler: (settings) => without(settings, ['seconds', 'requests']),
};
