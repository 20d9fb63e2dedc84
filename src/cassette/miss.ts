import { diffWordsWithSpace } from 'diff';
import type { Block, ChatRequest, Turn } from '../domain/chat.ts';
import type { HttpResponse } from '../domain/http.ts';
import { canonicalJson, type Json, type JsonObject } from '../domain/json.ts';
import { decodeUtf8, joinChunks } from '../domain/http.ts';
import { readFileSync } from 'node:fs';
import { canonicalRequest, type CanonicalRequest } from './key.ts';
import type { CassetteEntry } from './open-cassette.ts';
import type { Playback } from './playback.ts';
import type { Dialects } from './read-cassette.ts';

/** Why a request got no recording: the same words in the HTTP body, the terminal and the report. */
export interface Miss {
  readonly code: 'REPLAY_MISS' | 'REPLAY_EXHAUSTED';
  readonly text: string;
}

export interface MissContext {
  /** Which request of the episode this is, from 1. */
  readonly call: number;
  /** The command that records again, e.g. `npx rehearsal record --update refund`. */
  readonly updateCommand: string;
  readonly dialects: Dialects;
}

/** A miss looks at no more unplayed recordings than this. */
const candidatesMax = 2000;

/** Explains a request whose recordings have all been played already. */
export function explainExhausted(entry: CassetteEntry, context: MissContext): Miss {
  return {
    code: 'REPLAY_EXHAUSTED',
    text: [
      `request ${context.call} was recorded, but asks for it more often than it was recorded`,
      `  the last one played: ${placeOf(entry)}`,
      `  the agent repeats a request that it did not repeat when it was recorded: a retry, a loop, or one sub-agent too many`,
      `  if the change is meant: ${context.updateCommand}`,
    ].join('\n'),
  };
}

/** Explains a request that was never recorded by the nearest recording that has not been played. */
export function explainMiss(incoming: CanonicalRequest, playback: Playback, context: MissContext): Miss {
  const head = `request ${context.call} has no recording (${playback.playedCount} of ${playback.totalCount} recordings played)`;
  const nearest = nearestOf(incoming, playback, context.dialects);
  const advice = `  if the change is meant: ${context.updateCommand}`;
  if (nearest === undefined) {
    return {
      code: 'REPLAY_MISS',
      text: [
        head,
        playback.totalCount === 0
          ? '  the cassette holds no recording'
          : '  every recording has been played already: the agent asks more than was recorded',
        advice,
      ].join('\n'),
    };
  }
  const { entry, differences } = nearest;
  const names = differences.map((difference) => difference.name);
  const shown = names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : names.join(', ');
  return {
    code: 'REPLAY_MISS',
    text: [
      head,
      `  nearest: ${placeOf(entry)} (not played yet) — differs in: ${shown}`,
      ...differences.slice(0, 6).map((difference) => `    ${difference.name}: ${difference.text}`),
      `  it would have answered: ${answerInShort(entry, context.dialects)}`,
      advice,
    ].join('\n'),
  };
}

interface Difference {
  /** `system prompt`, `tool refund`, `parameter temperature`, `turn 3 (user)`. */
  readonly name: string;
  readonly text: string;
}

function nearestOf(
  incoming: CanonicalRequest,
  playback: Playback,
  dialects: Dialects,
): { readonly entry: CassetteEntry; readonly differences: readonly Difference[] } | undefined {
  let best: { readonly entry: CassetteEntry; readonly canonical: CanonicalRequest } | undefined;
  let bestLikeness = -1;
  for (const entry of playback.unused().slice(0, candidatesMax)) {
    const reader = entry.dialect === undefined ? undefined : dialects.named(entry.dialect);
    const canonical = canonicalRequest(entry.request(), reader, playback.matching);
    const likeness = likenessOf(canonical, incoming);
    if (likeness > bestLikeness) [best, bestLikeness] = [{ entry, canonical }, likeness];
  }
  if (best === undefined) return undefined;
  const differences = differencesBetween(best.canonical, incoming);
  return {
    entry: best.entry,
    differences: differences.length > 0 ? differences : [{ name: 'spelling', text: 'the two read the same, but their bodies differ' }],
  };
}

