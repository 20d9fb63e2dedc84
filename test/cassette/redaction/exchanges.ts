import { decodeUtf8, encodeUtf8, type HttpRequest, type HttpResponse, joinChunks } from '../../../src/domain/http.ts';

/** A request without secrets of its own. */
export function requestWith(parts: Partial<Omit<HttpRequest, 'body'>> & { readonly body?: string }): HttpRequest {
  const body = encodeUtf8(parts.body ?? '');
  return { method: 'POST', url: '/openai/v1/chat/completions', headers: [['content-type', 'application/json']], ...parts, body };
}

/** A complete response in the given chunks. */
export function responseWith(chunks: readonly (string | Uint8Array)[]): HttpResponse {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? encodeUtf8(chunk) : chunk));
  return { status: 200, statusText: 'OK', headers: [['content-type', 'text/event-stream']], chunks: bytes, ending: 'complete' };
}

export function bodyOf(message: HttpRequest | HttpResponse): string {
  return decodeUtf8('body' in message ? message.body : joinChunks(message.chunks));
}

type StreamWriter = (pieces: readonly string[]) => string;

function events(data: readonly unknown[]): string {
  return data.map((value) => `data: ${JSON.stringify(value)}\n\n`).join('');
}

function named(data: readonly { readonly type: string }[]): string {
  return data.map((value) => `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`).join('');
}

const chatChunk = { id: 'chatcmpl-AbC123dEf456', object: 'chat.completion.chunk', created: 1_719_792_000, model: 'gpt-4o' };

/** How providers stream one text in pieces. Written by hand, not with the dialects, which are tested elsewhere. */
export const textStreams: Readonly<Record<string, StreamWriter>> = {
  'OpenAI Chat Completions': (pieces) =>
    events(pieces.map((content) => ({ ...chatChunk, choices: [{ index: 0, delta: { content }, finish_reason: null }] }))) + 'data: [DONE]\n\n',
  'OpenAI Responses': (pieces) =>
    named(
      pieces.map((delta, sequence) => ({
        type: 'response.output_text.delta',
        sequence_number: sequence,
        item_id: 'msg_68a1',
        output_index: 0,
        content_index: 0,
        delta,
        obfuscation: 'x1Yz',
      })),
    ),
  'Anthropic text_delta': (pieces) => named(pieces.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }))),
  'Gemini parts': (pieces) =>
    events(pieces.map((text) => ({ candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0 }], modelVersion: 'gemini-2.5-flash' }))),
  'Gemini, one JSON array': (pieces) =>
    JSON.stringify(
      pieces.map((text) => ({ candidates: [{ content: { parts: [{ text }], role: 'model' } }] })),
      undefined,
      2,
    ),
  NDJSON: (pieces) => pieces.map((content) => `${JSON.stringify({ message: { role: 'assistant', content }, done: false })}\n`).join(''),
  'plain data': (pieces) => pieces.map((piece) => `data: ${piece.replaceAll('\n', '\\n')}\n\n`).join(''),
};

/** How providers stream the arguments of a tool call: pieces of a JSON text. */
export const argumentStreams: Readonly<Record<string, StreamWriter>> = {
  'OpenAI Chat tool_calls': (pieces) =>
    events(pieces.map((text) => ({ ...chatChunk, choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: text } }] } }] }))),
  'OpenAI Responses arguments': (pieces) =>
    named(pieces.map((delta) => ({ type: 'response.function_call_arguments.delta', item_id: 'fc_1', output_index: 1, delta }))),
  'Anthropic input_json_delta': (pieces) =>
    named(pieces.map((text) => ({ type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: text } }))),
};
