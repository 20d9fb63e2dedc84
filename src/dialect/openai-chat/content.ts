import type { Block } from '../../domain/chat.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { extraOf } from '../extra-of.ts';
import { withExtra } from '../with-extra.ts';

/** `content` as a text or a list of parts; undefined for anything else (absent, null, an empty list), which then stays in `extra`. */
export function readContent(content: Json | undefined): readonly Block[] | undefined {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (!Array.isArray(content) || content.length === 0) return undefined;
  return (content as readonly Json[]).map(readPart);
}

function readPart(part: Json): Block {
  if (!isJsonObject(part)) return { kind: 'other', value: part };
  if (part['type'] === 'text' && typeof part['text'] === 'string') {
    return withExtra({ kind: 'text', text: part['text'] }, extraOf(part, ['type', 'text']));
  }
  // The type stays in `extra` and tells a refusal among the parts from one in the message's own member.
  if (part['type'] === 'refusal' && typeof part['refusal'] === 'string') {
    return { kind: 'refusal', text: part['refusal'], extra: extraOf(part, ['refusal'])! };
  }
  return { kind: 'other', value: part };
}

/** True for the blocks that are written among the parts of `content`. */
export function isInContent(block: Block): boolean {
  return block.kind === 'text' || block.kind === 'other' || (block.kind === 'refusal' && block.extra?.['type'] === 'refusal');
}

/** The member `content`, absent where there is nothing in it; one plain text is written as a text. */
export function writeContent(blocks: readonly Block[]): { readonly content?: Json } {
  const [first] = blocks;
  if (first === undefined) return {};
  if (blocks.length === 1 && first.kind === 'text' && first.extra === undefined) return { content: first.text };
  return { content: blocks.map(writePart) };
}

function writePart(block: Block): Json {
  switch (block.kind) {
    case 'text':
      return { type: 'text', text: block.text, ...block.extra };
    case 'refusal':
      return { type: 'refusal', refusal: block.text, ...block.extra };
    case 'other':
      return block.value;
    // No part of `content` in this dialect; only a hand-made tool result can hold one.
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
      return { type: 'text', text: JSON.stringify(block) };
  }
}
