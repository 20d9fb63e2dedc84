import type { Answer } from '../../domain/http.ts';
import { eventsIn, withBody } from '../events-in.ts';
import type { FaultContext, FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { createEventChoice } from '../struck-event.ts';
import { isEventStream } from '../whole-answer.ts';

/** An event is delivered twice, as by a proxy that tried again. */
export const repeatedEvent: FaultKind = {
  name: 'repeated-event',
  site: 'stream',
  summary: 'One event of a streamed answer comes twice.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: { event: { type: 'integer', minimum: 1, description: 'The nth event. Default: the first that says something.' } },
  },
  consumesRecording: false,
  example: {},
  damage(settings, answer, context) {
    return isEventStream(answer.headers) ? withBody(answer, repeating(answer, settings['event'] as number | undefined, context)) : answer;
  },
  tries: (place) => (place.kind === 'request' && place.stream && (place.says ?? []).length > 0 ? [{}] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};

async function* repeating(answer: Answer, number: number | undefined, { speech, fired }: FaultContext): AsyncGenerator<Uint8Array> {
  const isStruck = createEventChoice(answer, speech, number);
  let count = 0;
  for await (const event of eventsIn(answer)) {
    count++;
    yield event;
    if (!isStruck(event)) continue;
    fired(`sent event ${count} twice`);
    yield event;
  }
}
