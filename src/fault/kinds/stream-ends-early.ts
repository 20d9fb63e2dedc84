import { headerValue, WireBreak, type Answer } from '../../domain/http.ts';
import type { FaultContext, FaultKind } from '../fault-kind.ts';

/** The stream stops before its end: cleanly, as many proxies do, or by a broken connection. */
export const streamEndsEarly: FaultKind = {
  name: 'stream-ends-early',
  site: 'stream',
  summary: 'A streamed answer stops after some events or bytes, without its terminal event.',
  settings: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      afterEvents: { type: 'integer', minimum: 0, description: 'Server-sent events that still arrive. Only a stream of events can be struck.' },
      afterBytes: { type: 'integer', minimum: 0, description: 'Bytes that still arrive; any answer longer than that can be struck.' },
      how: { enum: ['close', 'reset'], description: '`close` ends the body properly, `reset` breaks the connection. Default `close`.' },
    },
  },
  consumesRecording: false,
  example: { afterEvents: 2 },
  damage(settings, answer, context) {
    const afterEvents = settings['afterEvents'] as number | undefined;
    if (afterEvents !== undefined && !/text\/event-stream/i.test(headerValue(answer.headers, 'content-type') ?? '')) return answer;
    const limit = { events: afterEvents ?? Infinity, bytes: (settings['afterBytes'] as number | undefined) ?? Infinity };
    const headers = answer.headers.filter(([name]) => name.toLowerCase() !== 'content-length');
    return { status: answer.status, statusText: answer.statusText, headers, body: cutAfter(answer, limit, settings['how'] === 'reset', context) };
  },
};

interface Limit {
  readonly events: number;
  readonly bytes: number;
}

async function* cutAfter(answer: Answer, limit: Limit, reset: boolean, context: FaultContext): AsyncGenerator<Uint8Array> {
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
    context.fired(`ended the stream after ${bytes} bytes (${counter.count()} events)${reset ? ' by breaking the connection' : ''}`);
    if (reset) throw new WireBreak('aborted', 'The stream was cut by a planned fault.');
    return;
  }
  if (answer.ending !== undefined && answer.ending !== 'complete') throw new WireBreak(answer.ending, 'The recording ends here.');
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Counts events by the blank lines that end them, whatever the chunks. */
function createEventCounter(): { lengthUntil(chunk: Uint8Array, events: number): number; count(): number } {
  let seen = 0;
  let lineIsEmpty = false;
  return {
    /** How many bytes of the chunk belong to the first `events` events; more than its length if all do. */
    lengthUntil(chunk, events) {
      for (let index = 0; index < chunk.length; index++) {
        if (seen >= events) return index;
        const byte = chunk[index];
        if (byte === carriageReturn) continue;
        if (byte !== lineFeed) lineIsEmpty = false;
        else if (lineIsEmpty) {
          seen++;
          lineIsEmpty = false;
        } else lineIsEmpty = true;
      }
      return Infinity;
    },
    count: () => seen,
  };
}
