import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** The connection takes no more than so much. */
export const tcpLimitData: FaultKind = {
  name: 'tcp-limit-data',
  site: 'tcp',
  summary: 'After so many bytes of the answer, its head included, the connection is closed.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['bytes'],
    properties: {
      bytes: { type: 'integer', minimum: 1, description: 'Bytes that still arrive; a shorter answer is not struck.' },
      ...lastingSettings,
    },
  },
  consumesRecording: false,
  example: { bytes: 100 },
  strikeConnection(settings) {
    const bytes = Number(settings['bytes']);
    return {
      toxics: [{ type: 'limit_data', attributes: { bytes } }],
      passesBytes: bytes,
      ...lastingOf(settings),
      text: `the connection was closed after ${bytes} bytes of the answer`,
    };
  },
  tries: (place) => (place.kind === 'request' ? [{ bytes: 100 }] : []),
  simpler: (settings) => without(settings, ['seconds', 'requests']),
};
