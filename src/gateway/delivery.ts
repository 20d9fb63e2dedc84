import type { Redactor } from '../cassette/redaction/index.ts';
import type { AnswerMeaning } from '../cassette/index.ts';
import type { EventBody } from '../domain/event.ts';
import { WireBreak, type Answer, type HttpResponse, type WireEnding } from '../domain/http.ts';
import type { Call, Given } from './answerer.ts';
import { readerOf, redactAnswer } from './redacted-answer.ts';

interface DeliveryOptions {
  readonly redactor: Redactor;
  emit(event: EventBody): void;
}

/** Notes what was really delivered, however it ends, without holding anything back. `done` is called once, when it has ended. */
export function deliver(given: Given, call: Call, options: DeliveryOptions, done: () => void): Answer {
  const { answer } = given;
  if (!(Symbol.asyncIterator in answer.body)) {
    if (call.passesBytes === undefined) logAnswer(given, call, options, answer.body, answer.ending ?? 'complete', given.meaning);
    else logAnswer(given, call, options, firstBytes(answer.body, call.passesBytes), 'aborted');
    done();
    return answer;
  }
  return { status: answer.status, statusText: answer.statusText, headers: answer.headers, body: watch(given, answer.body, call, options, done) };
}

/** What may still get through of an answer whose connection does not: no more than that, its head not counted. */
function firstBytes(chunks: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  return chunks.flatMap((chunk) => {
    const kept = chunk.subarray(0, left);
    left -= kept.length;
    return kept.length === 0 ? [] : [kept];
  });
}

async function* watch(
  given: Given,
  body: AsyncIterable<Uint8Array>,
  call: Call,
  options: DeliveryOptions,
  done: () => void,
): AsyncGenerator<Uint8Array> {
  const listener = listenTo(given, call, options);
  const { passesBytes = Infinity } = call;
  let bytes = 0;
  let ending: WireEnding | undefined;
  try {
    for await (const chunk of body) {
      const room = bytes < passesBytes ? listener?.push(chunk.subarray(0, passesBytes - bytes)) : undefined;
      bytes += chunk.length;
      yield chunk;
      await room;
    }
    // A body that waits ends when the agent hangs up, and has not ended by itself.
    if (!call.signal.aborted) ending = 'complete';
  } catch (error) {
    if (!call.signal.aborted) ending = error instanceof WireBreak ? error.ending : 'error';
    throw error;
  } finally {
    // A connection that a fault ends is not hung up by the agent.
    if (passesBytes < Infinity) ending = 'aborted';
    if (ending === undefined) options.emit({ kind: 'agent-hung-up', call: call.number });
    try {
      if (listener === undefined) logPlainAnswer(given, call, options, Math.min(bytes, passesBytes), ending === 'complete');
      else logMeaning(given, call, options, given.answer.status, await listener.end(ending ?? 'aborted'));
    } finally {
      done();
    }
  }
}

/** Makes what an answer says out of what is delivered of it. */
interface Listener {
  push(chunk: Uint8Array): Promise<void> | undefined;
  end(ending: WireEnding): Promise<AnswerMeaning>;
}

/** Undefined for plain HTTP, of which only the length is logged. */
function listenTo(given: Given, call: Call, { redactor }: DeliveryOptions): Listener | undefined {
  const { heard, answer } = given;
  const reader = readerOf(call, answer);
  if (reader === undefined) return undefined;
  // Whoever records it redacts and reads it already.
  if (heard !== undefined) return { push: () => undefined, end: async (ending) => (await heard) ?? reader.end(ending) };
  if (isRedacted(given)) {
    const push = (chunk: Uint8Array): undefined => {
      reader.push(chunk);
      return undefined;
    };
    return { push, end: (ending) => Promise.resolve(reader.end(ending)) };
  }
  const redacted = redactAnswer({ redactor, call, head: answer });
  return { push: (chunk) => redacted.push(chunk), end: async (ending) => (await redacted.end(ending)).meaning ?? reader.end(ending) };
}

/** A recording was redacted when it was made. */
function isRedacted({ origin, changed }: Given): boolean {
  return origin === 'replayed' && changed !== true;
}

function logAnswer(
  given: Given,
  call: Call,
  options: DeliveryOptions,
  chunks: readonly Uint8Array[],
  ending: WireEnding,
  meaning?: AnswerMeaning,
): void {
  if (call.dialect === undefined || call.canonical.chat === undefined) {
    logPlainAnswer(
      given,
      call,
      options,
      chunks.reduce((sum, chunk) => sum + chunk.length, 0),
      ending === 'complete',
    );
    return;
  }
  const { status, statusText, headers } = given.answer;
  const delivered: HttpResponse = { status, statusText, headers, chunks, ending };
  const response = isRedacted(given) ? delivered : options.redactor.response(delivered);
  logMeaning(given, call, options, status, meaning ?? call.dialect.readResponse(response));
}

function logMeaning({ origin, exchange, loose }: Given, call: Call, options: DeliveryOptions, status: number, meaning: AnswerMeaning): void {
  const { blocks, finish, usage, complete, error, malformed } = meaning;
  options.emit({
    kind: 'model-answer',
    call: call.number,
    origin,
    status,
    ...(exchange === undefined ? {} : { exchange }),
    blocks,
    complete,
    ...(finish === undefined ? {} : { finish: finish.reason }),
    ...(usage === undefined ? {} : { usage }),
    ...(error === undefined ? {} : { error }),
    ...(malformed === undefined ? {} : { malformed }),
    ...(loose === undefined ? {} : { loose }),
  });
}

function logPlainAnswer(
  { answer, origin, exchange, loose }: Given,
  call: Call,
  options: DeliveryOptions,
  bodyBytes: number,
  complete: boolean,
): void {
  options.emit({
    kind: 'http-answer',
    call: call.number,
    origin,
    status: answer.status,
    ...(exchange === undefined ? {} : { exchange }),
    ...(loose === undefined ? {} : { loose }),
    bodyBytes,
    complete,
  });
}
