import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { behaviours } from './behaviours/index.ts';
import type { Conversation, Reply } from './conversation.ts';
import type { Answer, Provider } from './endpoint.ts';
import { endpoints } from './endpoints/index.ts';
import { asObject, asString, parseJson } from './json.ts';
import { anthropic, gemini, openai } from './providers.ts';
import { Refusal } from './refusal.ts';
import { readSituation } from './situation.ts';

const providers: readonly Provider[] = [openai, anthropic, gemini];
const BODY_BYTES_MAX = 4_000_000;
const PAUSE_BETWEEN_DELTAS_MS = 3;

/** The scripted model server; `log` hears one line per request. */
export function createModelServer(log: (line: string) => void): Server {
  return createServer((request, response) => {
    serve(request, response, log).catch((error: unknown) => {
      log(`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      response.destroy();
    });
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, log: (line: string) => void): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const text = await readBody(request);
  const digest = createHash('sha256')
    .update(`${url.pathname} ${text ?? ''}`)
    .digest('hex');
  const provider = providers.find(({ prefix }) => url.pathname.startsWith(`${prefix}/`));
  response.setHeader('x-model-server', 'scripted');
  for (const [name, value] of Object.entries(provider?.headers(digest) ?? {})) response.setHeader(name, value);

  let decidedBy = '-';
  const decide = (conversation: Conversation): Reply => {
    const situation = readSituation(conversation);
    const behaviour = behaviours.find((candidate) => candidate.recognises(situation));
    if (behaviour === undefined) throw new Error('no behaviour, not even the default one, took the conversation');
    decidedBy = behaviour.name;
    return behaviour.decide(situation);
  };

  try {
    const answer = answerTo(request, url, text, digest, provider, decide);
    log(`${request.method} ${url.pathname} 200 ${answer.kind === 'frames' ? 'stream' : 'whole'} ${decidedBy}`);
    await send(response, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log(`${request.method} ${url.pathname} ${error.status} ${error.message}`);
    const body = provider?.error(error.status, error.message, digest) ?? { error: error.message };
    response.writeHead(error.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

function answerTo(
  request: IncomingMessage,
  url: URL,
  text: string | undefined,
  digest: string,
  provider: Provider | undefined,
  decide: (conversation: Conversation) => Reply,
): Answer {
  if (provider === undefined)
    throw new Refusal(404, `No provider lives at ${url.pathname}. Known: ${providers.map(({ prefix }) => prefix).join(', ')}.`);
  if (!provider.hasKey(request.headers, url)) throw new Refusal(provider.missingKey.status, provider.missingKey.message);
  const endpoint = endpoints.find((candidate) => candidate.path.test(url.pathname));
  if (endpoint === undefined) throw new Refusal(404, `Invalid URL (${request.method} ${url.pathname})`);
  if (request.method !== 'POST') throw new Refusal(405, `Not allowed to ${request.method} on ${url.pathname} (HTTP method not supported).`);
  if (text === undefined) throw new Refusal(413, `The request is larger than ${BODY_BYTES_MAX} bytes.`);
  const body = parseJson(text, 'the request body');
  // Gemini names the model in the path, everybody else in the body.
  const model = endpoint.path.exec(url.pathname)?.[1] ?? asString(asObject(body, 'body')['model'], 'model');
  if (!provider.models.test(model)) throw new Refusal(404, `The model '${model}' does not exist or you do not have access to it.`);
  return endpoint.answer({ url, body, digest, decide });
}

/** The body, or nothing when it is too large: the rest is read and dropped, so that the refusal can still be delivered. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes > BODY_BYTES_MAX ? undefined : Buffer.concat(chunks).toString('utf8');
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer.kind === 'json') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.json));
    return;
  }
  response.writeHead(200, { 'content-type': answer.contentType, 'cache-control': 'no-cache' });
  response.socket?.setNoDelay(true);
  let hasCutACharacter = false;
  for (const frame of answer.frames) {
    const bytes = Buffer.from(frame, 'utf8');
    // The first character of several bytes travels in two chunks: networks do that, and a client must not mind.
    const inside: number = hasCutACharacter ? -1 : bytes.findIndex((byte) => byte >= 0xc0) + 1;
    hasCutACharacter ||= inside > 0;
    for (const chunk of inside > 0 ? [bytes.subarray(0, inside), bytes.subarray(inside)] : [bytes]) {
      if (response.destroyed) return;
      response.write(chunk);
      await pause(PAUSE_BETWEEN_DELTAS_MS);
    }
  }
  response.end();
}
