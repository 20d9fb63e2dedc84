import { ClientRequestInterceptor } from '@mswjs/interceptors/ClientRequest';
import nock from 'nock';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import type { HeaderList } from '../../domain/http.ts';
import { isLoopback } from './is-loopback.ts';
import { sealDatagrams } from './seal-datagrams.ts';
import { watchPrograms } from './watch-programs.ts';
import { inProcessOrigin } from './worker-protocol.ts';

/** A request that left the agent, as the gateway gets it. */
export interface OutgoingRequest {
  readonly method: string;
  /** Path and query below the gateway. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly signal: AbortSignal | undefined;
}

export interface IncomingAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  /** `ending` settles when the last chunk has been taken. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** How the patched clients reach the gateway, and tell of what they refused. */
export interface InProcessLine {
  send(request: OutgoingRequest): Promise<IncomingAnswer>;
  denied(target: string): void;
  /** Told of programs and threads that the agent starts, which nothing here reaches; absent where nobody listens. */
  started?(program: string): void;
  /** Origin at which the gateway listens; absent where it is reached without a socket. */
  readonly gatewayOrigin?: string;
}

/** Hosts of the providers, for agents whose base URL cannot be set. */
const providerPaths: readonly (readonly [origin: string, basePath: string])[] = [
  [inProcessOrigin, ''],
  ['https://api.openai.com', '/openai'],
  ['https://api.anthropic.com', '/anthropic'],
  ['https://generativelanguage.googleapis.com', '/gemini'],
];

/** The gateway's path for a URL; undefined where the host is none that an agent may reach. */
function gatewayTarget(url: URL, line: InProcessLine): string | undefined {
  const found = pathsOf(line).find(([origin]) => origin === url.origin);
  return found === undefined ? undefined : `${found[1]}${url.pathname}${url.search}`;
}

const providerHosts: ReadonlySet<string> = new Set(providerPaths.map(([origin]) => new URL(origin).hostname));

function pathsOf(line: InProcessLine): typeof providerPaths {
  return line.gatewayOrigin === undefined ? providerPaths : [...providerPaths, [line.gatewayOrigin, '']];
}

/**
 * Routes this thread's HTTP clients to the gateway and seals everything else: `fetch` is patched directly (it is what SDKs use, and the fastest),
 * `node:http` clients go through msw's interceptors, whatever is left is refused by nock, raw sockets and datagrams to other machines by ourselves.
 */
export function installInProcessFront(line: InProcessLine): void {
  sealSockets(line);
  sealDatagrams((target) => {
    line.denied(target);
    return deniedError(target);
  });
  if (line.started !== undefined) watchPrograms((program) => line.started!(program));
  nock.disableNetConnect();
  nock.enableNetConnect((host) =>
    pathsOf(line).some(([origin]) =>
      [new URL(origin).host, `${new URL(origin).hostname}:${new URL(origin).port || (origin.startsWith('https') ? 443 : 80)}`].includes(host),
    ),
  );
  nock.emitter.on('no match', (request) => {
    // Told of every request that nock itself has no answer for, also of those that the gateway answers.
    const url = new URL(request.url);
    if (gatewayTarget(url, line) === undefined) line.denied(url.host);
  });
  interceptClientRequests(line);
  patchFetch(line);
  refuseWebSockets(line);
  // `import { request } from 'node:http'` sees what was patched only after this.
  syncBuiltinESMExports();
}

function sealSockets(line: InProcessLine): void {
  const connect = Socket.prototype.connect as (this: Socket, ...parameters: unknown[]) => Socket;
  Socket.prototype.connect = function (this: Socket, ...parameters: unknown[]): Socket {
    const target = socketTarget(parameters);
    // Sockets to a provider's host are those of msw's interceptors, which sit below and answer without a connection.
    if (target === undefined || providerHosts.has(target.replace(/:\d+$/, ''))) return connect.apply(this, parameters);
    line.denied(target);
    // Not at once: `tls.connect` still sets the socket up after this call, and would fail with a TypeError that names nothing.
    Object.assign(this, { connecting: true });
    process.nextTick(() => this.destroy(deniedError(target)));
    return this;
  };
}

/** `host:port` where a raw socket would leave this machine; undefined for pipes and the loopback interface. */
function socketTarget(parameters: readonly unknown[]): string | undefined {
  const first = Array.isArray(parameters[0]) ? (parameters[0] as unknown[])[0] : parameters[0];
  const options =
    typeof first === 'object' && first !== null
      ? (first as { host?: string; port?: number; path?: string })
      : { port: Number(first), host: typeof parameters[1] === 'string' ? parameters[1] : undefined };
  const host = options.host ?? 'localhost';
  if (options.port === undefined || Number.isNaN(options.port)) return undefined;
  return isLoopback(host) ? undefined : `${host}:${options.port}`;
}

function deniedError(target: string): Error {
  return Object.assign(new Error(`EGRESS_DENIED: ${target}: Rehearsal lets the agent reach its models and declared tools only.`), {
    code: 'EGRESS_DENIED',
  });
}

function interceptClientRequests(line: InProcessLine): void {
  const interceptor = new ClientRequestInterceptor();
  interceptor.apply();
  // The interceptor waits for its listeners.
  // oxlint-disable-next-line typescript/no-misused-promises
  interceptor.on('request', async ({ request, controller }) => {
    const target = gatewayTarget(new URL(request.url), line);
    if (target === undefined) return;
    controller.respondWith(await answerRequest(request, target, line));
  });
}

async function answerRequest(request: Request, target: string, line: InProcessLine): Promise<Response> {
  const body = new Uint8Array(await request.arrayBuffer());
  return toResponse(await line.send({ method: request.method, target, headers: [...request.headers], body, signal: request.signal }));
}

function patchFetch(line: InProcessLine): void {
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return original(input, init);
    const target = gatewayTarget(url, line);
    if (target === undefined) {
      if (process.env['REHEARSAL_SITES'] === '1') return askSite(new Request(input, init), url, line);
      line.denied(url.host);
      throw new TypeError('fetch failed', { cause: deniedError(url.host) });
    }
    const simple = simpleRequest(input, init, target);
    if (simple === undefined) return answerRequest(new Request(input, init), target, line);
    if (simple.signal?.aborted === true) throw simple.signal.reason;
    return toResponse(await line.send(simple));
  };
}

