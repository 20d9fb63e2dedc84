import type { FaultKind } from '../fault-kind.ts';
import { lastingOf, lastingSettings, without } from '../lasting.ts';

/** Everything that is said to the agent arrives later. */
export const tcpLatency: FaultKind = {
  name: 'tcp-latency',
  site: 'tcp',
  summary: 'The answer arrives so much later, by chance a little more or less.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['latencyMs'],
    properties: {
      latencyMs: { type: 'integer', minimum: 1, description: 'How much later, in milliseconds.' },
      jitterMs: { type: 'integer', minimum: 1, description: 'At most so much more or less, by chance from the seed.' },
      ...lastingSettings,
    },
  },
  consumesRecording: false,
  example: { latencyMs: 100 },
  strikeConnection(settings) {
    const { latencyMs, jitterMs = 0 } = settings as { readonly latencyMs: number; readonly jitterMs?: number };
    return {
      toxics: [{ type: 'latency', attributes: { latency: latencyMs, jitter: jitterMs } }],
      holdsMs: () => latencyMs + jitterMs,
      ...lastingOf(settings),
      text: `the answer came ${latencyMs} ms later${jitterMs === 0 ? '' : `, ${jitterMs} ms more or less`}`,
    };
  },
  tries: (place) => (place.kind === 'request' ? [{ latencyMs: 300 }] : []),
  simpler: (settings) => without(settings, ['jitterMs', 'seconds', 'requests']),
};
