import { WireBreak, type WireEnding } from '../../domain/http.ts';
import type { IncomingAnswer, OutgoingRequest } from './in-process-front.ts';
import type { AnswerPart, WorkerNews } from './worker-protocol.ts';

/** HTTP over messages between threads: requests go out whole, answers come in parts. */
export interface MessageLine {
  send(request: OutgoingRequest): Promise<IncomingAnswer>;
  /** Takes a part of an answer. */
  receive(message: AnswerPart): void;
}

interface Pending {
  readonly resolve: (answer: IncomingAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly queue: Uint8Array[];
  ending: WireEnding | undefined;
  wake: (() => void) | undefined;
}

/** A line that sends its messages by `post`. */
export function createMessageLine(post: (message: Extract<WorkerNews, { kind: 'request' | 'abort' }>) => void): MessageLine {
  const pending = new Map<number, Pending>();
  let requests = 0;

  async function* chunksOf(request: number, entry: Pending): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = entry.queue.shift();
        if (chunk !== undefined) yield chunk;
        else if (entry.ending === undefined) await new Promise<void>((resolve) => (entry.wake = resolve));
        else break;
      }
      if (entry.ending !== 'complete') throw new WireBreak(entry.ending ?? 'error', 'other side closed');
    } finally {
      if (entry.ending === undefined) post({ kind: 'abort', request });
      pending.delete(request);
    }
  }

  return {
    send({ method, target, headers, body, signal }) {
      const request = ++requests;
      post({ kind: 'request', request, method, target, headers, body });
      return new Promise((resolve, reject) => {
        const entry: Pending = { resolve, reject, queue: [], ending: undefined, wake: undefined };
        pending.set(request, entry);
        signal?.addEventListener('abort', () => {
          post({ kind: 'abort', request });
          entry.ending ??= 'aborted';
          entry.wake?.();
          pending.delete(request);
          reject(signal.reason as Error);
        });
      });
    },
    receive(message) {
      const entry = pending.get(message.request);
      if (entry === undefined) return;
      if (message.kind === 'chunk') entry.queue.push(message.bytes);
      if (message.kind === 'answer') entry.queue.push(...message.chunks);
      if (message.kind === 'end' || message.kind === 'answer') {
        entry.ending = message.ending;
        // Whoever reads the body still has it; a body that nobody reads must not be kept for ever.
        pending.delete(message.request);
      }
      if (message.kind === 'head' || message.kind === 'answer') {
        const { status, statusText, headers } = message;
        entry.resolve({ status, statusText, headers, body: chunksOf(message.request, entry) });
      }
      // Settled already where a head has come; else the connection broke before there was an answer.
      if (message.kind === 'end' && message.ending !== 'complete')
        entry.reject(new TypeError('fetch failed', { cause: connectionError(message.ending, message.refused === true) }));
      entry.wake?.();
      entry.wake = undefined;
    },
  };
}

/** What the platform says, with the code by which clients know it. */
function connectionError(ending: 'aborted' | 'error', refused: boolean): Error {
  if (refused) return Object.assign(new WireBreak(ending, 'connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  if (ending === 'error') return Object.assign(new WireBreak(ending, 'read ECONNRESET'), { code: 'ECONNRESET' });
  return Object.assign(new WireBreak(ending, 'other side closed'), { code: 'UND_ERR_SOCKET' });
}
