import type { Block, ChatRequest, ChatResponse, FinishReason, ProviderError, Role, ToolDefinition, Turn } from '../domain/chat.ts';
import type { RecordedExchange } from '../domain/cassette.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { encodeUtf8, type HttpRequest, type HttpResponse } from '../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { ReadableAnswer, ReadableExchange } from './readable-format.ts';

/** What a dialect must do so that a cassette can be written by hand. */
export interface MeaningWriter {
  readonly name: string;
  writeRequest(request: ChatRequest): HttpRequest;
  writeResponse(response: ChatResponse, options: { readonly stream: boolean; readonly request?: HttpRequest }): HttpResponse;
  writeError(error: ProviderError): HttpResponse;
}

/** What an exchange says in full, its history resolved. */
interface Resolved {
  readonly chat: ChatRequest;
  readonly answer: ChatResponse;
}

/**
 * Makes the wire of exchanges that were written by hand. History that is only referred to (`continues`, `repeats`) is resolved; exchanges that were
 * recorded are needed for that too, and are passed over in the result.
 *
 * @throws RehearsalFailure CASSETTE_CORRUPT for a reference to an exchange that does not come before, UNKNOWN_DIALECT for a name nobody speaks.
 */
export function fromReadable(
  exchanges: readonly ReadableExchange[],
  writerNamed: (name: string) => MeaningWriter | undefined,
  dialectNames: readonly string[],
  file: string,
): readonly RecordedExchange[] {
  const resolved = new Map<number, Resolved>();
  return exchanges.map((exchange, index) => {
    const id = exchange.id ?? index + 1;
    const [method, url] = exchange.to.split(' ') as [string, string];
    const base = { id, branch: exchange.branch ?? 'main', chunkAtMs: [], endedAtMs: 0 };
    if (exchange.dialect === undefined)
      return { ...base, dialect: undefined, request: plainRequest(exchange, method, url), response: plainResponse(exchange.answer) };
    const writer = writerNamed(exchange.dialect);
    if (writer === undefined) {
      throw new RehearsalFailure('UNKNOWN_DIALECT', `Exchange ${id} speaks the dialect ${JSON.stringify(exchange.dialect)}, which does not exist.`, {
        place: { file },
        hint: `Dialects: ${dialectNames.join(', ')}. Leave \`dialect\` out for plain HTTP.`,
      });
    }
    const chat = resolveRequest(exchange, id, resolved, file);
    const answer = toResponse(exchange.answer, chat);
    resolved.set(id, { chat, answer });
    const request = writer.writeRequest(chat);
    const response =
      exchange.answer.error !== undefined && answer.blocks.length === 0
        ? writer.writeError(answer.error!)
        : writer.writeResponse(answer, { stream: chat.stream, request: { ...request, method, url } });
    const ended: HttpResponse = {
      ...response,
      ending: exchange.answer.ending ?? response.ending,
      ...(exchange.answer.status === undefined ? {} : { status: exchange.answer.status }),
    };
    return { ...base, dialect: writer.name, request: { ...request, method, url }, response: ended, chunkAtMs: ended.chunks.map(() => 0) };
  });
}

function resolveRequest(exchange: ReadableExchange, id: number, resolved: ReadonlyMap<number, Resolved>, file: string): ChatRequest {
  const reference = exchange.continues ?? exchange.repeats?.exchange;
  const before = reference === undefined ? undefined : resolved.get(reference);
  if (reference !== undefined && before === undefined) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `Exchange ${id} goes on from exchange ${reference}, which does not come before it.`, {
      place: { file },
      hint: '`continues:` and `repeats:` name the id of an earlier chat exchange in the same cassette.',
    });
  }
  const turns = (exchange.turns ?? []).map(toTurn);
  const history =
    before === undefined
      ? []
      : exchange.continues === undefined
        ? before.chat.turns.slice(0, exchange.repeats!.turns)
        : [...before.chat.turns, { role: 'assistant' as const, blocks: before.answer.blocks }];
  return {
    operation: exchange.operation ?? before?.chat.operation ?? 'chat',
    model: exchange.model ?? before?.chat.model ?? '',
    stream: exchange.stream ?? before?.chat.stream ?? false,
    parameters: exchange.parameters ?? before?.chat.parameters ?? {},
    system: exchange.system === undefined ? (before?.chat.system ?? []) : toBlocks(exchange.system),
    tools: (exchange.tools as readonly ToolDefinition[] | undefined) ?? before?.chat.tools ?? [],
    turns: [...history, ...turns],
  };
}

