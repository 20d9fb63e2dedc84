// Entry of the thread by which `rehearsal/intercept` reaches the gateway: nothing is patched here, so nothing is intercepted twice.
import { parentPort } from 'node:worker_threads';
import type { HeaderList } from '../../domain/http.ts';
import type { ToWorker } from './worker-protocol.ts';

/** What the patched thread asks for. */
export type ForGateway =
  | {
      readonly kind: 'request';
      readonly request: number;
      readonly method: string;
      readonly url: string;
      readonly headers: HeaderList;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'abort'; readonly request: number };

const port = parentPort!;
const tell = (message: Exclude<ToWorker, { kind: 'task' }>): void => port.postMessage(message);
const open = new Map<number, AbortController>();

async function forward(message: Extract<ForGateway, { kind: 'request' }>): Promise<void> {
  const { request, method, url, headers, body } = message;
  const hangUp = new AbortController();
  open.set(request, hangUp);
  try {
    const response = await fetch(url, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      signal: hangUp.signal,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
    });
    tell({ kind: 'head', request, status: response.status, statusText: response.statusText, headers: [...response.headers] });
    for await (const bytes of response.body ?? []) tell({ kind: 'chunk', request, bytes: new Uint8Array(bytes) });
    tell({ kind: 'end', request, ending: 'complete' });
  } catch {
    // A head that was never sent: an agent must see that its connection broke, not wait for ever.
    tell({ kind: 'end', request, ending: 'error' });
  } finally {
    open.delete(request);
  }
}

port.on('message', (message: ForGateway) => {
  if (message.kind === 'request') void forward(message);
  else open.get(message.request)?.abort();
});
