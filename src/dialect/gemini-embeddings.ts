import type { Block, ChatRequest, ChatResponse } from '../domain/chat.ts';
import type { HttpRequest } from '../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { BodyMeaning } from './answer-form.ts';
import { answers } from './answers.ts';
import { defined } from './defined.ts';
import type { Dialect } from './dialect.ts';
import { extraOf } from './extra-of.ts';
import { readGeminiError, writeGeminiError } from './gemini/error.ts';
import { readGeminiPath, writeGeminiPath } from './gemini/path.ts';
import { geminiTroubles } from './gemini/troubles.ts';
import { jsonRequest } from './json-request.ts';
import { readJsonBody } from './read-json-body.ts';
import { unreadable } from './unreadable.ts';
import { withExtra } from './with-extra.ts';

const batch = 'batchEmbedContents';

/** Gemini `embedContent` and `batchEmbedContents`; the second is kept as the parameter `:method`. */
export const geminiEmbeddings: Dialect = {
  name: 'gemini-embeddings',
  operation: 'embed',
  argumentsAreText: 'never',
  recognises: ({ method, url }) => method === 'POST' && ['embedContent', batch].includes(readGeminiPath(url)?.method ?? ''),
  readRequest,
  writeRequest,
  ...answers({
    readBody,
    writeBody,
    readError: readGeminiError,
    writeError: writeGeminiError,
    troubles: geminiTroubles,
    roundNumbers: true,
    jsonType: 'application/json; charset=UTF-8',
  }),
};

function readRequest(request: HttpRequest): ChatRequest {
  const path = readGeminiPath(request.url);
  if (path === undefined) throw unreadable('the path names no model');
  const body = readJsonBody(request);
  const whole = { operation: 'embed', model: path.model, stream: false, system: [], tools: [] } as const;
  if (path.method !== batch) {
    if (!isJsonObject(body['content'])) throw unreadable('`content` is not an object');
    const block = readContent(body['content'], undefined) ?? { kind: 'other', value: body['content'] };
    return { ...whole, parameters: extraOf(body, ['content']) ?? {}, turns: [{ role: 'user', blocks: [block] }] };
  }
  const { requests } = body;
  if (!Array.isArray(requests)) throw unreadable('`requests` is not a list');
  const blocks = (requests as readonly Json[]).map((entry, index) => readEntry(entry, index, path.model));
  return { ...whole, parameters: { ...extraOf(body, ['requests']), ':method': batch }, turns: [{ role: 'user', blocks }] };
}

/** A content that is one text. Members of the request around it, and the role, go into `extra`. */
function readContent(content: Json | undefined, around: JsonObject | undefined): Block | undefined {
  if (!isJsonObject(content) || !Array.isArray(content['parts']) || content['parts'].length !== 1) return undefined;
  const part = (content['parts'] as readonly Json[])[0]!;
  if (!isJsonObject(part) || typeof part['text'] !== 'string' || Object.keys(part).length !== 1) return undefined;
  const beside = extraOf(content, ['parts']);
  const extra = beside === undefined ? around : { ...around, content: beside };
  return withExtra<Block>({ kind: 'text', text: part['text'] }, extra);
}

/** Every entry of a batch repeats the model of the path; one that does not has `extra.model`, null where it is absent. */
function readEntry(entry: Json, index: number, model: string): Block {
  if (!isJsonObject(entry)) throw unreadable(`\`requests[${index}]\` is not an object`);
  const usual = entry['model'] === `models/${model}`;
  const rest = extraOf(entry, usual ? ['content', 'model'] : ['content']);
  return readContent(entry['content'], entry['model'] === undefined ? { ...rest, model: null } : rest) ?? { kind: 'other', value: entry };
}

function writeRequest(request: ChatRequest): HttpRequest {
  const { ':method': method, ...parameters } = request.parameters;
  const blocks = request.turns.flatMap((turn) => turn.blocks);
  if (method !== batch && blocks.length === 1) {
    const block = blocks[0]!;
    const content = block.kind === 'other' ? block.value : writeContent(block).content;
    return jsonRequest(writeGeminiPath({ model: request.model, method: 'embedContent' }), { content, ...parameters });
  }
  const requests = blocks.map((block) => (block.kind === 'other' ? block.value : writeEntry(block, request.model)));
  return jsonRequest(writeGeminiPath({ model: request.model, method: batch }), { requests, ...parameters });
}

function writeEntry(block: Block, model: string): JsonObject {
  const { content, around } = writeContent(block);
  return around['model'] === null ? { ...extraOf(around, ['model']), content } : { model: `models/${model}`, ...around, content };
}

function writeContent(block: Block): { readonly content: JsonObject; readonly around: JsonObject } {
  const text = 'text' in block ? block.text : '';
  const { content: beside, ...around } = block.kind === 'text' ? (block.extra ?? {}) : {};
  return { content: { parts: [{ text }], ...(isJsonObject(beside) ? beside : {}) }, around };
}

/** One embedding, or a list of them. */
function readBody(body: JsonObject): BodyMeaning {
  const { embedding, embeddings } = body;
  const entries = Array.isArray(embeddings) ? (embeddings as readonly Json[]) : embedding === undefined ? undefined : [embedding];
  const vectors = entries?.map((entry) => readVector(isJsonObject(entry) ? entry['values'] : undefined));
  const whole = vectors?.filter((vector) => vector !== undefined);
  const malformed = whole !== undefined && whole.length === vectors?.length ? undefined : 'The body has no embedding, or one that is not a vector.';
  return defined<BodyMeaning>({ blocks: [], embeddings: whole, malformed });
}

function readVector(values: Json | undefined): readonly number[] | undefined {
  if (!Array.isArray(values)) return undefined;
  const numbers = (values as readonly Json[]).filter((number) => typeof number === 'number');
  return numbers.length === values.length ? numbers : undefined;
}

function writeBody(response: ChatResponse, request: HttpRequest | undefined): JsonObject {
  const entries = (response.embeddings ?? []).map((values) => ({ values }));
  const single = request === undefined ? entries.length === 1 : readGeminiPath(request.url)?.method !== batch;
  return single && entries[0] !== undefined ? { embedding: entries[0] } : { embeddings: entries };
}
