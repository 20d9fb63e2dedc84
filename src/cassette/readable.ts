import { createHash } from 'node:crypto';
import type { Block, ChatRequest, ChatResponse, ProviderError } from '../domain/chat.ts';
import type { RecordedExchange } from '../domain/cassette.ts';
import { decodeUtf8, headerValue, isUtf8, joinChunks } from '../domain/http.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { HttpRequest, HttpResponse, WireEnding } from '../domain/http.ts';
import { canonicalRequest } from './key.ts';
import { digest, namedDigest, optional, readableBlocks, readableTool, readableTurn, shortened } from './readable-blocks.ts';
import { storedAnswerOf, storedBytes } from './stored-answer.ts';
import type { ReadableAnswer, ReadableExchange } from './readable-format.ts';
import { exactMatching } from '../domain/cassette.ts';

/** What the readable part needs of a dialect. */
export interface MeaningReader {
  readonly name: string;
  readRequest(request: HttpRequest): ChatRequest;
  readResponse(response: HttpResponse): ChatResponse;
  /** The same for an answer that is read in pieces. */
  responseReader(head: Pick<HttpResponse, 'status' | 'statusText' | 'headers'>): {
    push(bytes: Uint8Array): void;
    end(ending: WireEnding): ChatResponse;
  };
}

/** Derives the readable part from the wire. */
export function toReadable(
  exchanges: readonly RecordedExchange[],
  readerNamed: (name: string) => MeaningReader | undefined,
): readonly ReadableExchange[] {
  const earlier: Spoken[] = [];
  return exchanges.map((exchange) => {
    const reader = exchange.dialect === undefined ? undefined : readerNamed(exchange.dialect);
    const canonical = canonicalRequest(exchange.request, reader, exactMatching);
    const readable = canonical.chat === undefined ? plainExchange(exchange) : chatExchange(exchange, canonical.chat, reader!, earlier);
    return wellFormed(readable as unknown as Json) as unknown as ReadableExchange;
  });
}

/** SHA-256 over the readable part's meaning: comments, quoting and the order of members do not count. */
export function readableDigest(exchanges: readonly ReadableExchange[]): string {
  return createHash('sha256')
    .update(canonicalJson(exchanges as unknown as Json))
    .digest('hex');
}

/** A request that has been shown, with the turns it would have when the answer is added. */
interface Spoken {
  readonly id: number;
  readonly chat: ChatRequest;
  readonly turnTexts: readonly string[];
  readonly answer: ChatResponse;
}

function chatExchange(exchange: RecordedExchange, chat: ChatRequest, reader: MeaningReader, earlier: Spoken[]): ReadableExchange {
  const answer = answerOf(exchange, reader);
  const turnTexts = chat.turns.map((turn) => canonicalJson(turn as unknown as Json));
  const base = longestHistory(earlier, chat, turnTexts);
  earlier.push({ id: exchange.id, chat, turnTexts, answer });
  return {
    id: exchange.id,
    ...(exchange.branch === 'main' ? {} : { branch: exchange.branch }),
    to: `${exchange.request.method} ${exchange.request.url}`,
    dialect: reader.name,
    ...(base === undefined ? {} : base.answered ? { continues: base.spoken.id } : { repeats: { exchange: base.spoken.id, turns: base.turns } }),
    ...requestMembers(chat, base?.spoken.chat),
    ...(chat.turns.length === (base?.turns ?? 0) ? {} : { turns: chat.turns.slice(base?.turns ?? 0).map(readableTurn) }),
    answer: readableAnswer(exchange.response, answer, idsIn(chat)),
  };
}

function answerOf(exchange: RecordedExchange, reader: MeaningReader): ChatResponse {
  const stored = storedAnswerOf(exchange);
  if (stored === undefined) return reader.readResponse(exchange.response);
  if (stored.meaning !== undefined) return stored.meaning;
  const reading = reader.responseReader(exchange.response);
  for (const bytes of storedBytes(stored)) reading.push(bytes);
  return reading.end(exchange.response.ending);
}

interface History {
  readonly spoken: Spoken;
  readonly turns: number;
  /** The answer of that exchange is the last of these turns. */
  readonly answered: boolean;
}

/** The earlier exchange whose turns, with its answer if that was taken up, cover most of this request's beginning. */
function longestHistory(earlier: readonly Spoken[], chat: ChatRequest, turnTexts: readonly string[]): History | undefined {
  let best: History | undefined;
  for (let index = earlier.length - 1; index >= 0 && index >= earlier.length - 64; index--) {
    const spoken = earlier[index]!;
    let shared = 0;
    while (shared < turnTexts.length && shared < spoken.turnTexts.length && spoken.turnTexts[shared] === turnTexts[shared]) shared++;
    const next = chat.turns[shared];
    const answered =
      shared === spoken.turnTexts.length &&
      next !== undefined &&
      next.role === 'assistant' &&
      next.extra === undefined &&
      saysTheSame(next.blocks, spoken.answer.blocks);
    const turns = answered ? shared + 1 : shared;
    if (turns > 0 && turns > (best?.turns ?? 0)) best = { spoken, turns, answered };
  }
  return best;
}

