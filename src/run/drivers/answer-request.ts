import { refusePath } from '../../gateway/refusals.ts';
import { routeOf } from '../../gateway/routes.ts';
import type { PooledWorker } from './pooled-worker.ts';
import { ownBytes, type AnswerPart, type FromWorker } from './worker-protocol.ts';

/** The in-process front: a request of the agent goes to the gate without a socket. */
export async function answerRequest(pooled: PooledWorker, message: Extract<FromWorker, { kind: 'request' }>): Promise<void> {
  const { request } = message;
  const post = (part: AnswerPart): void => pooled.worker.postMessage(part);
  const { world } = pooled;
  const route = routeOf(message.target);
  if (world === undefined || (route.provider === undefined && !world.gate.serves(route.url))) {
    if (world === undefined) return post({ kind: 'end', request, ending: 'error' });
    const { status, statusText, headers, body } = refusePath(route.url, world.gate);
    return post({ kind: 'answer', request, status, statusText, headers, chunks: (body as readonly Uint8Array[]).map(ownBytes), ending: 'complete' });
  }
  const hangUp = new AbortController();
  pooled.calls.set(request, hangUp);
  const answer = await world.gate.handle({
    provider: route.provider,
    signal: hangUp.signal,
    request: { method: message.method, url: route.url, headers: message.headers, body: message.body },
  });
  const { status, statusText, headers, body } = answer;
  if (status === 0) {
    pooled.calls.delete(request);
    return post({ kind: 'end', request, ending: answer.ending ?? 'error', ...(answer.refused === true ? { refused: true } : {}) });
  }
  if (!(Symbol.asyncIterator in body)) {
    post({ kind: 'answer', request, status, statusText, headers, chunks: body.map(ownBytes), ending: answer.ending ?? 'complete' });
  } else {
    post({ kind: 'head', request, status, statusText, headers });
    try {
      for await (const bytes of body) {
        if (hangUp.signal.aborted) break;
        post({ kind: 'chunk', request, bytes: ownBytes(bytes) });
      }
      post({ kind: 'end', request, ending: 'complete' });
    } catch {
      post({ kind: 'end', request, ending: 'aborted' });
    }
  }
  pooled.calls.delete(request);
}
