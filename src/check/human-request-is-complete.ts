import type { EventOf } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import { isPresent } from './answer-words.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed } from './sentence.ts';

/** Each part of a request, under the names that it may have. */
const parts: Readonly<Record<string, readonly string[]>> = {
  ticket_id: ['ticket_id', 'ticketId', 'id'],
  context: ['context'],
  question: ['question'],
  assignee: ['assignee', 'to'],
  priority: ['priority', 'level'],
  reply_options: ['reply_options', 'replyOptions', 'options'],
};

/** "Please check" in a chat is no request: a person must see what is asked, of whom, how urgent it is and what can be answered. */
export const humanRequestIsComplete: Check = {
  claim: 'human-request-is-complete',
  from: 'S0.1',
  rule: 'Every request to a person has ticket_id, context, question, assignee, priority and at least two reply_options.',
  declaredAt: ['world', 'people'],
  check(episode) {
    const asked = historyOf(episode).of('human-asked');
    if (asked.length === 0) {
      return episode.world === undefined
        ? other('not-applicable', 'The case has no world in which a person could be asked.')
        : other('unobserved', 'No person was asked: POST a ticket to $REHEARSAL_PEOPLE_URL, or call the tool ask_person.');
    }
    const broken = asked.map((event) => ({ event, missing: missingIn(event) })).filter(({ missing }) => missing.length > 0);
    if (broken.length > 0)
      return refuted(
        broken.map(({ event, missing }) => ({
          text: `request ${event.request} (event ${event.seq}) lacks ${listed(missing, ' and ')}`,
          seqs: [event.seq],
        })),
      );
    return pass(
      `${counted(asked.length, 'request')}, each with all ${Object.keys(parts).length} parts.`,
      asked.map(({ seq }) => seq),
    );
  },
};

function missingIn({ ticket, level }: EventOf<'human-asked'>): readonly string[] {
  return Object.entries(parts).flatMap(([part, names]) => {
    const value = names.map((name) => ticket[name]).find(isPresent);
    if (part === 'reply_options') return isChoice(value) ? [] : [part];
    return value === undefined && !(part === 'priority' && ticket['priority'] === undefined && level !== '' && ticket['level'] === level)
      ? [part]
      : [];
  });
}

function isChoice(value: Json | undefined): boolean {
  return Array.isArray(value) && new Set(value as readonly Json[]).size >= 2;
}
