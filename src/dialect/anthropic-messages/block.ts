import type { Block, ToolCallBlock, ToolResultBlock } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { argumentsText } from '../arguments-text.ts';
import { extraOf } from '../extra-of.ts';
import { withExtra } from '../with-extra.ts';

/** A text or a list of blocks; undefined for anything else (absent, an empty list), which then stays in `extra`. */
export function readContent(content: Json | undefined): readonly Block[] | undefined {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (!Array.isArray(content) || content.length === 0) return undefined;
  return (content as readonly Json[]).map(readBlock);
}

export function readBlock(block: Json): Block {
  if (!isJsonObject(block)) return { kind: 'other', value: block };
  const read = readKnown(block);
  return read ?? { kind: 'other', value: block };
}

/** Undefined where the type is another, or a member is missing without which it cannot be written again. */
function readKnown(block: JsonObject): Block | undefined {
  const { type, text, thinking } = block;
  switch (type) {
    case 'text':
      return typeof text === 'string' ? withExtra<Block>({ kind: 'text', text }, extraOf(block, ['type', 'text'])) : undefined;
    case 'thinking':
      return typeof thinking === 'string' ? withExtra<Block>({ kind: 'reasoning', text: thinking }, extraOf(block, ['type', 'thinking'])) : undefined;
    case 'tool_use':
      return readCall(block);
    case 'tool_result':
      return readResult(block);
    default:
      return undefined;
  }
}

/** The input is an object; a text in its place is what a model wrote that was not JSON. */
function readCall(block: JsonObject): ToolCallBlock | undefined {
  const { id, name, input } = block;
  if (typeof id !== 'string' || typeof name !== 'string' || input === undefined) return undefined;
  const given = typeof input === 'string' ? { malformed: input } : { arguments: input };
  return withExtra<ToolCallBlock>({ kind: 'tool-call', id, name, ...given }, extraOf(block, ['type', 'id', 'name', 'input']));
}

function readResult(block: JsonObject): ToolResultBlock | undefined {
  const { tool_use_id: id, is_error: isError } = block;
  if (typeof id !== 'string') return undefined;
  const content = readContent(block['content']);
  const stated = typeof isError === 'boolean';
  const taken = ['type', 'tool_use_id', ...(content === undefined ? [] : ['content']), ...(stated ? ['is_error'] : [])];
  return withExtra<ToolResultBlock>({ kind: 'tool-result', id, content: content ?? [], ...(stated ? { isError } : {}) }, extraOf(block, taken));
}

/** One plain text as a text, more as a list; undefined where there is nothing. */
export function writeContent(blocks: readonly Block[]): Json | undefined {
  const [first] = blocks;
  if (first === undefined) return undefined;
  if (blocks.length === 1 && first.kind === 'text' && first.extra === undefined) return first.text;
  return blocks.map(writeBlock);
}

export function writeBlock(block: Block): Json {
  switch (block.kind) {
    case 'text':
    case 'refusal':
      return { type: 'text', text: block.text, ...block.extra };
    case 'reasoning':
      return { type: 'thinking', thinking: block.text, ...block.extra };
    case 'tool-call':
      return { type: 'tool_use', id: block.id, name: block.name, input: block.arguments ?? argumentsText(block), ...block.extra };
    case 'tool-result': {
      const content = writeContent(block.content);
      const stated = block.isError === undefined ? {} : { is_error: block.isError };
      return { type: 'tool_result', tool_use_id: block.id, ...(content === undefined ? {} : { content }), ...stated, ...block.extra };
    }
    case 'other':
      return block.value;
  }
}
