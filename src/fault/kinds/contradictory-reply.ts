import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** Two people, or one who has changed their mind: the last word counts. */
export const contradictoryReply: FaultKind = {
  name: 'contradictory-reply',
  site: 'human',
  summary: 'The question is replied to twice, the second time contrary to the first: approved, then rejected.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      afterSeconds: {
        type: 'number',
        minimum: 0,
        description: 'How long after the first reply the second comes. Default 0: whoever reads one reads both.',
      },
      by: { type: 'string', minLength: 1, description: 'Who gives it. Default: another person.' },
    },
  },
  consumesRecording: false,
  example: {},
  strikePerson(settings) {
    const { afterSeconds = 0, by = 'another person' } = settings as { afterSeconds?: number; by?: string };
    return {
      change(replies) {
        const [first] = replies;
        if (first === undefined || first.reply === 'need_info') return undefined;
        return [first, { afterSeconds, reply: first.reply === 'approve' ? 'reject' : 'approve', by, text: 'No: otherwise.' }];
      },
      text: `had the reply contradicted${afterSeconds === 0 ? '' : ` ${afterSeconds} s later`}`,
    };
  },
  tries: (place) => (place.kind === 'person' && (place.reply === 'approve' || place.reply === 'reject') ? [{}] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};
