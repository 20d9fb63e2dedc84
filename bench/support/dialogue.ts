import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRecording } from '../../src/cassette/recording.ts';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { exactMatching, type RecordedExchange } from '../../src/domain/cassette.ts';
import { dialectNamed, dialects } from '../../src/dialect/index.ts';
import type { HeaderList } from '../../src/domain/http.ts';
import type { PreparedRequest } from './client.ts';

/** What agents and providers say to one another in the measurements: OpenAI's SDK asks, a chat model answers. */
export interface Dialogue {
  readonly promptCharacters?: number;
  readonly stream?: boolean;
}

const path = '/openai/v1/chat/completions';

/** What the SDK sends with every request. */
const requestHeaders: HeaderList = [
  ['host', '127.0.0.1'],
  ['accept', 'application/json'],
  ['content-type', 'application/json'],
  ['user-agent', 'OpenAI/JS 7.55.0'],
  ['x-stainless-retry-count', '0'],
  ['x-stainless-lang', 'js'],
  ['x-stainless-package-version', '7.55.0'],
  ['x-stainless-os', 'Linux'],
  ['x-stainless-arch', 'x64'],
  ['x-stainless-runtime', 'node'],
  ['x-stainless-runtime-version', 'v24.21.0'],
  ['authorization', 'Bearer test-key-of-a-benchmark-0123456789'],
  ['accept-language', '*'],
  ['connection', 'keep-alive'],
];

const tool = {
  type: 'function',
  function: {
    name: 'lookup_order',
    description: 'Looks up an order by its number and tells its state.',
    parameters: { type: 'object', properties: { number: { type: 'string', description: 'The number on the invoice.' } }, required: ['number'] },
  },
};

const sentence = 'The warehouse keeps parcels for ten days, then they go back to the shop that sent them. ';

function requestBody(number: number, { promptCharacters = 0, stream = false }: Dialogue): Buffer {
  const background = sentence.repeat(Math.ceil(promptCharacters / sentence.length)).slice(0, promptCharacters);
  const messages = [
    { role: 'system', content: 'You are the clerk of a small shop. Answer in one or two sentences; look an order up before you speak about it.' },
    ...(background === ''
      ? []
      : [
          { role: 'user', content: background },
          { role: 'assistant', content: 'I have read it.' },
        ]),
    { role: 'user', content: `Where is the parcel of order ${number}, and when will it be here?` },
  ];
  return Buffer.from(JSON.stringify({ model: 'gpt-5-mini', messages, tools: [tool], temperature: 0.2, ...(stream ? { stream } : {}) }));
}

/** The words that only the answer to request `number` holds; all of one length. */
function answerWords(number: number): string {
  return `order ${String(number).padStart(6, '0')} is on its way`;
}

/** Request `number` with all its bytes as a client writes them. */
export function prepare(number: number, dialogue: Dialogue): PreparedRequest {
  const body = requestBody(number, dialogue);
  return { bytes: rawRequest(path, body), expected: answerWords(number) };
}

/** A request as a client writes it. */
export function rawRequest(target: string, body: Buffer): Buffer {
  const headers = [...requestHeaders, ['content-length', String(body.length)] as const];
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`POST ${target} HTTP/1.1\r\n${head}\r\n`), body]);
}

/** The same request at another base path. */
export function below(basePath: string, { bytes, expected }: PreparedRequest): PreparedRequest {
  return { bytes: Buffer.from(bytes.toString('latin1').replace('POST /', `POST ${basePath}/`), 'latin1'), expected };
}

/** What a provider sends with its answers. */
const answerHeaders: HeaderList = [
  ['date', 'Fri, 20 Nov 2026 10:00:00 GMT'],
  ['openai-processing-ms', '412'],
  ['openai-version', '2020-10-01'],
  ['x-request-id', 'req_7d1f0c5a9b8e4f2d'],
  ['x-ratelimit-limit-requests', '10000'],
  ['x-ratelimit-remaining-requests', '9999'],
  ['server', 'cloudflare'],
];

interface WrittenAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly chunks: readonly string[];
}

/** The answer to request `number`: one JSON body, or fifty chunks of server-sent events. */
export function answerTo(number: number, { stream = false }: Dialogue): WrittenAnswer {
  const common = { id: `chatcmpl-${String(number).padStart(6, '0')}`, created: 1_790_000_000, model: 'gpt-5-mini-2026-08-07' };
  if (!stream) {
    const message = { role: 'assistant', content: `Your ${answerWords(number)} and should arrive on Tuesday before noon.`, refusal: null };
    const usage = { prompt_tokens: 121, completion_tokens: 17, total_tokens: 138, prompt_tokens_details: { cached_tokens: 0 } };
    const body = JSON.stringify({ ...common, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
    const headers: HeaderList = [['content-type', 'application/json'], ['content-length', String(Buffer.byteLength(body))], ...answerHeaders];
    return { status: 200, headers, chunks: [body] };
  }
  const event = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const words = Array.from({ length: 46 }, (_, index) => event({ content: ` word${index}` }, null));
  const chunks = [event({ role: 'assistant', content: '' }, null), event({ content: answerWords(number) }, null), ...words, event({}, 'stop')];
  return { status: 200, headers: [['content-type', 'text/event-stream; charset=utf-8'], ...answerHeaders], chunks: [...chunks, 'data: [DONE]\n\n'] };
}

/** The file that the bare server answers from. */
export function writeBareAnswer(folder: string, dialogue: Dialogue): string {
  const file = join(folder, 'answer.json');
  writeFileSync(file, JSON.stringify(answerTo(1, dialogue)));
  return file;
}

/** A cassette with the recordings of requests 1 to `count`, made by the real recorder. */
export function writeCassette(folder: string, count: number, dialogue: Dialogue): string {
  const file = join(folder, `recordings-${count}.yaml`);
  if (existsSync(file)) return file;
  const redactor = createRedactor();
  const recording = openRecording(file, {
    mode: 'create',
    dialects: { names: dialects.map(({ name }) => name), named: dialectNamed },
    header: { source: 'made up for a measurement', matching: exactMatching, redacted: {}, branches: [] },
  });
  for (let number = 1; number <= count; number++) recording.add(exchangeOf(number, dialogue, redactor));
  recording.finish({ redacted: redactor.counts() });
  return file;
}

function exchangeOf(number: number, dialogue: Dialogue, redactor: ReturnType<typeof createRedactor>): RecordedExchange {
  const { status, headers, chunks } = answerTo(number, dialogue);
  const bytes = chunks.map((text) => Buffer.from(text));
  return {
    id: number,
    branch: 'main',
    dialect: 'openai-chat',
    request: redactor.request({ method: 'POST', url: path, headers: requestHeaders, body: requestBody(number, dialogue) }),
    response: redactor.response({ status, statusText: 'OK', headers, chunks: bytes, ending: 'complete' }),
    chunkAtMs: bytes.map((_, index) => 400 + index * 20),
    endedAtMs: 400 + bytes.length * 20,
  };
}
