import type { Trouble } from '../../domain/chat.ts';
import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

const troubles: Readonly<Record<string, Trouble>> = { credit: 'no-credit', requests: 'too-many-requests', tokens: 'too-many-tokens' };

/** What was paid for is used up: some of it comes back in a moment, some only when somebody pays. */
export const quotaExceeded: FaultKind = {
  name: 'quota-exceeded',
  site: 'http',
  summary: 'The provider refuses because a quota is used up, in its own words and with its own rate-limit headers.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      of: {
        enum: Object.keys(troubles),
        description: '`credit` (default): nothing is left to pay with, and waiting does not help. `requests`, `tokens`: too many in this minute.',
      },
    },
  },
  consumesRecording: false,
  example: { of: 'credit' },
  answer(settings, context) {
    const of = (settings['of'] as string | undefined) ?? 'credit';
    const response = context.writeTrouble(troubles[of]!);
    context.fired(`answered ${response.status}: ${of === 'credit' ? 'no credit is left' : `too many ${of}`}`);
    return { ...response, body: response.chunks };
  },
  tries: (place) => (place.kind === 'request' && !place.plain ? [{ of: 'credit' }] : []),
  simpler: (settings) => simplerThan(settings, [{ of: 'credit' }, {}]),
};
