import { canonicalRequest } from '../cassette/key.ts';
import type { Redactor } from '../cassette/redaction/index.ts';
import type { Matching } from '../domain/cassette.ts';
import type { EventBody } from '../domain/event.ts';
import { toFailure } from '../domain/failure.ts';
import { decodeUtf8, WireBreak, type Answer, type HttpRequest, type HttpResponse, type WireEnding } from '../domain/http.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { dialectFor, type Dialect } from '../dialect/index.ts';
import type { ArmedFault, FaultContext, Injector } from '../fault/index.ts';
import type { Answerer, Call, Given } from './answerer.ts';
import { createConversationTracker } from './conversation-tracker.ts';
import { missAnswer } from './miss-answer.ts';

export interface EpisodeGateOptions {
  readonly answerer: Answerer;
  readonly injector: Injector;
  readonly redactor: Redactor;
  readonly matching: Matching;
  /** Receives every event, in order. */
  emit(event: EventBody): void;
}

/** A request at the door: the provider is known, the URL is in the spelling of recordings. */
export interface IncomingCall {
  readonly provider: string;
  readonly request: HttpRequest;
  readonly signal: AbortSignal;
}

/** The one way through which everything of an episode passes. */
export interface EpisodeGate {
  /** Never throws: a failure is an answer too. */
  handle(incoming: IncomingCall): Promise<Answer>;
  denyEgress(target: string): void;
  refuseWebSocket(url: string): void;
}

/**
 * ```
 * request ─▶ scrub ─▶ read ─▶ log ─▶ planned fault? ─▶ answerer ─▶ damage? ─▶ log what was delivered ─▶ answer
 * ```
 */
export function createEpisodeGate(options: EpisodeGateOptions): EpisodeGate {
  const track = createConversationTracker();
  const { emit } = options;
  let calls = 0;

  const readCall = (incoming: IncomingCall): Call => {
    const scrubbed = options.redactor.request(incoming.request);
    const dialect = dialectFor(scrubbed);
    const canonical = canonicalRequest(scrubbed, dialect, options.matching);
    return { ...incoming, number: ++calls, scrubbed, dialect, canonical, faulted: options.injector.anyFired };
  };

  const logRequest = (call: Call): void => {
    const { chat } = call.canonical;
    if (chat === undefined || call.dialect === undefined) {
      emit({ kind: 'http-request', call: call.number, method: call.request.method, url: call.scrubbed.url, bodyBytes: call.request.body.length });
      return;
    }
    const { toolResults, ...continuation } = track(call.canonical, chat);
    emit({
      kind: 'model-request',
      call: call.number,
      dialect: call.dialect.name,
      operation: chat.operation,
      model: chat.model,
      stream: chat.stream,
      turnCount: chat.turns.length,
      ...continuation,
    });
    for (const result of toolResults) emit({ kind: 'tool-result', call: call.number, ...result });
  };

  const answerCall = async (call: Call): Promise<Answer> => {
    const armed = options.injector.arm(targetOf(call));
    for (const fault of armed) {
      if (fault.kind.answer === undefined) continue;
      const answer = fault.kind.answer(fault.planned.settings, faultContext(options, fault, call));
      return watch({ answer, origin: 'fault' }, call, options);
    }
    const given = await options.answerer.answer(call);
    if (given.miss !== undefined) emit({ kind: 'replay-missed', call: call.number, ...given.miss });
    let { answer } = given;
    let keep = false;
    for (const fault of armed) {
      if (fault.kind.damage === undefined || given.miss !== undefined) continue;
      answer = fault.kind.damage(
        fault.planned.settings,
        answer,
        faultContext(options, fault, call, () => (keep ||= !fault.kind.consumesRecording)),
      );
    }
    return watch({ ...given, answer }, call, options, () => {
      if (!keep) given.take?.();
    });
  };

  return {
    async handle(incoming) {
      try {
        const call = readCall(incoming);
        logRequest(call);
        try {
          return await answerCall(call);
        } catch (error) {
          if (incoming.signal.aborted) {
            emit({ kind: 'agent-hung-up', call: call.number });
            return { status: 499, statusText: 'Client Closed Request', headers: [], body: [], ending: 'aborted' };
          }
          return failed(error, call.dialect, options);
        }
      } catch (error) {
        return failed(error, undefined, options);
      }
    },
    denyEgress: (target) => emit({ kind: 'egress-denied', target }),
    refuseWebSocket: (url) => emit({ kind: 'websocket-refused', url }),
  };
}