/** Another host, whose API the project's own request handlers may simulate; where none does, the gateway has noted it, and it is denied. */
async function askSite(request: Request, url: URL, line: InProcessLine): Promise<Response> {
  const response = await answerRequest(request, `/site/${url.protocol.slice(0, -1)}/${url.host}${url.pathname}${url.search}`, line);
  if (response.headers.get('x-rehearsal-code') === 'EGRESS_DENIED') throw new TypeError('fetch failed', { cause: deniedError(url.host) });
  return response;
}

/** The common form, a URL with a text body, without the cost of a `Request`. */
function simpleRequest(input: string | URL | Request, init: RequestInit | undefined, target: string): OutgoingRequest | undefined {
  const body = init?.body ?? undefined;
  if (input instanceof Request || (body !== undefined && typeof body !== 'string')) return undefined;
  const headers = new Headers(init?.headers);
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'text/plain;charset=UTF-8');
  return {
    method: (init?.method ?? 'GET').toUpperCase(),
    target,
    headers: [...headers],
    body: new TextEncoder().encode(body ?? ''),
    signal: init?.signal ?? undefined,
  };
}

function toResponse(answer: IncomingAnswer): Response {
  const { status, statusText } = answer;
  const headers = new Headers(answer.headers.map(([name, value]): [string, string] => [name, value]));
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : streamOf(answer.body), { status, statusText, headers });
}

function streamOf(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const step = await iterator.next();
        if (step.done === true) controller.close();
        else controller.enqueue(step.value);
      } catch (error) {
        // What undici says when a connection breaks in mid-body.
        controller.error(new TypeError('terminated', { cause: error }));
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

function refuseWebSockets(line: InProcessLine): void {
  class RefusedWebSocket extends EventTarget {
    constructor(url: string | URL) {
      super();
      line.denied(`${new URL(url).host} (WebSocket)`);
      queueMicrotask(() => {
        this.dispatchEvent(new Event('error'));
        this.dispatchEvent(new Event('close'));
      });
    }
  }
  Object.defineProperty(globalThis, 'WebSocket', { value: RefusedWebSocket, configurable: true, writable: true });
}
