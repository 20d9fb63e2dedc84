import { decodeUtf8, encodeUtf8, type Answer } from '../../domain/http.ts';
import { formatServerSentEvent, parseServerSentEvents } from '../../domain/sse.ts';
import { eventsIn, withBody } from '../events-in.ts';
import type { FaultContext, FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { createEventChoice } from '../struck-event.ts';
import { isEventStream } from '../whole-answer.ts';

/** One event is no JSON, all others are as they were: a client either says so, or leaves a hole in the text. */
export const malformedEvent: FaultKind = {
  name: 'malformed-event',
  site: 'stream',
  summary: 'One event of a streamed answer is no valid JSON.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: { event: { type: 'integer', minimum: 1, description: 'The nth event. Default: the first that says something.' } },
  },
  consumesRecording: false,
  example: {},
  damage(settings, answer, context) {
    return isEventStream(answer.headers) ? withBody(answer, spoiling(answer, settings['event'] as number | undefined, context)) : answer;
  },
  tries: (place) => (place.kind === 'request' && place.stream && (place.says ?? []).length > 0 ? [{}] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};

async function* spoiling(answer: Answer, number: number | undefined, { speech, fired }: FaultContext): AsyncGenerator<Uint8Array> {
  const isStruck = createEventChoice(answer, speech, number);
  let count = 0;
  for await (const event of eventsIn(answer)) {
    count++;
    const spoiled = isStruck(event) ? spoil(event) : undefined;
    if (spoiled !== undefined) fired(`made event ${count} invalid JSON`);
    yield spoiled ?? event;
  }
}

/** The first half of its data; undefined for an event without any. */
function spoil(event: Uint8Array): Uint8Array | undefined {
  const [parsed] = parseServerSentEvents(decodeUtf8(event));
  if (parsed?.data === undefined || parsed.data === '') return undefined;
  return encodeUtf8(formatServerSentEvent(parsed.data.slice(0, Math.ceil(parsed.data.length / 2)), parsed.event));
}