function failed(error: unknown, dialect: Dialect | undefined, options: EpisodeGateOptions): Answer {
  const failure = toFailure(error);
  const text = options.redactor.text(failure.message);
  options.emit({ kind: 'failure', code: failure.code, text });
  return missAnswer({ code: failure.code, text: failure.hint === undefined ? text : `${text}\n  ${failure.hint}` }, dialect, 502);
}

function targetOf(call: Call): { provider: string; model: string; tools: readonly string[]; content: string } {
  const { chat } = call.canonical;
  if (chat === undefined) return { provider: call.provider, model: '', tools: [], content: decodeUtf8(call.scrubbed.body) };
  const last = chat.turns.at(-1);
  return {
    provider: call.provider,
    model: chat.model,
    tools: chat.tools.map((tool) => tool.name),
    content:
      last === undefined ? '' : last.blocks.map((block) => (block.kind === 'text' ? block.text : canonicalJson(block as unknown as Json))).join('\n'),
  };
}

function faultContext(options: EpisodeGateOptions, fault: ArmedFault, call: Call, onFired?: () => void): FaultContext {
  return {
    writeError: (error) => call.dialect?.writeError(error) ?? plainError(error.status, error.message, error.retryAfterSeconds),
    fired: (text) => {
      options.injector.markFired(fault.index);
      onFired?.();
      options.emit({ kind: 'fault-fired', call: call.number, fault: fault.index, name: fault.planned.fault, text });
    },
  };
}

function plainError(status: number, message: string, retryAfterSeconds: number | undefined): HttpResponse {
  const body = Buffer.from(`${JSON.stringify({ error: { message } })}\n`);
  const retry: readonly (readonly [string, string])[] = retryAfterSeconds === undefined ? [] : [['retry-after', String(retryAfterSeconds)]];
  return {
    status,
    statusText: '',
    headers: [['content-type', 'application/json'], ['content-length', String(body.length)], ...retry],
    chunks: [body],
    ending: 'complete',
  };
}

/** Notes what was really delivered, however it ends, without holding anything back. `done` is called once, at the end. */
function watch(given: Given, call: Call, options: EpisodeGateOptions, done?: () => void): Answer {
  const { answer } = given;
  if (!(Symbol.asyncIterator in answer.body)) {
    done?.();
    logAnswer(given, call, options, {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
      chunks: answer.body,
      ending: answer.ending ?? 'complete',
    });
    return answer;
  }
  const body = answer.body;
  async function* watched(): AsyncGenerator<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let ending: WireEnding | undefined;
    try {
      for await (const chunk of body) {
        chunks.push(chunk);
        yield chunk;
      }
      ending = 'complete';
    } catch (error) {
      ending = error instanceof WireBreak ? error.ending : 'error';
      throw error;
    } finally {
      done?.();
      if (ending === undefined) options.emit({ kind: 'agent-hung-up', call: call.number });
      logAnswer(given, call, options, {
        status: answer.status,
        statusText: answer.statusText,
        headers: answer.headers,
        chunks,
        ending: ending ?? 'aborted',
      });
    }
  }
  return { status: answer.status, statusText: answer.statusText, headers: answer.headers, body: watched() };
}

function logAnswer(given: Given, call: Call, options: EpisodeGateOptions, delivered: HttpResponse): void {
  const { origin, exchange, loose } = given;
  const response = origin === 'replayed' ? delivered : options.redactor.response(delivered);
  const common = { call: call.number, origin, status: response.status, ...(exchange === undefined ? {} : { exchange }) };
  if (call.dialect === undefined || call.canonical.chat === undefined) {
    const bodyBytes = delivered.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    options.emit({ kind: 'http-answer', ...common, bodyBytes, complete: delivered.ending === 'complete' });
    return;
  }
  const { blocks, finish, usage, complete, error, malformed } = call.dialect.readResponse(response);
  options.emit({
    kind: 'model-answer',
    ...common,
    blocks,
    complete,
    ...(finish === undefined ? {} : { finish: finish.reason }),
    ...(usage === undefined ? {} : { usage }),
    ...(error === undefined ? {} : { error }),
    ...(malformed === undefined ? {} : { malformed }),
    ...(loose === true ? { loose } : {}),
  });
}
