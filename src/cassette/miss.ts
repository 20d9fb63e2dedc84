import type { Block } from '../domain/chat.ts';
import type { HttpResponse } from '../domain/http.ts';
import { decodeUtf8, joinChunks } from '../domain/http.ts';
import { existsSync, readFileSync } from 'node:fs';
import { canonicalRequest, type CanonicalRequest } from './key.ts';
import type { CassetteEntry } from './open-cassette.ts';
import type { Playback } from './playback.ts';
import type { Dialects } from './read-cassette.ts';
import { blocksText, differencesBetween, type Difference } from './request-differences.ts';
import { clip } from './word-diff.ts';

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
  // Taken from the journal of an interrupted recording: there is no readable part yet.
  if (!existsSync(entry.file)) return `${entry.file}#${entry.id}`;
  const lines = readFileSync(entry.file, 'utf8').split('\n');
  // Arguments and parameters may hold lines that look like an exchange's, but never at the column at which exchanges begin.
  const head = lines.findIndex((line) => /^["']?exchanges["']?:/.test(line));
  const dash = /^ *- +/.exec(lines.slice(head + 1).find((line) => /^ *- /.test(line)) ?? '')?.[0] ?? '- ';
  const starts = lines.flatMap((line, index) => (index > head && line.startsWith(dash) ? [index] : []));
  const numbered = starts.find((index) => /^id: (\d+)\s*$/.exec(lines[index]!.slice(dash.length))?.[1] === String(entry.id));
  return `${entry.file}:${(numbered ?? starts[entry.id - 1] ?? 0) + 1}`;
}
