import type { Redactor } from '../cassette/redaction/index.ts';
import type { AnswerMeaning } from '../cassette/index.ts';
import type { EventBody } from '../domain/event.ts';
import { WireBreak, type Answer, type HttpResponse, type WireEnding } from '../domain/http.ts';
import type { Call, Given } from './answerer.ts';

interface DeliveryOptions {
  readonly redactor: Redactor;
  emit(event: EventBody): void;
}

/** Notes what was really delivered, however it ends, without holding anything back. `done` is called once, when it has ended. */
export function deliver(given: Given, call: Call, options: DeliveryOptions, done: () => void): Answer {
  const { answer } = given;
  if (!(Symbol.asyncIterator in answer.body)) {
    logAnswer(given, call, options, answer.body, answer.ending ?? 'complete', given.meaning);
    done();
    return answer;
  }
  const body = answer.body;
  async function* watched(): AsyncGenerator<Uint8Array> {
    // Of plain HTTP only the length is logged, so nothing is kept.
    const isChat = call.dialect !== undefined && call.canonical.chat !== undefined;
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    let ending: WireEnding | undefined;
    try {
      for await (const chunk of body) {
        bytes += chunk.length;
        if (isChat) chunks.push(chunk);
        yield chunk;
      }
      // A body that waits ends when the agent hangs up, and has not ended by itself.
      if (!call.signal.aborted) ending = 'complete';
    } catch (error) {
      if (!call.signal.aborted) ending = error instanceof WireBreak ? error.ending : 'error';
      throw error;
    } finally {
      if (ending === undefined) options.emit({ kind: 'agent-hung-up', call: call.number });
      if (isChat) logAnswer(given, call, options, chunks, ending ?? 'aborted');
      else logPlainAnswer(given, call, options, bytes, ending === 'complete');
      done();
    }
  }
  return { status: answer.status, statusText: answer.statusText, headers: answer.headers, body: watched() };
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
  const { origin, exchange, loose } = given;
  const { status, statusText, headers } = given.answer;
  const delivered: HttpResponse = { status, statusText, headers, chunks, ending };
  const response = origin === 'replayed' ? delivered : options.redactor.response(delivered);
  const common = { call: call.number, origin, status: response.status, ...(exchange === undefined ? {} : { exchange }) };
  const { blocks, finish, usage, complete, error, malformed } = meaning ?? call.dialect.readResponse(response);
  options.emit({
    kind: 'model-answer',
    ...common,
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
