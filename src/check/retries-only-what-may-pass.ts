import { eventsOf } from '../domain/event.ts';
import { fail, other, pass, type Check } from './check.ts';
import { nextTry } from './next-try.ts';

/** Statuses that say that this request will never pass, however often it is made. */
const permanent: ReadonlySet<number> = new Set([400, 401, 403, 404, 422]);

/** A permanent error is not a transient one: asking again costs money and changes nothing. */
export const retriesOnlyWhatMayPass: Check = {
  claim: 'retries-only-what-may-pass',
  from: 'S1.1 S1.5',
  rule: 'After 400, 401, 403, 404 or 422 the same request is not made a second time.',
  declaredAt: ['faults'],
  check({ events }) {
    const refusals = eventsOf(events, 'model-answer').filter(({ status, origin }) => permanent.has(status) && origin !== 'miss');
    if (refusals.length === 0) return other('not-applicable', 'No request was refused for good.');
    const repeated = refusals.flatMap((refusal) => {
      const again = nextTry(refusal, events);
      return again === undefined ? [] : [{ refusal, again }];
    });
    const evidence = [...refusals.map(({ seq }) => seq), ...repeated.map(({ again }) => again.seq)];
    if (repeated.length > 0)
      return fail(
        `${repeated.map(({ refusal, again }) => `the request refused with ${refusal.status} (event ${refusal.seq}) was made again (event ${again.seq})`).join('; ')}.`,
        evidence,
      );
    return pass(`${refusals.length} ${refusals.length === 1 ? 'request was' : 'requests were'} refused for good, and none was made again.`, evidence);
  },
};
