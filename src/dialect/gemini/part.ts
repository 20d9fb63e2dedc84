import type { Block, ToolCallBlock, ToolResultBlock } from '../../domain/chat.ts';
import { canonicalJson, isJsonObject, parseJsonExactly, type Json, type JsonObject } from '../../domain/json.ts';
import { argumentsText } from '../arguments-text.ts';
import { extraOf } from '../extra-of.ts';
import { withExtra } from '../with-extra.ts';
import { memberOf } from './member.ts';

/** One part of a content. Images, files, executed code and whatever else is kept whole. */
export function readPart(part: Json): Block {
  if (!isJsonObject(part)) return { kind: 'other', value: part };
  const { text, thought } = part;
  if (typeof text === 'string') {
    const extra = extraOf(part, thought === true ? ['text', 'thought'] : ['text']);
    return withExtra(thought === true ? { kind: 'reasoning', text } : { kind: 'text', text }, extra);
  }
  const call = memberOf(part, 'functionCall');
  if (isJsonObject(call.value)) return readCall(call.value, extraOf(part, [call.name])) ?? { kind: 'other', value: part };
  const response = memberOf(part, 'functionResponse');
  if (isJsonObject(response.value)) return readResult(response.value, extraOf(part, [response.name])) ?? { kind: 'other', value: part };
  return { kind: 'other', value: part };
}

/** A call without arguments is one with `{}`: protocol buffers do not tell them apart. A text in their place is what a model wrote that was not JSON. */
function readCall(call: JsonObject, outer: JsonObject | undefined): ToolCallBlock | undefined {
  const { id, name, args = {} } = call;
  if (typeof name !== 'string') return undefined;
  const given = typeof args === 'string' ? { malformed: args } : { arguments: args };
  const named = typeof id === 'string' && id !== '';
  const inner = extraOf(call, named ? ['id', 'name', 'args'] : ['name', 'args']);
  const extra = inner === undefined ? outer : { ...outer, functionCall: inner };
  return withExtra<ToolCallBlock>({ kind: 'tool-call', id: named ? id : '', name, ...given }, extra);
}

/**
 * `response` is an object. The documented `{ "output": text }` and `{ "error": text }` are read as that text; any other object as its JSON, marked
 * by `extra.response`, so that evidence can be looked for in it.
 */
function readResult(given: JsonObject, outer: JsonObject | undefined): ToolResultBlock | undefined {
  const { id, name, response, parts } = given;
  if ((name !== undefined && typeof name !== 'string') || !isJsonObject(response)) return undefined;
  const named = typeof id === 'string' && id !== '';
  const media = Array.isArray(parts) && parts.length > 0 ? (parts as readonly Json[]) : undefined;
  const inner = extraOf(given, ['name', 'response', ...(named ? ['id'] : []), ...(media === undefined ? [] : ['parts'])]);
  const said = readToolText(response);
  if (said === undefined) return undefined;
  const { text, isError } = said;
  const content: readonly Block[] = [text, ...(media ?? []).map((value) => ({ kind: 'other', value }) as const)];
  const result: ToolResultBlock = {
    kind: 'tool-result',
    id: named ? id : '',
    ...(name === undefined ? {} : { name }),
    content,
    ...(isError ? { isError } : {}),
  };
  return withExtra(result, inner === undefined ? outer : { ...outer, functionResponse: inner });
}

/** Undefined where the object is nested so deeply that it cannot be written as a text. */
function readToolText(response: JsonObject): { readonly text: Block; readonly isError: boolean } | undefined {
  const { output, error } = response;
  if (Object.keys(response).length === 1) {
    if (typeof output === 'string') return { text: { kind: 'text', text: output }, isError: false };
    if (typeof error === 'string') return { text: { kind: 'text', text: error }, isError: true };
  }
  try {
    return { text: { kind: 'text', text: canonicalJson(response), extra: { response: 'json' } }, isError: false };
  } catch {
    return undefined;
  }
}

export function writePart(block: Block): Json {
  switch (block.kind) {
    case 'text':
    case 'refusal':
      return { text: block.text, ...block.extra };
    case 'reasoning':
      return { text: block.text, thought: true, ...block.extra };
    case 'tool-call': {
      const { functionCall: inner, ...outer } = block.extra ?? {};
      const call = { ...named(block.id), name: block.name, args: block.arguments ?? argumentsText(block), ...(isJsonObject(inner) ? inner : {}) };
      return { functionCall: call, ...outer };
    }
    case 'tool-result':
      return writeResult(block);
    case 'other':
      return block.value;
  }
}

function named(id: string): JsonObject {
  return id === '' ? {} : { id };
}

function writeResult({ id, name, content, isError, extra }: ToolResultBlock): JsonObject {
  const { functionResponse: inner, ...outer } = extra ?? {};
  const [first] = content;
  const asJson = first?.kind === 'text' && first.extra?.['response'] === 'json' ? parseJsonExactly(first.text) : undefined;
  const text = content.map((block) => (block.kind === 'text' ? block.text : '')).join('');
  const media = content.flatMap((block) => (block.kind === 'other' ? [block.value] : []));
  const response = asJson ?? { [isError === true ? 'error' : 'output']: text };
  const parts = media.length === 0 ? {} : { parts: media };
  return {
    functionResponse: { ...named(id), ...(name === undefined ? {} : { name }), response, ...parts, ...(isJsonObject(inner) ? inner : {}) },
    ...outer,
  };
}
