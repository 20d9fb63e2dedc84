import { createHash } from 'node:crypto';
import type { Block, ToolDefinition, Turn } from '../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { ReadableBlock } from './readable-format.ts';

/** A tool as it was offered. */
export function readableTool(tool: ToolDefinition): JsonObject {
  return { name: tool.name, ...optional('description', tool.description), ...optional('schema', tool.schema), ...optional('extra', tool.extra) };
}

/** `{ user: "…" }`; with more than a text, a list. */
export function readableTurn(turn: Turn): JsonObject {
  return { [turn.role]: readableBlocks(turn.blocks), ...optional('extra', turn.extra) };
}

/** Blocks as people read them: a lone text as itself. */
export function readableBlocks(blocks: readonly Block[]): string | readonly ReadableBlock[] {
  const readable = blocks.map(readableBlock);
  return readable.length === 1 && typeof readable[0] === 'string' ? readable[0] : readable;
}

/** A block as people read it. */
function readableBlock(block: Block): ReadableBlock {
  switch (block.kind) {
    case 'text':
      return block.extra === undefined ? block.text : { text: block.text, extra: block.extra };
    case 'reasoning':
    case 'refusal':
      return { [block.kind]: block.text, ...optional('extra', block.extra) };
    case 'tool-call':
      return {
        call: block.name,
        ...optional('id', block.id === '' ? undefined : block.id),
        ...optional('arguments', block.arguments),
        ...optional('malformed', block.malformed),
        ...optional('extra', block.extra),
      };
    case 'tool-result':
      return {
        result: readableBlocks(block.content) as Json,
        ...optional('id', block.id === '' ? undefined : block.id),
        ...optional('name', block.name),
        ...optional('isError', block.isError),
        ...optional('extra', block.extra),
      };
    case 'other':
      return { other: shortened(block.value) };
  }
}

const longestLeaf = 4000;

/** Long unbroken strings (images, ciphertexts) are named by their length and digest: nobody reads them, and the wire has them. */
export function shortened(value: Json): Json {
  if (typeof value === 'string')
    return value.length > longestLeaf && !/\s/.test(value.slice(0, longestLeaf)) ? `[${value.length} characters, ${digest(value)}]` : value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(shortened);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shortened(member)]));
}

/** A short name for a content that is too long to show. */
export function digest(content: string | Uint8Array): string {
  return namedDigest(createHash('sha256').update(content).digest('hex'));
}

/** The short name of a SHA-256 in hexadecimal digits. */
export function namedDigest(hexadecimal: string): string {
  return `sha256 ${hexadecimal.slice(0, 16)}`;
}

/** `{ name: value }`, or nothing where there is no value. */
export function optional<T extends Json>(name: string, value: T | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}
