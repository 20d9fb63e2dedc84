import type { Block, Role } from '../../domain/chat.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { extraOf } from '../extra-of.ts';
import { withExtra } from '../with-extra.ts';

/** A text or a list of parts; undefined for anything else, which then stays in `extra`. */
export function readContent(content: Json | undefined, role: Role): readonly Block[] | undefined {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (!Array.isArray(content) || content.length === 0) return undefined;
  return (content as readonly Json[]).map((part) => readPart(part, role));
}

/** What a part of text is called depends on who speaks; any other name for it is kept in `extra.type`. */
function textType(role: Role): 'output_text' | 'input_text' {
  return role === 'assistant' ? 'output_text' : 'input_text';
}

function readPart(part: Json, role: Role): Block {
  if (!isJsonObject(part)) return { kind: 'other', value: part };
  const { type, text, refusal } = part;
  if (typeof text === 'string' && (type === 'input_text' || type === 'output_text' || type === 'text')) {
    return withExtra({ kind: 'text', text }, extraOf(part, type === textType(role) ? ['type', 'text'] : ['text']));
  }
  if (type === 'refusal' && typeof refusal === 'string') return withExtra({ kind: 'refusal', text: refusal }, extraOf(part, ['type', 'refusal']));
  return { kind: 'other', value: part };
}

/** One plain text as a text, more as a list; undefined where there is nothing. */
export function writeContent(blocks: readonly Block[], role: Role): Json | undefined {
  const [first] = blocks;
  if (first === undefined) return undefined;
  if (blocks.length === 1 && first.kind === 'text' && first.extra === undefined) return first.text;
  return blocks.map((block) => writePart(block, role));
}

export function writePart(block: Block, role: Role): Json {
  switch (block.kind) {
    case 'text':
      return { type: textType(role), text: block.text, ...block.extra };
    case 'refusal':
      return { type: 'refusal', refusal: block.text, ...block.extra };
    case 'other':
      return block.value;
    // No parts in this dialect; only a hand-made tool result can hold them.
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
      return { type: 'input_text', text: JSON.stringify(block) };
  }
}
