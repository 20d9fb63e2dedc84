import type { FaultKind } from '../fault-kind.ts';
import { without } from '../lasting.ts';

/** The network is parted: nothing passes in either direction, and nobody is told. Only Rehearsal’s own server can do it. */
export const tcpBlackhole: FaultKind = {
  name: 'tcp-blackhole',
  site: 'tcp',
  summary: 'Nothing passes in either direction on any connection, and nothing is closed; what was held passes when it is over.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      seconds: { type: 'number', exclusiveMinimum: 0, description: 'For how long, in real time; to the end of the episode if absent.' },
    },
  },
  consumesRecording: false,
  example: { seconds: 0.1 },
  strikeConnection(settings) {
    const seconds = settings['seconds'] as number | undefined;
    const toxic = { type: 'rehearsal_blackhole' } as const;
    return {
      toxics: [
        { ...toxic, stream: 'downstream' },
        { ...toxic, stream: 'upstream' },
      ],
      ...(seconds === undefined ? { passesBytes: 0, seconds: Infinity } : { seconds }),
      text: `nothing passed ${seconds === undefined ? 'any more' : `for ${seconds} s`}`,
    };
  },
  tries: (place) => (place.kind === 'request' ? [{ seconds: 1 }] : []),
  simpler: (settings) => without(settings, ['seconds']),
};