/** True where a turn of the history is the earlier answer itself, ids apart. */
function saysTheSame(turn: readonly Block[], answer: readonly Block[]): boolean {
  return canonicalJson(turn.map(withoutId) as unknown as Json) === canonicalJson(answer.map(withoutId) as unknown as Json);
}

function withoutId(block: Block): Block {
  return block.kind === 'tool-call' ? { ...block, id: '' } : block;
}

/** The members apart from turns; those equal to the continued exchange's are left out. */
function requestMembers(chat: ChatRequest, base: ChatRequest | undefined): Partial<ReadableExchange> {
  const differs = (member: 'model' | 'stream' | 'parameters' | 'system' | 'tools'): boolean =>
    base === undefined || canonicalJson(chat[member] as Json) !== canonicalJson(base[member] as Json);
  return {
    ...(chat.operation === 'embed' ? { operation: 'embed' as const } : {}),
    ...(differs('model') ? { model: chat.model } : {}),
    ...(differs('stream') && (base !== undefined || chat.stream) ? { stream: chat.stream } : {}),
    ...(differs('parameters') && (base !== undefined || Object.keys(chat.parameters).length > 0) ? { parameters: chat.parameters } : {}),
    ...(differs('system') && (base !== undefined || chat.system.length > 0) ? { system: readableBlocks(chat.system) } : {}),
    ...(differs('tools') && (base !== undefined || chat.tools.length > 0) ? { tools: chat.tools.map(readableTool) } : {}),
  };
}

/** How many tool-call ids the history holds; the answer's own are numbered on from there. */
function idsIn(chat: ChatRequest): number {
  const ids = new Set<string>();
  for (const turn of chat.turns)
    for (const block of turn.blocks) if ((block.kind === 'tool-call' || block.kind === 'tool-result') && block.id !== '') ids.add(block.id);
  return ids.size;
}

function readableAnswer(response: HttpResponse, answer: ChatResponse, idsBefore: number): ReadableAnswer {
  const ids = new Map<string, string>();
  const blocks = answer.blocks.map((block) => {
    if (block.kind !== 'tool-call' || block.id === '') return block;
    ids.set(block.id, ids.get(block.id) ?? `call_${idsBefore + ids.size + 1}`);
    return { ...block, id: ids.get(block.id)! };
  });
  return {
    ...(response.status === 200 ? {} : { status: response.status }),
    ...(blocks.length === 0 ? {} : { says: readableBlocks(blocks) }),
    ...(answer.finish === undefined ? {} : { finish: answer.finish.reason }),
    ...(answer.complete || answer.error !== undefined ? {} : { complete: false as const }),
    ...(answer.error === undefined ? {} : { error: readableError(answer.error) }),
    ...(answer.malformed === undefined ? {} : { malformed: answer.malformed }),
    ...(answer.embeddings === undefined ? {} : { vectors: shortenedVectors(answer.embeddings) }),
    ...(response.ending === 'complete' ? {} : { ending: response.ending }),
  };
}

function readableError(error: ProviderError): JsonObject {
  return { type: error.type, ...optional('code', error.code), message: error.message, ...optional('retryAfterSeconds', error.retryAfterSeconds) };
}

function plainExchange(exchange: RecordedExchange): ReadableExchange {
  const { request, response } = exchange;
  const contentType = headerValue(response.headers, 'content-type');
  return {
    id: exchange.id,
    ...(exchange.branch === 'main' ? {} : { branch: exchange.branch }),
    to: `${request.method} ${request.url}`,
    ...(request.body.length === 0 ? {} : { body: readableBody(request.body) }),
    answer: {
      status: response.status,
      ...(contentType === undefined ? {} : { contentType }),
      ...readableAnswerBody(exchange),
      ...(response.ending === 'complete' ? {} : { ending: response.ending }),
    },
  };
}

/** A larger body is named by its length and digest. */
const shownBytesMax = 64 * 1024 * 1024;

function readableAnswerBody(exchange: RecordedExchange): { readonly body?: Json } {
  const stored = storedAnswerOf(exchange);
  if (stored !== undefined && stored.bytes > shownBytesMax) return { body: `[${stored.bytes} bytes, ${namedDigest(stored.digest)}]` };
  const { chunks } = exchange.response;
  if (stored === undefined) return chunks.length === 0 ? {} : { body: readableBody(joinChunks(chunks)) };
  return { body: readableBody(joinChunks([...storedBytes(stored)])) };
}

function readableBody(bytes: Uint8Array): Json {
  if (bytes.length > shownBytesMax || !isUtf8(bytes)) return `[${bytes.length} bytes, ${digest(bytes)}]`;
  const text = decodeUtf8(bytes);
  try {
    return shortened(JSON.parse(text) as Json);
  } catch {
    return shortened(text);
  }
}

function shortenedVectors(vectors: readonly (readonly number[])[]): Json {
  const numbers = vectors.reduce((sum, vector) => sum + vector.length, 0);
  return numbers <= 32 ? vectors : `[${vectors.length} vectors of ${vectors[0]?.length ?? 0} numbers, ${digest(JSON.stringify(vectors))}]`;
}

/** Half surrogate pairs cannot be written as UTF-8. */
function wellFormed(value: Json): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return (value as readonly Json[]).map(wellFormed);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toWellFormed(), wellFormed(member)]));
}
