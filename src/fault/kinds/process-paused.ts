import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** A machine that was suspended, a container that was frozen, a collector of garbage: the agent stands still, and the world does not. */
export const processPaused: FaultKind = {
  name: 'process-paused',
  site: 'process',
  summary: 'The agent stands still for a while at a moment of its work, and then goes on as if nothing had been.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: {
      seconds: { type: 'number', exclusiveMinimum: 0, description: "How long, by the machine's clock; by the agent's on virtual time." },
    },
  },
  consumesRecording: false,
  example: { seconds: 0.2 },
  strikeProcess(settings) {
    const seconds = Number(settings['seconds']);
    return { pauseMs: seconds * 1000, text: `held the agent for ${seconds} s` };
  },
  // Its lease runs out, the reply that it waits for is old: after it has asked for something. On the machine's own time the pause is waited for.
  tries: (place, agent) =>
    place.kind === 'moment' && place.when === 'after' && (place.moment.after === 'tool-called' || place.moment.after === 'model-request')
      ? [{ seconds: agent?.clock === 'virtual' ? 3600 : 1 }]
      : [],
  simpler: (settings) => simplerThan(settings, [{ seconds: 1 }, { seconds: 60 }, { seconds: 3600 }]),
};