function toTurn(turn: JsonObject): Turn {
  const [role, content] = Object.entries(turn).find(([name]) => name !== 'extra') as [Role, Json];
  return { role, blocks: toBlocks(content), ...(turn['extra'] === undefined ? {} : { extra: turn['extra'] as JsonObject }) };
}

function toBlocks(content: Json | undefined): readonly Block[] {
  if (content === undefined) return [];
  return (Array.isArray(content) ? (content as readonly Json[]) : [content]).map(toBlock);
}

function toBlock(readable: Json): Block {
  if (!isJsonObject(readable)) return { kind: 'text', text: asText(readable) };
  const extra = readable['extra'] === undefined ? {} : { extra: readable['extra'] as JsonObject };
  if ('call' in readable) {
    const malformed = readable['malformed'];
    return {
      kind: 'tool-call',
      id: asText(readable['id'] ?? ''),
      name: asText(readable['call'] ?? ''),
      ...(typeof malformed === 'string' ? { malformed } : { arguments: readable['arguments'] ?? {} }),
      ...extra,
    };
  }
  if ('result' in readable) {
    return {
      kind: 'tool-result',
      id: asText(readable['id'] ?? ''),
      ...(typeof readable['name'] === 'string' ? { name: readable['name'] } : {}),
      content: toBlocks(readable['result']),
      ...(typeof readable['isError'] === 'boolean' ? { isError: readable['isError'] } : {}),
      ...extra,
    };
  }
  if ('other' in readable) return { kind: 'other', value: readable['other'] ?? null };
  for (const kind of ['reasoning', 'refusal', 'text'] as const) if (kind in readable) return { kind, text: asText(readable[kind] ?? ''), ...extra };
  return { kind: 'other', value: readable };
}

function toResponse(answer: ReadableAnswer, chat: ChatRequest): ChatResponse {
  const blocks = toBlocks(answer.says);
  const asksForTools = blocks.some((block) => block.kind === 'tool-call');
  const reason = (answer.finish ?? (asksForTools ? 'tool-calls' : 'stop')) as FinishReason;
  const complete = answer.complete !== false && answer.ending === undefined;
  return {
    model: chat.model,
    blocks,
    complete,
    ...(complete || answer.finish !== undefined ? { finish: { reason, raw: reason } } : {}),
    ...(answer.usage === undefined ? {} : { usage: answer.usage }),
    ...(Array.isArray(answer.vectors) ? { embeddings: answer.vectors as readonly (readonly number[])[] } : {}),
    ...(answer.error === undefined ? {} : { error: toProviderError(answer.error, answer.status) }),
  };
}

function toProviderError(error: JsonObject, status: number | undefined): ProviderError {
  return {
    status: status ?? 500,
    type: asText(error['type'] ?? 'error'),
    message: asText(error['message'] ?? ''),
    ...(typeof error['code'] === 'string' ? { code: error['code'] } : {}),
    ...(typeof error['retryAfterSeconds'] === 'number' ? { retryAfterSeconds: error['retryAfterSeconds'] } : {}),
  };
}

function plainRequest(exchange: ReadableExchange, method: string, url: string): HttpRequest {
  return { method, url, headers: [], body: exchange.body === undefined ? new Uint8Array(0) : plainBytes(exchange.body) };
}

function plainResponse(answer: ReadableAnswer): HttpResponse {
  const body = answer.body === undefined ? [] : [plainBytes(answer.body)];
  const contentType =
    answer.contentType ??
    (answer.body === undefined ? undefined : typeof answer.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  return {
    status: answer.status ?? 200,
    statusText: '',
    headers: contentType === undefined ? [] : [['content-type', contentType]],
    chunks: body,
    ending: answer.ending ?? 'complete',
  };
}

function plainBytes(body: Json): Uint8Array {
  return encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body));
}

/** What was written without quotes (an id such as 4711) means its text. */
function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
