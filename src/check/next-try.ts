import { eventsOf, type Event, type EventOf } from '../domain/event.ts';

/** The next attempt at the request that got this answer: the same state of the conversation, asked of the same model again. */
export function nextTry(answer: EventOf<'model-answer'>, events: readonly Event[]): EventOf<'model-request'> | undefined {
  const requests = eventsOf(events, 'model-request');
  const first = requests.find(({ call }) => call === answer.call);
  if (first === undefined) return undefined;
  return requests.find(
    (request) =>
      request.seq > answer.seq && request.conversation === first.conversation && request.model === first.model && request.attempt > first.attempt,
  );
}
