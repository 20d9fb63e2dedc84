import { WireBreak, type Answer } from '../../domain/http.ts';
import { cutAnswer } from '../cut-answer.ts';
import { eventsIn, withBody } from '../events-in.ts';
import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';
import { isEventStream } from '../whole-answer.ts';

interface Settings {
  readonly afterEvents?: number;
  readonly afterBytes?: number;
  readonly withoutLastEvents?: number;
  readonly how?: 'close' | 'reset';
}

/** The stream stops before its end: cleanly, as many proxies do, or by a broken connection. */
export const streamEndsEarly: FaultKind = {
  name: 'stream-ends-early',
  site: 'stream',
  summary: 'A streamed answer stops after some events or bytes, without its terminal event.',
  settings: {
    type: 'object',
    additionalProperties: false,
    // Without a limit it could never strike.
    anyOf: [
      { properties: { afterEvents: true }, required: ['afterEvents'] },
      { properties: { afterBytes: true }, required: ['afterBytes'] },
      { properties: { withoutLastEvents: true }, required: ['withoutLastEvents'] },
    ],
    properties: {
      afterEvents: { type: 'integer', minimum: 0, description: 'Server-sent events that still arrive. Only a stream of events can be struck.' },
      afterBytes: { type: 'integer', minimum: 0, description: 'Bytes that still arrive; any answer longer than that can be struck.' },
      withoutLastEvents: {
        type: 'integer',
        minimum: 1,
        description: 'So many events at the end never come. 1: the terminal event alone is missing. Only a stream of events can be struck.',
      },
      how: { enum: ['close', 'reset'], description: '`close` ends the body properly, `reset` breaks the connection. Default `close`.' },
    },
  },
  consumesRecording: false,
  example: { afterEvents: 2 },
  damage(given, answer, context) {
    const { afterEvents, afterBytes, withoutLastEvents, how } = given as Settings;
    if ((afterEvents !== undefined || withoutLastEvents !== undefined) && !isEventStream(answer.headers)) return answer;
    const breakOff = (what: string): void => {
      context.fired(`${what}${how === 'reset' ? ' by breaking the connection' : ''}`);
      if (how === 'reset') throw new WireBreak('aborted', 'The stream was cut by a planned fault.');
    };
    const shortened =
      withoutLastEvents === undefined
        ? answer
        : withBody(
            answer,
            withoutLast(answer, withoutLastEvents, (count) =>
              breakOff(`ended the stream without its last ${count === 1 ? 'event' : `${count} events`}`),
            ),
          );
    if (afterEvents === undefined && afterBytes === undefined) return shortened;
    return cutAnswer(shortened, { events: afterEvents ?? Infinity, bytes: afterBytes ?? Infinity }, ({ bytes, events }) =>
      breakOff(`ended the stream after ${bytes} bytes (${events} events)`),
    );
  },
  tries(place) {
    if (place.kind !== 'request' || !place.stream) return [];
    // Gemini's last event holds the end of what is said; others end with events that say nothing.
    const some = place.provider === 'gemini' ? 1 : 3;
    return [{ withoutLastEvents: 1 }, ...(some === 1 ? [] : [{ withoutLastEvents: some }]), { withoutLastEvents: some, how: 'reset' }];
  },
  simpler(settings) {
    const { how: _how, ...clean } = settings;
    return simplerThan(settings, [...('afterBytes' in settings ? [] : [{ withoutLastEvents: 1 }]), clean]);
  },
};

/** All but the last events, which are held back until it is known that they are not the last. */
async function* withoutLast(answer: Answer, count: number, atEnd: (count: number) => void): AsyncGenerator<Uint8Array> {
  const held: Uint8Array[] = [];
  try {
    for await (const event of eventsIn(answer)) {
      held.push(event);
      if (held.length > count) yield held.shift()!;
    }
  } catch (error) {
    // A stream that breaks off by itself has no end that could be missing.
    yield* held;
    throw error;
  }
  if (held.length > 0) atEnd(held.length);
}
