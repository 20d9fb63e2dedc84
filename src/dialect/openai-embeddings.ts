import type { Block, ChatRequest, ChatResponse } from '../domain/chat.ts';
import { pathOf, type HttpRequest } from '../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { BodyMeaning } from './answer-form.ts';
import { answers } from './answers.ts';
import { defined } from './defined.ts';
import type { Dialect } from './dialect.ts';
import { readEnvelope, writeEnvelope } from './envelope.ts';
import { jsonRequest } from './json-request.ts';
import { writeOpenaiError } from './openai-error.ts';
import { openaiTroubles } from './openai-troubles.ts';
import { chatUsageNames, readOpenaiUsage } from './openai-usage.ts';
import { readError } from './read-error.ts';
import { readJsonBody } from './read-json-body.ts';
import { unreadable } from './unreadable.ts';

/** OpenAI embeddings, as numbers or in base64. */
export const openaiEmbeddings: Dialect = {
  name: 'openai-embeddings',
  operation: 'embed',
  argumentsAreText: 'never',
  recognises: ({ method, url }) => method === 'POST' && pathOf(url) === '/openai/v1/embeddings',
  readRequest,
  writeRequest,
  ...answers({
    readBody,
    writeBody,
    readError,
    writeError: writeOpenaiError,
    troubles: openaiTroubles,
    roundNumbers: true,
    jsonType: 'application/json',
  }),
};

function readRequest(request: HttpRequest): ChatRequest {
  const body = readJsonBody(request);
  const inputs = readInputs(body['input']);
  return {
    operation: 'embed',
    ...readEnvelope(body, ['input']),
    system: [],
    tools: [],
    turns: [{ role: 'user', blocks: inputs }],
  };
}

/** One text or one list of tokens, or a list of either. */
function readInputs(input: Json | undefined): readonly Block[] {
  if (typeof input === 'string') return [{ kind: 'text', text: input }];
  if (!Array.isArray(input)) throw unreadable('`input` is neither a text nor a list');
  const list = input as readonly Json[];
  if (list.length > 0 && list.every((token) => typeof token === 'number')) return [{ kind: 'other', value: list }];
  return list.map((element) => (typeof element === 'string' ? { kind: 'text', text: element } : { kind: 'other', value: element }));
}

function writeRequest(request: ChatRequest): HttpRequest {
  const inputs = request.turns
    .flatMap((turn) => turn.blocks)
    .map((block): Json => (block.kind === 'other' ? block.value : 'text' in block ? block.text : ''));
  return jsonRequest(
    '/openai/v1/embeddings',
    writeEnvelope(request, { input: inputs.length === 1 && typeof inputs[0] === 'string' ? inputs[0] : inputs }),
  );
}

function readBody(body: JsonObject): BodyMeaning {
  const { data, model } = body;
  const entries = Array.isArray(data) ? (data as readonly Json[]).filter(isJsonObject) : undefined;
  const vectors = entries?.toSorted((a, b) => Number(a['index'] ?? 0) - Number(b['index'] ?? 0)).map((entry) => readVector(entry['embedding']));
  const whole = vectors?.filter((vector) => vector !== undefined);
  return defined<BodyMeaning>({
    model: typeof model === 'string' ? model : undefined,
    blocks: [],
    usage: readOpenaiUsage(body['usage'], chatUsageNames),
    embeddings: whole,
    malformed:
      whole !== undefined && whole.length === vectors?.length ? undefined : 'The body has no list of embeddings, or one of them is not a vector.',
  });
}

/** Base64 holds 32-bit floats, little-endian. */
function readVector(embedding: Json | undefined): readonly number[] | undefined {
  if (typeof embedding === 'string') {
    const bytes = Buffer.from(embedding, 'base64');
    return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
  }
  if (!Array.isArray(embedding)) return undefined;
  const numbers = (embedding as readonly Json[]).filter((number) => typeof number === 'number');
  return numbers.length === embedding.length ? numbers : undefined;
}

function writeBody(response: ChatResponse, request: HttpRequest | undefined): JsonObject {
  const inBase64 = request !== undefined && asksForBase64(request);
  const data = (response.embeddings ?? []).map((vector, index) => ({ object: 'embedding', index, embedding: inBase64 ? base64Of(vector) : vector }));
  const promptTokens = response.usage?.inputTokens ?? 0;
  return {
    object: 'list',
    data,
    model: response.model ?? 'rehearsal',
    ...(response.usage === undefined ? {} : { usage: { prompt_tokens: promptTokens, total_tokens: promptTokens } }),
  };
}

function base64Of(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((number, index) => bytes.writeFloatLE(number, index * 4));
  return bytes.toString('base64');
}

/** The official Node client asks for base64 unless told otherwise, and then cannot read numbers. */
function asksForBase64(request: HttpRequest): boolean {
  try {
    return readJsonBody(request)['encoding_format'] === 'base64';
  } catch {
    return false;
  }
}
