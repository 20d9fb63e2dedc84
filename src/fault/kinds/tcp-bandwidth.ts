import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** A thin line: what is said to the agent trickles. */
export const tcpBandwidth: FaultKind = {
  name: 'tcp-bandwidth',
  site: 'tcp',
  summary: 'The answer arrives at no more than so many kilobytes a second.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['kilobytesPerSecond'],
    properties: {
      kilobytesPerSecond: { type: 'integer', minimum: 1, description: 'Kilobytes that get through in a second.' },
      ...lastingSettings,
    },
  },
  consumesRecording: false,
  example: { kilobytesPerSecond: 20 },
  strikeConnection(settings) {
    const rate = Number(settings['kilobytesPerSecond']);
    return {
      toxics: [{ type: 'bandwidth', attributes: { rate } }],
      // Toxiproxy lets bytes go in slices of a tenth of a second.
      holdsMs: (bytes) => bytes / rate + 100,
      ...lastingOf(settings),
      text: `the answer came at ${rate} KB/s`,
    };
  },
  tries: (place) => (place.kind === 'request' ? [{ kilobytesPerSecond: 10 }] : []),
  simpler: (settings) => without(settings, ['seconds', 'requests']),
};
