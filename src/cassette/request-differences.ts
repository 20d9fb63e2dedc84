import type { Block, ChatRequest, Turn } from '../domain/chat.ts';
import { canonicalJson, type Json, type JsonObject } from '../domain/json.ts';
import type { CanonicalRequest } from './key.ts';
import { clip, wordDiff } from './word-diff.ts';

/** One thing in which a request differs from a recorded one. */
export interface Difference {
  /** `system prompt`, `tool refund`, `parameter temperature`, `turn 3 (user)`. */
  readonly name: string;
  readonly text: string;
}

/** What differs, part by part: scalars, instructions, tools, parameters, turns; for plain HTTP the head and the body. */
export function differencesBetween(recorded: CanonicalRequest, incoming: CanonicalRequest): readonly Difference[] {
  if (recorded.chat === undefined || incoming.chat === undefined) {
    const parts: Difference[] = [];
    if (recorded.head !== incoming.head) parts.push({ name: 'method or URL', text: wordDiff(recorded.head, incoming.head) });
    if (recorded.turns[0] !== incoming.turns[0]) parts.push({ name: 'body', text: wordDiff(recorded.turns[0] ?? '', incoming.turns[0] ?? '') });
    return parts;
  }
  return [
    ...scalarDifferences(recorded.chat, incoming.chat),
    ...textDifference('system prompt', blocksText(recorded.chat.system), blocksText(incoming.chat.system)),
    ...toolDifferences(recorded.chat, incoming.chat),
    ...memberDifferences('parameter', recorded.chat.parameters, incoming.chat.parameters),
    ...turnDifferences(recorded.chat.turns, incoming.chat.turns),
  ];
}

function scalarDifferences(recorded: ChatRequest, incoming: ChatRequest): readonly Difference[] {
  return (['operation', 'model', 'stream'] as const).flatMap((name) =>
    textDifference(name === 'stream' ? 'streaming' : name, String(recorded[name]), String(incoming[name])),
  );
}

function toolDifferences(recorded: ChatRequest, incoming: ChatRequest): readonly Difference[] {
  const byName = (chat: ChatRequest): JsonObject => Object.fromEntries(chat.tools.map((tool) => [tool.name, tool as unknown as Json]));
  const differences = memberDifferences('tool', byName(recorded), byName(incoming));
  const order = (chat: ChatRequest): string => chat.tools.map((tool) => tool.name).join(' ');
  return differences.length > 0 ? differences : textDifference('order of tools', order(recorded), order(incoming));
}

function memberDifferences(kind: string, recorded: JsonObject, incoming: JsonObject): readonly Difference[] {
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(incoming)])];
  return names.flatMap((name) => {
    const [before, after] = [recorded[name], incoming[name]];
    if (before === undefined) return [{ name: `${kind} ${name}`, text: `{+${clip(canonicalJson(after))}+} (not in the recording)` }];
    if (after === undefined) return [{ name: `${kind} ${name}`, text: `[-${clip(canonicalJson(before))}-] (only in the recording)` }];
    return textDifference(`${kind} ${name}`, canonicalJson(before), canonicalJson(after));
  });
}

function turnDifferences(recorded: readonly Turn[], incoming: readonly Turn[]): readonly Difference[] {
  const differences: Difference[] = [];
  for (let index = 0; index < Math.max(recorded.length, incoming.length); index++) {
    const [before, after] = [recorded[index], incoming[index]];
    const name = `turn ${index + 1} (${(after ?? before)!.role})`;
    if (before === undefined) differences.push({ name, text: `{+${clip(blocksText(after!.blocks))}+} (not in the recording)` });
    else if (after === undefined) differences.push({ name, text: `[-${clip(blocksText(before.blocks))}-] (only in the recording)` });
    else if (canonicalJson(before as unknown as Json) !== canonicalJson(after as unknown as Json)) {
      const [left, right] = [blocksText(before.blocks), blocksText(after.blocks)];
      differences.push({
        name,
        text: left === right ? wordDiff(canonicalJson(before as unknown as Json), canonicalJson(after as unknown as Json)) : wordDiff(left, right),
      });
    }
  }
  return differences;
}

function textDifference(name: string, before: string, after: string): readonly Difference[] {
  return before === after ? [] : [{ name, text: wordDiff(before, after) }];
}

/** What blocks say, on one line. */
export function blocksText(blocks: readonly Block[]): string {
  return blocks.map(blockText).join(' ');
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'reasoning':
    case 'refusal':
      return block.text + (block.extra === undefined ? '' : ` ${canonicalJson(block.extra)}`);
    case 'tool-call':
      return `tool call ${block.name}(${block.malformed ?? canonicalJson(block.arguments)})`;
    case 'tool-result':
      return `result of ${block.name ?? block.id}: ${blocksText(block.content)}`;
    case 'other':
      return canonicalJson(block.value);
  }
}
