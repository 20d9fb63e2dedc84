import type { ToolCallBlock } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { argumentsText } from '../arguments-text.ts';
import { extraOf } from '../extra-of.ts';
import { parseArguments } from '../parse-arguments.ts';
import { withExtra } from '../with-extra.ts';

/** `tool_calls` of a message; undefined unless every one of them can be read without loss. */
export function readToolCalls(calls: Json | undefined): readonly ToolCallBlock[] | undefined {
  if (!Array.isArray(calls) || calls.length === 0) return undefined;
  const blocks: ToolCallBlock[] = [];
  for (const call of calls as readonly Json[]) {
    const block = isJsonObject(call) ? readToolCall(call) : undefined;
    if (block === undefined) return undefined;
    blocks.push(block);
  }
  return blocks;
}

/** A function call, or the call of a custom tool, whose input is any text. An absent type is kept as `extra.type: null`. */
export function readToolCall(call: JsonObject): ToolCallBlock | undefined {
  const { id, type, function: called, custom } = call;
  if (typeof id !== 'string') return undefined;
  if ((type === 'function' || type === undefined) && isJsonObject(called)) {
    const { name, arguments: text } = called;
    if (typeof name !== 'string' || typeof text !== 'string') return undefined;
    const inner = extraOf(called, ['name', 'arguments']);
    const outer = extraOf(call, ['id', 'type', 'function']);
    const extra =
      inner || outer || type === undefined
        ? { ...outer, ...(inner && { function: inner }), ...(type === undefined ? { type: null } : {}) }
        : undefined;
    return withExtra<ToolCallBlock>({ kind: 'tool-call', id, name, ...parseArguments(text) }, extra);
  }
  if (type === 'custom' && isJsonObject(custom)) {
    const { name, input } = custom;
    if (typeof name !== 'string' || typeof input !== 'string' || Object.keys(custom).length !== 2) return undefined;
    return { kind: 'tool-call', id, name, arguments: input, extra: extraOf(call, ['id', 'custom'])! };
  }
  return undefined;
}

export function writeToolCall(call: ToolCallBlock): JsonObject {
  const { type, function: inner, ...outer } = call.extra ?? {};
  if (type === 'custom')
    return {
      id: call.id,
      type,
      custom: { name: call.name, input: typeof call.arguments === 'string' ? call.arguments : argumentsText(call) },
      ...outer,
    };
  const called = { name: call.name, arguments: argumentsText(call), ...(isJsonObject(inner) ? inner : {}) };
  return { id: call.id, ...(type === null ? {} : { type: 'function' }), function: called, ...outer };
}
