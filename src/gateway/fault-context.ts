import type { ChatRequest, Trouble } from '../domain/chat.ts';
import type { EventBody } from '../domain/event.ts';
import type { HttpResponse } from '../domain/http.ts';
import type { ArmedFault, FaultContext, Injector, Speech } from '../fault/index.ts';
import type { Call } from './answerer.ts';

interface FaultContextOptions {
  readonly injector: Injector;
  emit(event: EventBody): void;
}

/** What a fault that strikes this call may use; `putBack` makes the recording that answers it unplayed again. */
export function faultContext({ injector, emit }: FaultContextOptions, fault: ArmedFault, call: Call, putBack?: () => void): FaultContext {
  const speech = speechOf(call);
  return {
    clock: call.clock,
    signal: call.signal,
    writeError: (error) => call.dialect?.writeError(error) ?? plainError(error.status, error.message, error.retryAfterSeconds),
    writeTrouble(trouble) {
      const worded = call.dialect?.troubles[trouble];
      if (worded === undefined) return plainError(...plainTroubles[trouble]);
      const response = call.dialect!.writeError(worded.error);
      return { ...response, headers: [...response.headers, ...(worded.headers ?? [])] };
    },
    ...(speech === undefined ? {} : { speech }),
    fired(text) {
      injector.markFired(fault.index);
      if (!fault.kind.consumesRecording) putBack?.();
      // Nobody has had what a slow answer would have said, where the agent did not wait for it.
      else if (putBack !== undefined) call.signal.addEventListener('abort', putBack, { once: true });
      emit({ kind: 'fault-fired', call: call.number, fault: fault.index, name: fault.planned.fault, text });
    },
  };
}

/** Undefined for what is no conversation. */
function speechOf(call: Call): Speech | undefined {
  const { dialect, canonical } = call;
  if (dialect === undefined || canonical.chat === undefined || canonical.chat.operation !== 'chat') return undefined;
  const { stream } = canonical.chat;
  let request: ChatRequest | undefined;
  return {
    // What is logged has no secrets; what the agent said itself it may hear again.
    get request() {
      return (request ??= dialect.readRequest(call.request));
    },
    argumentsAreText: dialect.argumentsAreText === 'always' || (dialect.argumentsAreText === 'in-streams' && stream),
    read: (response) => dialect.readResponse(response),
    write: (response) => dialect.writeResponse(response, { stream, request: call.request }),
    writeStreamError: (error, place) => dialect.writeStreamError(error, { ...place, request: call.request }),
    wordTrouble: (trouble) => dialect.troubles[trouble].error,
  };
}

/** A server that is no model has no words of its own. */
const plainTroubles: Readonly<Record<Trouble, readonly [status: number, message: string, retryAfterSeconds: number | undefined]>> = {
  'no-credit': [402, 'Payment required.', undefined],
  'too-many-requests': [429, 'Too many requests.', 1],
  'too-many-tokens': [429, 'Too many requests.', 1],
  'context-overflow': [413, 'The request is too large.', undefined],
  overloaded: [503, 'Overloaded.', undefined],
  'server-error': [500, 'Internal server error.', undefined],
};

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
