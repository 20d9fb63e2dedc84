import type { FaultKind } from '../fault-kind.ts';
import { without } from '../lasting.ts';

/** The server goes down with the answer in its hands, and comes back. */
export const tcpDown: FaultKind = {
  name: 'tcp-down',
  site: 'tcp',
  summary: 'The request is handled; before the answer the server goes down, and for some time nothing connects.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      seconds: { type: 'number', exclusiveMinimum: 0, description: 'For how long, in real time. Default 1.' },
    },
  },
  consumesRecording: false,
  example: { seconds: 0.1 },
  strikeConnection(settings) {
    const seconds = Number(settings['seconds'] ?? 1);
    return { down: true, passesBytes: 0, seconds, text: `the server went down before the answer, for ${seconds} s` };
  },
  tries: (place) => (place.kind === 'request' || place.kind === 'tool' ? [{ seconds: 0.3 }] : []),
  simpler: (settings) => without(settings, ['seconds']),
};
