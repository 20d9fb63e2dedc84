/**
 * For Node agents whose hosts cannot be configured: `node --import rehearsal/intercept agent.js` routes the providers' own hosts to the gateway that
 * Rehearsal named in the environment, and refuses every other host. A scenario asks for it with `agent: { command: …, intercept: true }`.
 *
 * Outside of a rehearsal (no REHEARSAL_GATEWAY in the environment) it does nothing.
 *
 * @module
 */
import type { HeaderList } from './domain/http.ts';
import { installInProcessFront, type IncomingAnswer, type OutgoingRequest } from './run/drivers/in-process-front.ts';

const gateway = process.env['REHEARSAL_GATEWAY'];
if (gateway !== undefined) {
  // The unpatched client reaches the gateway; it must be kept before anything is patched.
  const realFetch = globalThis.fetch;
  installInProcessFront({
    send: (request) => send(gateway, request, realFetch),
    denied: (target) => {
      // The gateway's proxy door is where denied hosts are reported.
      void realFetch(`${gateway}/denied/${encodeURIComponent(target)}`, { method: 'POST' }).catch(() => undefined);
    },
    gatewayOrigin: new URL(gateway).origin,
  });
}

async function send(origin: string, request: OutgoingRequest, realFetch: typeof fetch): Promise<IncomingAnswer> {
  // Below the gateway's own origin the path is complete already.
  const url = request.target.startsWith('/e/') ? `${new URL(origin).origin}${request.target}` : `${origin}${request.target}`;
  const headers = request.headers.filter(([name]) => !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name.toLowerCase()));
  const hasBody = !['GET', 'HEAD'].includes(request.method);
  const response = await realFetch(url, {
    method: request.method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(hasBody ? { body: new Uint8Array(request.body) } : {}),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  const answered: HeaderList = [...response.headers];
  return { status: response.status, statusText: response.statusText, headers: answered, body: response.body ?? emptyBody() };
}

// eslint-disable-next-line require-yield
async function* emptyBody(): AsyncGenerator<Uint8Array> {}