/** How alike two requests are: the whole history counts most, then the instructions, tools and parameters. */
function likenessOf(recorded: CanonicalRequest, incoming: CanonicalRequest): number {
  if (recorded.dialect !== incoming.dialect) return 0;
  let shared = 0;
  while (shared < recorded.turns.length && shared < incoming.turns.length && recorded.turns[shared] === incoming.turns[shared]) shared++;
  const turns = shared / Math.max(recorded.turns.length, incoming.turns.length, 1);
  const nextTurn = wordLikeness(recorded.turns[shared] ?? '', incoming.turns[shared] ?? '');
  const length = 1 - Math.abs(recorded.turns.length - incoming.turns.length) / Math.max(recorded.turns.length, incoming.turns.length, 1);
  return 4 * turns + 2 * nextTurn + length + (recorded.head === incoming.head ? 2 : wordLikeness(recorded.head, incoming.head));
}

/** Share of common words (Jaccard), of the first four thousand characters. */
function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const words = (text: string): Set<string> => new Set(text.slice(0, 4000).split(/\W+/));
  const [left, right] = [words(a), words(b)];
  return left.intersection(right).size / Math.max(left.union(right).size, 1);
}

function differencesBetween(recorded: CanonicalRequest, incoming: CanonicalRequest): readonly Difference[] {
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

function blocksText(blocks: readonly Block[]): string {
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

/** `You are a [-careful-]{+helpful+} agent`: what was recorded in brackets, what came in braces, a few words around each. */
export function wordDiff(recorded: string, incoming: string): string {
  const [before, after, head, tail] = withoutCommonEnds(recorded, incoming);
  const parts = diffWordsWithSpace(before, after, { timeout: 200, maxEditLength: 400 });
  if (parts === undefined) return `${head}[-${clip(before)}-]{+${clip(after)}+}${tail}`;
  return (
    head +
    parts
      .map((part, index) =>
        part.added ? `{+${clip(part.value)}+}` : part.removed ? `[-${clip(part.value)}-]` : elide(part.value, index > 0, index < parts.length - 1),
      )
      .join('') +
    tail
  );
}

const contextLength = 60;

/** Cuts equal beginnings and ends off at a word's border, so that comparing huge prompts stays cheap; returns the context to show. */
function withoutCommonEnds(a: string, b: string): [before: string, after: string, head: string, tail: string] {
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  while (start > 0 && !/\s/.test(a[start - 1]!)) start--;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  while (end > 0 && !/\s/.test(a[a.length - end]!)) end--;
  return [
    a.slice(start, a.length - end),
    b.slice(start, b.length - end),
    elide(a.slice(0, start), false, true),
    elide(a.slice(a.length - end), true, false),
  ];
}

/** The part of an unchanged text that lies next to a change. */
function elide(text: string, changeBefore: boolean, changeAfter: boolean): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  const kept = (changeBefore ? contextLength : 0) + (changeAfter ? contextLength : 0);
  if (flat.length <= kept + 5) return flat;
  return `${changeBefore ? flat.slice(0, contextLength) : ''}…${changeAfter ? flat.slice(-contextLength) : ''}`;
}

function clip(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > 240 ? `${flat.slice(0, 180)}… (${flat.length} characters)` : flat;
}

function answerInShort(entry: CassetteEntry, dialects: Dialects): string {
  const { response } = entry.answer();
  const reader = entry.dialect === undefined ? undefined : dialects.named(entry.dialect);
  return clip(reader === undefined ? plainInShort(response) : chatInShort(reader.readResponse(response)));
}

function chatInShort(answer: {
  readonly blocks: readonly Block[];
  readonly error?: { readonly status: number; readonly message: string };
  readonly embeddings?: readonly unknown[];
}): string {
  if (answer.error !== undefined) return `error ${answer.error.status}: ${answer.error.message}`;
  if (answer.embeddings !== undefined) return `${answer.embeddings.length} embeddings`;
  return blocksText(answer.blocks) || 'nothing';
}

function plainInShort(response: HttpResponse): string {
  return `HTTP ${response.status} ${decodeUtf8(joinChunks(response.chunks))}`;
}

/** `refund.yaml:12`, the line where the exchange begins. */
function placeOf(entry: CassetteEntry): string {
  const lines = readFileSync(entry.file, 'utf8').split('\n');
  const numbered = lines.findIndex((line) => new RegExp(`^\\s*-?\\s*id: ${entry.id}\\s*$`).test(line));
  if (numbered !== -1) return `${entry.file}:${numbered + 1}`;
  const starts = lines.flatMap((line, index) => (/^\s*-\s+(to|dialect|branch|by): /.test(line) ? [index + 1] : []));
  return `${entry.file}:${starts[entry.id - 1] ?? 1}`;
}
