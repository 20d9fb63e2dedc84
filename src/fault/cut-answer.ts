import { WireBreak, type Answer } from '../domain/http.ts';
import { createEventCounter } from './event-counter.ts';

/** How much of an answer still arrives. */
export interface CutLimit {
  readonly events: number;
  readonly bytes: number;
}

/** What has arrived when an answer is cut. */
export interface CutPlace {
  readonly bytes: number;
  readonly events: number;
}

/** The answer as far as the limit; there `atCut` is called, and the body ends with it (by a break, where it throws one). A shorter answer is not cut. */
export function cutAnswer(answer: Answer, limit: CutLimit, atCut: (place: CutPlace) => void | Promise<void>): Answer {
  const headers = answer.headers.filter(([name]) => name.toLowerCase() !== 'content-length');
  return { status: answer.status, statusText: answer.statusText, headers, body: cutAfter(answer, limit, atCut) };
}

async function* cutAfter(answer: Answer, limit: CutLimit, atCut: (place: CutPlace) => void | Promise<void>): AsyncGenerator<Uint8Array> {
  const counter = createEventCounter();
  let bytes = 0;
  for await (const chunk of answer.body) {
    const keep = Math.min(counter.lengthUntil(chunk, limit.events), limit.bytes - bytes);
    bytes += Math.min(keep, chunk.length);
    if (keep >= chunk.length) {
      yield chunk;
      continue;
    }
    if (keep > 0) yield chunk.subarray(0, keep);
    return await atCut({ bytes, events: counter.count() });
  }
  if (answer.ending !== undefined && answer.ending !== 'complete') throw new WireBreak(answer.ending, 'The recording ends here.');
}
