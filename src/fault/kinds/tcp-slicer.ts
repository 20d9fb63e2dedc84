import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** What is said to the agent arrives in crumbs, cut anywhere: inside an event, inside a character. */
export const tcpSlicer: FaultKind = {
  name: 'tcp-slicer',
  site: 'tcp',
  summary: 'The answer arrives in small slices, each some time after the other.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['averageBytes'],
    properties: {
      averageBytes: { type: 'integer', minimum: 1, description: 'Size of a slice; a shorter answer is not struck.' },
      variationBytes: { type: 'integer', minimum: 0, description: 'At most so much more or less, by chance from the seed. Default 0.' },
      delayMicroseconds: { type: 'integer', minimum: 0, description: 'Time between two slices, in millionths of a second. Default 0.' },
      ...lastingSettings,
    },
  },
  consumesRecording: false,
  example: { averageBytes: 7, delayMicroseconds: 100 },
  strikeConnection(settings) {
    const {
      averageBytes,
      variationBytes = 0,
      delayMicroseconds = 0,
    } = settings as {
      readonly averageBytes: number;
      readonly variationBytes?: number;
      readonly delayMicroseconds?: number;
    };
    return {
      toxics: [{ type: 'slicer', attributes: { average_size: averageBytes, size_variation: variationBytes, delay: delayMicroseconds } }],
      // No timer is as fine as that: every slice may take some milliseconds.
      holdsMs: (bytes) => Math.ceil(bytes / Math.max(1, averageBytes - variationBytes)) * (delayMicroseconds / 1000 + 3) + 100,
      beyondBytes: averageBytes + variationBytes,
      ...lastingOf(settings),
      text: `the answer came in slices of ${averageBytes} bytes`,
    };
  },
  tries: (place) => (place.kind === 'request' ? [{ averageBytes: 7 }] : []),
  simpler: (settings) => without(settings, ['variationBytes', 'delayMicroseconds', 'seconds', 'requests']),
};
