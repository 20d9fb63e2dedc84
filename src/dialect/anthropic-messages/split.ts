import type { ChatResponse, ProviderError } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { StreamEvent } from '../answer-form.ts';
import { writeAnthropicError } from './error.ts';
import { cutText } from '../cut-text.ts';
import { extraOf } from '../extra-of.ts';
import { jsonText } from '../json-text.ts';

/** The events that build this message. */
export function splitMessageBody(body: JsonObject, response: ChatResponse): readonly StreamEvent[] {
  const usage = body['usage'] as JsonObject;
  const { stop_reason, stop_sequence } = body;
  const events: JsonObject[] = [
    {
      type: 'message_start',
      message: { ...body, content: [], stop_reason: null, usage: { ...usage, output_tokens: Math.min(1, Number(usage['output_tokens'])) } },
    },
    { type: 'ping' },
  ];
  (body['content'] as readonly Json[]).forEach((block, index) => events.push(...blockEvents(block, index)));
  if (response.complete || response.finish !== undefined || response.usage !== undefined) {
    events.push({ type: 'message_delta', delta: { stop_reason: stop_reason!, stop_sequence: stop_sequence! }, usage });
  }
  if (response.error !== undefined) events.push(writeAnthropicError(response.error));
  if (response.complete) events.push({ type: 'message_stop' });
  return events.map((event) => ({ event: event['type'] as string, data: event }));
}

export function messageErrorEvent(error: ProviderError): StreamEvent {
  return { event: 'error', data: writeAnthropicError(error) };
}

function blockEvents(block: Json, index: number): readonly JsonObject[] {
  if (!isJsonObject(block)) return [];
  const { opened, deltas } = cutBlock(block);
  const events: JsonObject[] = [
    { type: 'content_block_start', index, content_block: opened },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
  ];
  // A call that had not got as far as its arguments has not ended either.
  return block['type'] === 'tool_use' && block['input'] === '' ? events : [...events, { type: 'content_block_stop', index }];
}

function cutBlock(block: JsonObject): { readonly opened: JsonObject; readonly deltas: readonly JsonObject[] } {
  const { type, text, thinking, signature, input, citations } = block;
  if (type === 'text' && typeof text === 'string') {
    const cited = Array.isArray(citations) ? (citations as readonly Json[]).map((citation) => ({ type: 'citations_delta', citation })) : [];
    const opened = cited.length === 0 ? { ...block, text: '' } : { ...block, text: '', citations: [] };
    return { opened, deltas: [...cutText(text).map((piece) => ({ type: 'text_delta', text: piece })), ...cited] };
  }
  if (type === 'thinking' && typeof thinking === 'string') {
    const signed = typeof signature === 'string' && signature !== '' ? [{ type: 'signature_delta', signature }] : [];
    return {
      opened: { ...block, thinking: '', signature: '' },
      deltas: [...cutText(thinking).map((piece) => ({ type: 'thinking_delta', thinking: piece })), ...signed],
    };
  }
  if ((type === 'tool_use' || type === 'server_tool_use') && input !== undefined) {
    const pieces = cutText(typeof input === 'string' ? input : jsonText(input));
    return {
      opened: { ...extraOf(block, ['input']), input: {} },
      deltas: pieces.map((piece) => ({ type: 'input_json_delta', partial_json: piece })),
    };
  }
  return { opened: block, deltas: [] };
}
