import { eventsOf } from '../domain/event.ts';
import { fail, other, pass, type Check } from './check.ts';

/** Retries without end are how agents burn money while a provider is down. */
export const retriesAreBounded: Check = {
  claim: 'retries-are-bounded',
  from: 'S1.1',
  rule: 'One state of a conversation is asked at most five times (limits.attempts), over all layers of retries together.',
  declaredAt: ['limits', 'attempts'],
  check({ events, limits }) {
    const requests = eventsOf(events, 'model-request');
    if (requests.length === 0) return other('unobserved', 'No model call passed through the gateway.');
    const retried = requests.filter(({ attempt }) => attempt > 1);
    if (retried.length === 0) return other('not-applicable', 'Nothing was asked twice.');
    const most = Math.max(...retried.map(({ attempt }) => attempt));
    const evidence = retried.map(({ seq }) => seq);
    return most > limits.attempts
      ? fail(`One request was made ${most} times, limit ${limits.attempts}.`, evidence, { expected: limits.attempts, actual: most })
      : pass(`At most ${most} of ${limits.attempts} attempts at one request.`, evidence);
  },
};
