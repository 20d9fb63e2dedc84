import type { FaultKind } from '../fault-kind.ts';
import { without } from '../lasting.ts';

/** Nobody is at home: the request never arrives. */
export const tcpRefuse: FaultKind = {
  name: 'tcp-refuse',
  site: 'tcp',
  summary: 'The request never arrives: its connection breaks, and for some time none is accepted.',
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
    return { down: true, unheard: true, passesBytes: 0, seconds, text: `the request was not let in, and no connection for ${seconds} s` };
  },
  tries: (place) => (place.kind === 'request' || place.kind === 'tool' ? [{ seconds: 0.3 }] : []),
  simpler: (settings) => without(settings, ['seconds']),
};
