import type { Agent, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Origin } from '../../domain/event.ts';
import { isNodeError, RehearsalFailure } from '../../domain/failure.ts';
import { headerValue, withoutHeaders, WireBreak, type Answer, type HeaderList } from '../../domain/http.ts';
import type { Answerer, Call } from '../answerer.ts';
import { upstreamUrl } from '../routes.ts';

export interface UpstreamOptions {
  /** The server behind each provider. */
  readonly urls: ReadonlyMap<string, string>;
  readonly origin: Origin;
  /** Longest wait for the head of an answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Told about a server that cannot be reached or does not answer. */
  onFailure(failure: RehearsalFailure): void;
}

// As in `http-front.ts`: an import would cost the start of every replay.
const { Agent: HttpAgent, request: httpRequest } = process.getBuiltinModule('node:http');

// What concerns one connection alone, or would make the answer unreadable for a recording.
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'host',
  'accept-encoding',
  'expect',
  'content-length',
]);
const answerHopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'trailer', 'upgrade']);

/** Forwards to the real servers (or to a scripted one); answers pass through as they arrive. */
export function createUpstreamAnswerer(options: UpstreamOptions): Answerer {
  // The user's own proxy variables hold for the upstream; the agent's point at the gateway.
  const agentOptions = { keepAlive: true, proxyEnv: process.env };
  const kept: Agents = { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) };
  const fresh: Agents = { http: new HttpAgent({ proxyEnv: process.env }), https: new HttpsAgent({ proxyEnv: process.env }) };
  return {
    async answer(call) {
      const upstream = options.urls.get(call.provider);
      if (upstream === undefined) {
        throw new RehearsalFailure('UPSTREAM_UNREACHABLE', `No upstream is known for ${call.provider}.`, {
          hint: `Name it: --upstream ${call.provider.replace(/^http\//, '')}=https://…`,
        });
      }
      const url = upstreamUrl(call.provider, call.request.url, upstream);
      try {
        const message = await sendOnce(call, url, { kept, fresh }, options.timeoutMs);
        return { answer: toAnswer(message), origin: options.origin };
      } catch (error) {
        if (call.signal.aborted) throw new WireBreak('aborted', 'The agent hung up.', { cause: error });
        const failure = unreachable(error, url);
        options.onFailure(failure);
        throw failure;
      }
    },
    close() {
      for (const agent of [kept.http, kept.https, fresh.http, fresh.https]) agent.destroy();
    },
  };
}

interface Agents {
  readonly http: Agent;
  readonly https: HttpsAgent;
}

const withoutEffect = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A kept connection that breaks may have been closed by the server while it was idle, or after it had read the request: nobody can tell. So what may have an
 * effect goes out on a connection of its own, and is never sent twice; what has none is asked once more.
 */
async function sendOnce(call: Call, url: URL, { kept, fresh }: { kept: Agents; fresh: Agents }, timeoutMs: number): Promise<IncomingMessage> {
  if (!withoutEffect.has(call.request.method)) return send(call, url, fresh, timeoutMs);
  try {
    return await send(call, url, kept, timeoutMs);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return send(call, url, fresh, timeoutMs);
  }
}

class StaleConnection extends Error {}

function send(call: Call, url: URL, agents: Agents, timeoutMs: number): Promise<IncomingMessage> {
  const headers: string[] = [];
  for (const [name, value] of withoutHeaders(call.request.headers, hopByHop)) headers.push(name, value);
  headers.push('host', url.host, 'accept-encoding', 'identity');
  if (call.request.body.length > 0 || !['GET', 'HEAD', 'DELETE'].includes(call.request.method))
    headers.push('content-length', String(call.request.body.length));
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method: call.request.method,
      headers,
      agent: secure ? agents.https : agents.http,
      setDefaultHeaders: false,
    });
    const timer = setTimeout(
      () =>
        outgoing.destroy(
          new RehearsalFailure('UPSTREAM_TIMEOUT', `${url.origin} did not answer within ${timeoutMs / 1000} s.`, {
            hint: 'Is the server up? A longer wait: --upstream-timeout SECONDS.',
          }),
        ),
      timeoutMs,
    );
    outgoing.on('response', (message) => {
      clearTimeout(timer);
      resolve(message);
    });
    outgoing.on('error', (error) => {
      clearTimeout(timer);
      const stale = outgoing.reusedSocket && isNodeError(error) && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(stale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    outgoing.end(call.request.body);
  });
}

function unreachable(error: unknown, url: URL): RehearsalFailure {
  if (error instanceof RehearsalFailure) return error;
  const reason = isNodeError(error) ? `${error.code}: ${error.message}` : String(error);
  return new RehearsalFailure('UPSTREAM_UNREACHABLE', `${url.origin} cannot be reached (${reason || 'no reason given'}).`, {
    hint: 'Nothing was recorded for this request. Check the network and `--upstream`; to work offline, replay instead of recording.',
    cause: error,
  });
}

function toAnswer(message: IncomingMessage): Answer {
  const raw = message.rawHeaders;
  const headers: (readonly [string, string])[] = [];
  for (let index = 0; index < raw.length; index += 2) headers.push([raw[index]!, raw[index + 1]!]);
  const kept = withoutHeaders(headers, answerHopByHop);
  const encoding = headerValue(kept, 'content-encoding')?.toLowerCase();
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : undefined;
  const base = { status: message.statusCode ?? 502, statusText: message.statusMessage ?? '' };
  if (decoder === undefined) return { ...base, headers: kept, body: chunksOf(message) };
  // Some servers compress without being asked; secrets could not be found in that.
  const plain: HeaderList = withoutHeaders(kept, new Set(['content-encoding', 'content-length']));
  return { ...base, headers: plain, body: decoded(message, decoder) };
}

async function* decoded(message: IncomingMessage, decoder: NodeJS.ReadWriteStream): AsyncGenerator<Uint8Array> {
  message.pipe(decoder);
  message.once('aborted', () => decoder.end());
  try {
    for await (const chunk of decoder) yield chunk as Buffer;
  } catch (error) {
    throw new WireBreak('error', 'The answer could not be decompressed.', { cause: error });
  }
  if (!message.complete) throw new WireBreak('aborted', 'The upstream broke the connection off.');
}

/** The pieces as they came off the wire; while nobody takes them the upstream is held back. */
async function* chunksOf(message: IncomingMessage): AsyncGenerator<Uint8Array> {
  const queue: Uint8Array[] = [];
  let ended = false;
  let wake: (() => void) | undefined;
  const signal = (): void => {
    wake?.();
    wake = undefined;
  };
  message.on('data', (chunk: Buffer) => {
    queue.push(chunk);
    message.pause();
    signal();
  });
  message.once('close', () => {
    ended = true;
    signal();
  });
  message.once('error', signal);
  try {
    for (;;) {
      const chunk = queue.shift();
      if (chunk !== undefined) yield chunk;
      else if (ended) break;
      else {
        message.resume();
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    if (!ended) message.destroy();
  }
  if (!message.complete)
    throw new WireBreak(message.errored?.message.includes('ECONNRESET') === true ? 'error' : 'aborted', 'The upstream broke the connection off.');
}
