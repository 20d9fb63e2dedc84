import type { Block, Role, ToolCallBlock, ToolResultBlock, Turn } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { argumentsText } from '../arguments-text.ts';
import { extraOf } from '../extra-of.ts';
import { parseArguments } from '../parse-arguments.ts';
import { withExtra } from '../with-extra.ts';
import { readContent, writeContent } from './content.ts';
import { readReasoning, writeReasoning } from './reasoning.ts';

const roles: Readonly<Record<string, Role>> = { system: 'system', developer: 'developer', user: 'user', assistant: 'assistant' };

/**
 * One item of `input` or `output` as one turn; undefined where it is nothing that the API knows. An item that is none of message, call, result and
 * reasoning is kept whole, with its type as the turn's `extra.type`.
 */
export function readItem(item: JsonObject): Turn | undefined {
  const { type, role } = item;
  if ((type === undefined || type === 'message') && typeof role === 'string') return readMessage(item, role);
  if (typeof type !== 'string' || type === 'message') return undefined;
  const block = readBlock(item, type);
  if (block !== undefined) return { role: block.kind === 'tool-result' ? 'tool' : 'assistant', blocks: [block] };
  return { role: type.endsWith('_output') ? 'tool' : 'assistant', blocks: [{ kind: 'other', value: item }], extra: { type } };
}

function readMessage(item: JsonObject, given: string): Turn {
  const role = Object.hasOwn(roles, given) ? roles[given]! : undefined;
  const blocks = readContent(item['content'], role ?? 'user');
  const taken = [...(role === undefined ? [] : ['role']), ...(blocks === undefined ? [] : ['content'])];
  return withExtra({ role: role ?? 'user', blocks: blocks ?? [] }, extraOf(item, taken));
}

function readBlock(item: JsonObject, type: string): Block | undefined {
  switch (type) {
    case 'function_call':
      return readCall(item, 'arguments', ['type']);
    case 'custom_tool_call':
      return readCall(item, 'input', []);
    case 'function_call_output':
      return readResult(item, ['type']);
    case 'custom_tool_call_output':
      return readResult(item, []);
    case 'reasoning':
      return readReasoning(item);
    default:
      return undefined;
  }
}

/** The input of a custom tool is any text, and stays one. */
function readCall(item: JsonObject, member: 'arguments' | 'input', taken: readonly string[]): ToolCallBlock | undefined {
  const { call_id: id, name, [member]: text } = item;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof text !== 'string') return undefined;
  const parsed = member === 'input' ? { arguments: text } : parseArguments(text);
  return withExtra<ToolCallBlock>({ kind: 'tool-call', id, name, ...parsed }, extraOf(item, [...taken, 'call_id', 'name', member]));
}

function readResult(item: JsonObject, taken: readonly string[]): ToolResultBlock | undefined {
  const { call_id: id } = item;
  const content = readContent(item['output'], 'user');
  if (typeof id !== 'string' || content === undefined) return undefined;
  return withExtra<ToolResultBlock>({ kind: 'tool-result', id, content }, extraOf(item, [...taken, 'call_id', 'output']));
}

/** The items for a turn: what is said in one message, every call, result and piece of reasoning on its own. */
export function writeItems(turn: Turn): readonly Json[] {
  const type = turn.extra?.['type'];
  if (type !== undefined && type !== 'message') return turn.blocks.map((block) => (block.kind === 'other' ? block.value : null));
  const items: Json[] = [];
  let said: Block[] = [];
  const finishMessage = (): void => {
    if (said.length > 0) items.push(writeMessage(turn, said));
    said = [];
  };
  for (const block of turn.blocks) {
    const item = writeBlock(block);
    if (item === undefined) said.push(block);
    else {
      finishMessage();
      items.push(item);
    }
  }
  finishMessage();
  return items.length === 0 ? [writeMessage(turn, [])] : items;
}

function writeMessage(turn: Turn, blocks: readonly Block[]): JsonObject {
  const role = turn.role === 'tool' ? 'user' : turn.role;
  const content = writeContent(blocks, role);
  return { role, ...(content === undefined ? {} : { content }), ...turn.extra };
}

/** The item for a block that is one; undefined for the blocks that are said in a message. */
export function writeBlock(block: Block): JsonObject | undefined {
  switch (block.kind) {
    case 'tool-call': {
      const input = typeof block.arguments === 'string' ? block.arguments : argumentsText(block);
      if (block.extra?.['type'] === 'custom_tool_call') return { call_id: block.id, name: block.name, input, ...block.extra };
      return { type: 'function_call', call_id: block.id, name: block.name, arguments: argumentsText(block), ...block.extra };
    }
    case 'tool-result':
      return { type: 'function_call_output', call_id: block.id, output: writeContent(block.content, 'user') ?? '', ...block.extra };
    case 'reasoning':
      return writeReasoning(block);
    case 'text':
    case 'refusal':
    case 'other':
      return undefined;
  }
}

/** True for JSON objects among items. */
export function objectsOf(items: Json | undefined): readonly JsonObject[] {
  return Array.isArray(items) ? (items as readonly Json[]).filter(isJsonObject) : [];
}
