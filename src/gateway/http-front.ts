import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { isNodeError, RehearsalFailure } from '../domain/failure.ts';
import type { Answer, HeaderList, HttpRequest } from '../domain/http.ts';
import { WireBreak } from '../domain/http.ts';
import type { EpisodeGate } from './episode-gate.ts';
import { sitePath } from './world-routes/sites.ts';
import { episodeOfProxy, refusal, refuseConnect, refusePath, refuseProxied, refuseUpgrade } from './refusals.ts';
import { routeOf } from './routes.ts';

/** The gateway's HTTP server on the loopback interface; it serves any number of episodes at once. */
export interface HttpFront {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Opens a base path `/e/<id>` for an episode; the empty id is the root. */
  open(id: string, gate: EpisodeGate): void;
  close(id: string): void;
  /** Ends the server and every connection. */
  stop(): Promise<void>;
}

// An import would make all names of the module, and for two of them load the HTTP client that `fetch` uses: half of the time it takes to listen.
const { createServer } = process.getBuiltinModule('node:http');

/** A request body larger than this is refused: no provider accepts as much. */
const requestBytesMax = 256 * 1024 * 1024;

/**
 * Starts the server.
 *
 * @param port 0 for any free one.
 * @throws RehearsalFailure PORT_IN_USE.
 */
export async function startHttpFront(port: number): Promise<HttpFront> {
  const gates = new Map<string, EpisodeGate>();
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    // Nothing that one client sends may end the gateway for all others.
    serve(request, response, gates).catch(() => response.destroy());
  });
  // A client that sends garbage or goes away is its own trouble.
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => refuseUpgrade(request, socket, gates));
  server.on('connect', (request: IncomingMessage, socket: Duplex) => refuseConnect(request, socket, gates));
  await listen(server, port);
  const actualPort = (server.address() as AddressInfo).port;
  return {
    port: actualPort,
    origin: `http://127.0.0.1:${actualPort}`,
    open: (id, gate) => void gates.set(id, gate),
    close: (id) => void gates.delete(id),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        isNodeError(error) && error.code === 'EADDRINUSE'
          ? new RehearsalFailure('PORT_IN_USE', `Port ${port} is in use.`, {
              hint: 'Name another with --port, or leave it out for any free one.',
              cause: error,
            })
          : error,
      );
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, gates: ReadonlyMap<string, EpisodeGate>): Promise<void> {
  const target = request.url ?? '/';
  if (!target.startsWith('/')) return serveProxied(request, response, target, gates);
  const route = routeOf(target);
  const gate = gates.get(route.episode);
  if (gate === undefined) return send(refusal(404, 'USAGE', `No episode is open at ${target.split('?')[0]}. It may have ended.`), response);
  if (route.provider === undefined && !gate.serves(route.url)) return send(refusePath(route.url, gate), response);
  await answerTo(request, response, gate, { ...route, isStruck: true });
}

/** Reads a request that the gate will answer, and sends its answer. */
async function answerTo(
  request: IncomingMessage,
  response: ServerResponse,
  gate: EpisodeGate,
  { provider, url, isStruck }: { readonly provider: string | undefined; readonly url: string; readonly isStruck?: boolean },
): Promise<void> {
  const hangUp = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) hangUp.abort();
  });
  const body = await readBody(request);
  if (body === undefined) return send(refusal(413, 'USAGE', `The request is larger than ${requestBytesMax} bytes.`), response);
  const incoming: HttpRequest = { method: request.method ?? 'GET', url, headers: pairs(request.rawHeaders), body };
  const answer = await gate.handle({ provider, request: incoming, signal: hangUp.signal, ...(isStruck === true ? { response } : {}) });
  await send(answer, response);
}

/** A request to another host: the project's own handlers may answer it; else it is refused. */
async function serveProxied(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  gates: ReadonlyMap<string, EpisodeGate>,
): Promise<void> {
  const url = URL.parse(target);
  const gate = episodeOfProxy(request, gates);
  if (url === null || gate === undefined || !gate.serves(sitePath(url))) return send(refuseProxied(request, target, gates), response);
  await answerTo(request, response, gate, { provider: undefined, url: sitePath(url) });
}

function pairs(raw: readonly string[]): HeaderList {
  const headers: (readonly [string, string])[] = [];
  for (let index = 0; index < raw.length; index += 2) headers.push([raw[index]!, raw[index + 1]!]);
  return headers;
}

