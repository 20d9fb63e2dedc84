import type { CanonicalRequest } from '../cassette/key.ts';
import type { Block, ChatRequest, ToolCallBlock, ToolResultBlock, Turn } from '../domain/chat.ts';
import { textOf } from '../domain/chat.ts';
import type { EventBody } from '../domain/event.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { rememberJson } from '../domain/written-json.ts';

/** What a request adds to what the episode has seen. */
export interface Continuation {
  readonly conversation: number;
  /** 1, or more where the same state of the conversation is asked again. */
  readonly attempt: number;
  readonly newTurns: readonly Turn[];
  readonly system?: string;
  readonly tools?: readonly string[];
  readonly toolResults: readonly Omit<Extract<EventBody, { kind: 'tool-result' }>, 'kind' | 'call'>[];
}

interface Conversation {
  readonly number: number;
  /** Where its turns lead. */
  at: Junction;
  turnCount: number;
  head: string;
  attempt: number;
}

/** A place in the tree of all turns that were ever said (most have nothing in them, and nothing is made for them): a request is found again by walking along its turns, however many conversations there are. */
interface Junction {
  next: Map<string, Junction> | undefined;
  conversations: Set<Conversation> | undefined;
}

/** Tells which requests of an episode continue one another, so that events hold each turn once. */
export interface ConversationTracker {
  continue(canonical: CanonicalRequest, chat: ChatRequest): Continuation;
  /** The agent was started again: what it asks from now on is a conversation of its own, not a retry. Results that were told stay told. */
  restart(): void;
}

/** A tracker that has seen nothing. */
export function createConversationTracker(): ConversationTracker {
  let root = startJunction();
  const toldResults = new Set<string>();
  let count = 0;
  const next = (canonical: CanonicalRequest, chat: ChatRequest): Continuation => {
    const { known, end } = walk(root, canonical.turnKeys);
    const turnCount = canonical.turnKeys.length;
    const same = known !== undefined && known.turnCount === turnCount;
    const shown = known?.turnCount ?? 0;
    const conversation = known ?? { number: ++count, at: end, turnCount, head: '', attempt: 0 };
    const headChanged = conversation.head !== canonical.head;
    conversation.attempt = same ? conversation.attempt + 1 : 1;
    conversation.at.conversations?.delete(conversation);
    conversation.at = end;
    (end.conversations ??= new Set()).add(conversation);
    conversation.turnCount = turnCount;
    conversation.head = canonical.head;
    return {
      conversation: conversation.number,
      attempt: conversation.attempt,
      newTurns: newTurns(canonical, chat, shown),
      ...(headChanged ? { system: blocksAsText(chat.system), tools: chat.tools.map((tool) => tool.name) } : {}),
      toolResults: newToolResults(canonical, chat, shown, toldResults),
    };
  };
  return { continue: next, restart: () => void (root = startJunction()) };
}

/** Shorter turns are written as fast as they are remembered. */
const rememberedMin = 1000;

/** The turns from there on; they have been written already, when the request was made comparable. */
function newTurns(canonical: CanonicalRequest, chat: ChatRequest, shown: number): readonly Turn[] {
  const turns = chat.turns.slice(shown);
  let text = '';
  for (const written of canonical.turns.slice(shown)) text += text === '' ? `[${written}` : `,${written}`;
  if (text.length >= rememberedMin) rememberJson(turns, `${text}]`);
  return turns;
}

function startJunction(): Junction {
  return { next: undefined, conversations: undefined };
}

/** Follows the turns; of the conversations that they begin with, the latest is the one that is continued. One without turns continues none. */
function walk(root: Junction, turnKeys: readonly string[]): { readonly known: Conversation | undefined; readonly end: Junction } {
  let end = root;
  let known = turnKeys.length === 0 ? latest(root, undefined) : undefined;
  for (const key of turnKeys) {
    const branches: Map<string, Junction> = (end.next ??= new Map());
    let next = branches.get(key);
    if (next === undefined) branches.set(key, (next = startJunction()));
    end = next;
    known = latest(end, known);
  }
  return { known, end };
}

function latest({ conversations }: Junction, known: Conversation | undefined): Conversation | undefined {
  if (conversations === undefined) return known;
  for (const conversation of conversations) if (known === undefined || conversation.number > known.number) known = conversation;
  return known;
}

function blocksAsText(blocks: readonly Block[]): string {
  return textOf(blocks) || (blocks.length === 0 ? '' : canonicalJson(blocks as unknown as Json));
}

/** Results that were not told before: history that is sent again under the same ids executes nothing again. */
function newToolResults(canonical: CanonicalRequest, chat: ChatRequest, shown: number, told: Set<string>): Continuation['toolResults'] {
  const results: Continuation['toolResults'][number][] = [];
  for (const [index, turn] of chat.turns.entries()) {
    if (index < shown) continue;
    for (const block of turn.blocks) {
      if (block.kind !== 'tool-result') continue;
      const originalId = canonical.originalIds.get(block.id) ?? block.id;
      if (originalId !== '') {
        if (told.has(originalId)) continue;
        told.add(originalId);
      }
      const asked = callOf(chat, block, index);
      const text = textOf(block.content) || (block.content.length === 0 ? '' : canonicalJson(block.content as unknown as Json));
      results.push({
        id: originalId,
        name: block.name ?? asked?.name ?? '',
        ...(asked?.arguments === undefined ? {} : { arguments: asked.arguments }),
        text,
        isError: block.isError ?? false,
      });
    }
  }
  return results;
}

/** The call that a result answers: by id, else (where the provider has none) the call of that name in the turn before. */
function callOf(chat: ChatRequest, result: ToolResultBlock, before: number): ToolCallBlock | undefined {
  for (let index = before - 1; index >= 0; index--) {
    for (const block of chat.turns[index]!.blocks) {
      if (block.kind !== 'tool-call') continue;
      if (result.id !== '' ? block.id === result.id : block.name === result.name) return block;
    }
  }
  return undefined;
}
