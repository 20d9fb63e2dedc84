import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** The reply comes, but not when it was needed. */
export const lateReply: FaultKind = {
  name: 'late-reply',
  site: 'human',
  summary: 'The replies to the question come so much later than planned.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: { seconds: { type: 'number', exclusiveMinimum: 0, description: 'How much later, by the clock of the episode.' } },
  },
  consumesRecording: false,
  example: { seconds: 86_400 },
  strikePerson(settings) {
    const seconds = Number(settings['seconds']);
    return {
      change: ([first, ...later]) => (first === undefined ? undefined : [{ ...first, afterSeconds: first.afterSeconds + seconds }, ...later]),
      text: `had the reply come ${seconds} s later`,
    };
  },
  tries: (place, agent) => (place.kind === 'person' && place.reply !== undefined ? [{ seconds: agent?.clock === 'virtual' ? 86_400 : 2 }] : []),
  simpler: (settings) => simplerThan(settings, [{ seconds: 1 }, { seconds: 60 }, { seconds: 3600 }, { seconds: 86_400 }]),
};
