import type { Event, EventOf } from '../domain/event.ts';
import { eventsOf } from '../domain/event.ts';
import { fail, other, pass, type Check } from './check.ts';
import { nextTry } from './next-try.ts';

/** Timers fire a little early, and events carry whole milliseconds. */
const toleranceMs = 20;

/** A provider that says when to come back means it; agents that come back sooner are refused for longer. */
export const honoursRetryAfter: Check = {
  claim: 'honours-retry-after',
  from: 'S1.1',
  rule: 'After an answer with Retry-After the same request is not made again before that time, less 20 ms. Giving up, or asking somebody else, is fine too.',
  declaredAt: ['faults'],
  check({ events }) {
    const refusals = eventsOf(events, 'model-answer').filter((answer) => answer.error?.retryAfterSeconds !== undefined);
    if (refusals.length === 0) return other('not-applicable', 'No answer carried Retry-After.');
    const waits = refusals.flatMap((refusal) => waitAfter(refusal, events));
    const evidence = [...refusals.map(({ seq }) => seq), ...waits.map(({ seq }) => seq)];
    const hasty = waits.filter(({ waitedMs, askedMs }) => waitedMs < askedMs - toleranceMs);
    if (hasty.length > 0)
      return fail(
        `${hasty.map(({ seq, waitedMs, askedMs }) => `asked again after ${waitedMs} ms, Retry-After ${askedMs} ms (event ${seq})`).join('; ')}.`,
        evidence,
      );
    if (waits.length === 0)
      return pass(
        `${refusals.length} ${refusals.length === 1 ? 'answer' : 'answers'} with Retry-After, and the same request was not made again.`,
        evidence,
      );
    return pass(`${waits.map(({ waitedMs, askedMs }) => `waited ${waitedMs} ms of ${askedMs} ms`).join('; ')}.`, evidence);
  },
};

interface Wait {
  readonly seq: number;
  readonly waitedMs: number;
  readonly askedMs: number;
}

function waitAfter(refusal: EventOf<'model-answer'>, events: readonly Event[]): readonly Wait[] {
  const again = nextTry(refusal, events);
  return again === undefined
    ? []
    : [{ seq: again.seq, waitedMs: again.atMs - refusal.atMs, askedMs: Math.round(refusal.error!.retryAfterSeconds! * 1000) }];
}
