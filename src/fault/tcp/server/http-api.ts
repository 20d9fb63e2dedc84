import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import { writeGoJson } from './json/write-go-json.ts';
import { metricsRoute, routes, type Api, type ApiAnswer, type Route } from './routes.ts';

// An import would make all names of the module, and for two of them load the HTTP client that `fetch` uses.
const { createServer } = process.getBuiltinModule('node:http');

/** Ten thousand proxies fit in it. */
const bodyBytesMax = 8 * 1024 * 1024;
const requestMsMax = 15_000;
/** Clients that keep their connection, and more than anybody needs. */
const clientsMax = 1000;

/** The HTTP side of the server. It does not listen yet. */
export function createHttpApi(api: Api, options: { readonly metrics: boolean }): Server {
  const known = options.metrics ? [...routes, metricsRoute] : routes;
  let requestCount = 0;
  const server = createServer({ requestTimeout: requestMsMax, headersTimeout: requestMsMax, keepAliveTimeout: 60_000 }, (request, response) => {
    answer(request, known, api, () => ++requestCount).then(
      (reply) => send(reply, request, response),
      // The body broke off, or something is wrong with us: one client's trouble is not that of the others.
      () => response.destroy(),
    );
  });
  server.maxConnections = clientsMax;
  server.on('clientError', (_error, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request');
    else socket.destroy();
  });
  return server;
}

interface Reply extends ApiAnswer {
  readonly headers?: Readonly<Record<string, string>>;
}

async function answer(request: IncomingMessage, known: readonly Route[], api: Api, nextRequest: () => number): Promise<Reply> {
  const path = pathOf(request);
  if (path === undefined) return { status: 400, contentType: 'text/plain; charset=utf-8', text: '400 Bad Request' };
  const clean = cleaned(path);
  if (clean !== path) return { status: 301, text: '', headers: { Location: encodeURI(clean) } };
  const matching = known.filter((route) => namesIn(path, route) !== undefined);
  const route = matching.find(({ methods }) => methods.includes(request.method!));
  if (route === undefined) return matching.length > 0 ? { status: 405, text: '' } : plainError(404, '404 page not found');
  const headers = { 'X-Toxiproxy-Request-Id': requestId(nextRequest()) };
  // A web page must not be able to change what a test on the same machine goes through.
  if (request.headers['user-agent']?.startsWith('Mozilla/') === true) return withHeaders(plainError(403, 'User agent not allowed'), headers);
  try {
    const body = await bodyOf(request);
    return withHeaders(await route.handle(api, { names: namesIn(path, route)!, body }), headers);
  } catch (error) {
    if (request.destroyed && !request.complete) throw error;
    const { status, message } = error instanceof ApiError ? error : new ApiError(500, error instanceof Error ? error.message : String(error));
    return withHeaders(plainError(status, writeGoJson({ error: message, status })), headers);
  }
}

function pathOf(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent((request.url ?? '/').replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/s, '') || '/');
  } catch {
    return undefined;
  }
}

/** Without empty parts and dots, as Go's router wants to have it. */
function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}${path.endsWith('/') && parts.length > 0 ? '/' : ''}`;
}

/** The parts that the route leaves open; undefined where it is another path. */
function namesIn(path: string, route: Route): readonly string[] | undefined {
  const parts = path.slice(1).split('/');
  if (parts.length !== route.path.length) return undefined;
  if (!route.path.every((part, index) => part === parts[index] || (part === '*' && parts[index] !== ''))) return undefined;
  return parts.filter((_part, index) => route.path[index] === '*');
}

/** @throws ApiError where it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new ApiError(413, `bad request body: larger than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Go's http.Error: text, whatever it looks like. */
function plainError(status: number, text: string): Reply {
  return { status, contentType: 'text/plain; charset=utf-8', text: `${text}\n`, headers: { 'X-Content-Type-Options': 'nosniff' } };
}

function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** Twenty characters, as Toxiproxy has it, but counted and not drawn: the same requests have the same ids. */
function requestId(number: number): string {
  return number.toString(32).padStart(20, '0');
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  const text = Buffer.from(reply.text);
  const hasBody = request.method !== 'HEAD' && reply.status !== 204;
  // Go does not say that a connection is kept, as HTTP/1.1 does not ask for it.
  if (request.complete) response.removeHeader('Connection');
  response.writeHead(reply.status, {
    ...(reply.contentType === undefined ? {} : { 'Content-Type': reply.contentType }),
    ...reply.headers,
    ...(hasBody ? { 'Content-Length': text.length } : {}),
    // What is left of a body that nobody will read must not be taken for the next request.
    ...(request.complete ? {} : { Connection: 'close' }),
  });
  response.end(hasBody ? text : undefined);
}
