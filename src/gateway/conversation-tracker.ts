import type { CanonicalRequest } from '../cassette/key.ts';
import type { Block, ChatRequest, ToolCallBlock, ToolResultBlock, Turn } from '../domain/chat.ts';
import { textOf } from '../domain/chat.ts';
import type { EventBody } from '../domain/event.ts';
import { canonicalJson, type Json } from '../domain/json.ts';

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
  turns: readonly string[];
  head: string;
  attempt: number;
}

/** Tells which requests of an episode continue one another, so that events hold each turn once. */
export function createConversationTracker(): (canonical: CanonicalRequest, chat: ChatRequest) => Continuation {
  const byFirstTurn = new Map<string, Conversation[]>();
  const toldResults = new Set<string>();
  let count = 0;
  return (canonical, chat) => {
    const siblings = byFirstTurn.get(canonical.turns[0] ?? '') ?? [];
    const known = siblings.findLast((conversation) => beginsWith(canonical.turns, conversation.turns));
    const same = known !== undefined && known.turns.length === canonical.turns.length;
    const shown = known?.turns.length ?? 0;
    const conversation = known ?? { number: ++count, turns: [], head: '', attempt: 0 };
    if (known === undefined) byFirstTurn.set(canonical.turns[0] ?? '', [...siblings, conversation]);
    const headChanged = conversation.head !== canonical.head;
    conversation.attempt = same ? conversation.attempt + 1 : 1;
    conversation.turns = canonical.turns;
    conversation.head = canonical.head;
    return {
      conversation: conversation.number,
      attempt: conversation.attempt,
      newTurns: chat.turns.slice(shown),
      ...(headChanged ? { system: blocksAsText(chat.system), tools: chat.tools.map((tool) => tool.name) } : {}),
      toolResults: newToolResults(canonical, chat, shown, toldResults),
    };
  };
}

function beginsWith(turns: readonly string[], beginning: readonly string[]): boolean {
  return beginning.length <= turns.length && beginning.every((turn, index) => turn === turns[index]);
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
