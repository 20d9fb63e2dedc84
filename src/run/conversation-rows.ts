import { textOf, type Block, type Turn } from '../domain/chat.ts';
import type { Event, EventOf } from '../domain/event.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { ConversationRow } from '../domain/report.ts';

/** Who said what, in order: instructions, new turns, answers. What the agent sends back of an answer unchanged is not shown twice. */
export function conversationRows(events: readonly Event[]): readonly ConversationRow[] {
  const rows: ConversationRow[] = [];
  const conversations = new Map<number, number>();
  const lastAnswers = new Map<number, readonly Block[]>();
  for (const event of events) {
    if (event.kind === 'model-request') {
      conversations.set(event.call, event.conversation);
      rows.push(...requestRows(event, lastAnswers.get(event.conversation)));
    } else if (event.kind === 'model-answer') {
      const conversation = conversations.get(event.call) ?? 1;
      lastAnswers.set(conversation, event.blocks);
      rows.push(...answerRows(event, conversation));
    } else if (event.kind === 'fault-fired') {
      rows.push({
        who: 'note',
        title: 'planned fault',
        text: `${event.name}: ${event.text}`,
        event: event.seq,
        conversation: conversations.get(event.call) ?? 1,
      });
    }
  }
  return rows;
}

function requestRows(event: EventOf<'model-request'>, lastAnswer: readonly Block[] | undefined): readonly ConversationRow[] {
  const base = { event: event.seq, conversation: event.conversation };
  const rows: ConversationRow[] = [];
  if (event.attempt > 1) rows.push({ ...base, who: 'note', title: `attempt ${event.attempt}`, text: 'The same request was made again.' });
  if (event.system !== undefined && event.system !== '') rows.push({ ...base, who: 'system', title: '', text: event.system });
  for (const turn of event.newTurns) {
    if (turn.role === 'assistant' && lastAnswer !== undefined && saysTheSame(turn, lastAnswer)) continue;
    for (const block of turn.blocks) rows.push({ ...base, ...blockRow(block, turn.role) });
  }
  return rows;
}

function saysTheSame(turn: Turn, answer: readonly Block[]): boolean {
  return textOf(turn.blocks) === textOf(answer) && turn.blocks.filter(isCall).length === answer.filter(isCall).length;
}

function isCall(block: Block): boolean {
  return block.kind === 'tool-call';
}

function answerRows(event: EventOf<'model-answer'>, conversation: number): readonly ConversationRow[] {
  const base = { event: event.seq, conversation };
  const rows: ConversationRow[] = event.blocks.map((block) => ({ ...base, ...blockRow(block, 'assistant') }));
  if (event.error !== undefined) rows.push({ ...base, who: 'note', title: `error ${event.error.status}`, text: event.error.message });
  else if (!event.complete) rows.push({ ...base, who: 'note', title: 'incomplete', text: 'The answer stopped before its end.' });
  if (event.malformed !== undefined) rows.push({ ...base, who: 'note', title: 'malformed', text: event.malformed });
  return rows;
}

function blockRow(block: Block, role: Turn['role']): Pick<ConversationRow, 'who' | 'title' | 'text'> {
  switch (block.kind) {
    case 'text':
      return { who: role, title: '', text: block.text };
    case 'reasoning':
    case 'refusal':
      return { who: 'note', title: block.kind, text: block.text };
    case 'tool-call':
      return { who: role, title: block.name, text: block.malformed ?? canonicalJson(block.arguments) };
    case 'tool-result':
      return {
        who: 'tool',
        title: `${block.name ?? 'result'}${block.isError === true ? ' (error)' : ''}`,
        text: textOf(block.content) || canonicalJson(block.content as unknown as Json),
      };
    case 'other':
      return { who: role === 'assistant' ? 'note' : role, title: role === 'assistant' ? 'other content' : '', text: canonicalJson(block.value) };
  }
}
