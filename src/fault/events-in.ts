import { WireBreak, withoutHeaders, type Answer } from '../domain/http.ts';
import { createEventCounter } from './event-counter.ts';

/**
 * The body of a stream event by event, each with the blank line that ends it; what is left at the end is a last piece without one. It ends as the
 * answer does.
 */
export async function* eventsIn(answer: Answer): AsyncGenerator<Uint8Array> {
  const counter = createEventCounter();
  let parts: Uint8Array[] = [];
  for await (const chunk of answer.body) {
    let rest = chunk;
    while (rest.length > 0) {
      const before = counter.count();
      const length = Math.min(counter.lengthUntil(rest, before + 1), rest.length);
      parts.push(rest.subarray(0, length));
      rest = rest.subarray(length);
      if (counter.count() === before) continue;
      yield Buffer.concat(parts);
      parts = [];
    }
  }
  if (parts.length > 0) yield Buffer.concat(parts);
  if (answer.ending !== undefined && answer.ending !== 'complete') throw new WireBreak(answer.ending, 'The recording ends here.');
}

/** The answer with another body, whose length is not known beforehand. */
export function withBody({ status, statusText, headers }: Answer, body: AsyncIterable<Uint8Array>): Answer {
  return { status, statusText, headers: withoutHeaders(headers, new Set(['content-length'])), body };
}