/** The whole body; undefined where it is too large. What breaks off mid-way resolves too: the answer then goes nowhere. */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= requestBytesMax) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => resolve(bytes > requestBytesMax ? undefined : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', () => resolve(Buffer.concat(chunks)));
  });
}

const notForwarded = new Set(['transfer-encoding', 'connection', 'keep-alive']);

function isForwarded(name: string): boolean {
  // Most names can be told apart by their lengths.
  return (name.length !== 10 && name.length !== 17) || !notForwarded.has(name.toLowerCase());
}

function isLength(name: string): boolean {
  return name.length === 14 && name.toLowerCase() === 'content-length';
}

/** Sends an answer chunk by chunk, no faster than the agent reads, and ends it the way it is to end. */
async function send(answer: Answer, response: ServerResponse): Promise<void> {
  if (answer.status === 0) return breakOff(response, answer.ending === 'aborted' ? 'aborted' : 'error', false);
  const raw: string[] = [];
  const { untilClose = false } = answer;
  for (const [name, value] of answer.headers) if (isForwarded(name) && !(untilClose && isLength(name))) raw.push(name, value);
  response.sendDate = false;
  if (untilClose) {
    response.shouldKeepAlive = false;
    response.useChunkedEncodingByDefault = false;
  }
  response.writeHead(answer.status, answer.statusText === '' ? undefined : answer.statusText, raw);
  if (!(Symbol.asyncIterator in answer.body)) {
    if (answer.ending === undefined || answer.ending === 'complete') return endWith(answer.body, response);
    for (const chunk of answer.body) response.write(chunk);
    return breakOff(response, answer.ending);
  }
  try {
    // The head goes out before the first chunk: a client must see that the stream has begun.
    response.flushHeaders();
    for await (const chunk of answer.body) {
      if (response.destroyed) break;
      if (!response.write(chunk)) await drained(response);
    }
    response.end();
  } catch (error) {
    breakOff(response, error instanceof WireBreak ? error.ending : 'error');
  }
}

/** More than this is not copied to save a few writes. */
const joinedBytesMax = 64 * 1024;

/**
 * Ends a response with chunks that are all there. One write with everything in it costs the kernel a fraction of one per chunk; in `latin1` every byte is
 * a character, so that the head can go along. The frames that tell where chunks end are made here, because the server would write each by itself.
 */
function endWith(chunks: readonly Uint8Array[], response: ServerResponse): void {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (bytes > joinedBytesMax) {
    const last = chunks.length - 1;
    for (let index = 0; index < last; index++) response.write(chunks[index]);
    response.end(chunks[last]);
    return;
  }
  let text = '';
  if (response.chunkedEncoding) {
    // An empty frame would be the end.
    for (const piece of latin1(chunks)) if (piece !== '') text += `${piece.length.toString(16)}\r\n${piece}\r\n`;
    text += '0\r\n\r\n';
    response.chunkedEncoding = false;
  } else {
    for (const piece of latin1(chunks)) text += piece;
  }
  response.end(text, 'latin1');
}

/** A character per byte. Chunks of a recording lie one behind the other: they are read as one text, which costs a fraction of fifty. */
function latin1(chunks: readonly Uint8Array[]): readonly string[] {
  const first = chunks[0];
  if (first === undefined) return [];
  let length = 0;
  for (const chunk of chunks) {
    if (chunk.buffer !== first.buffer || chunk.byteOffset !== first.byteOffset + length) return chunks.map((each) => textOf(each, each.length));
    length += chunk.length;
  }
  const whole = textOf(first, length);
  let end = 0;
  return chunks.map((chunk) => whole.slice(end, (end += chunk.length)));
}

function textOf(start: Uint8Array, length: number): string {
  return Buffer.from(start.buffer, start.byteOffset, length).toString('latin1');
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/** Breaks the connection after what was written has gone out: with a FIN for `aborted`, with a RST for `error`. */
function breakOff(response: ServerResponse, ending: 'aborted' | 'error', hasHead = true): void {
  const socket = response.socket;
  if (socket === null) return;
  // A head that was made is not yet a head that was sent: without a chunk it would be lost with the connection.
  if (hasHead) response.flushHeaders();
  // An empty write has its turn after all others, and its callback runs once they have left.
  socket.write('', () => {
    if (ending === 'aborted') socket.end(() => socket.destroy());
    else socket.resetAndDestroy();
  });
}
