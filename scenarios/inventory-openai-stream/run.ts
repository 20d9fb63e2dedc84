import OpenAI from 'openai';
import type { ChatCompletionChunk, ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { text } from 'node:stream/consumers';
import { openWarehouse } from './warehouse.ts';

const STEPS_MAX = 10;
const INSTRUCTIONS = `You are the stock clerk of a furniture warehouse. Check all items an order names at once, before you reserve any.
All or nothing: if one item is short, reserve nothing and say what is missing.
Reserve the items one at a time, and never more than was asked for.
Answer with the reservation numbers and the shelves.`;

/** One turn of the assistant, folded from the pieces of a stream. */
export interface Turn {
  text: string;
  readonly calls: { id: string; name: string; arguments: string }[];
}

export type ReadTurn = (stream: AsyncIterable<ChatCompletionChunk>) => Promise<Turn>;

/** Adds one delta. The arguments of a tool call come in pieces, and several calls are told apart by their index. */
export function addDelta(turn: Turn, delta: ChatCompletionChunk.Choice.Delta): void {
  turn.text += delta.content ?? '';
  process.stderr.write(delta.content ?? '');
  for (const piece of delta.tool_calls ?? []) {
    const call = (turn.calls[piece.index] ??= { id: '', name: '', arguments: '' });
    call.id ||= piece.id ?? '';
    call.name ||= piece.function?.name ?? '';
    call.arguments += piece.function?.arguments ?? '';
  }
}

/** Asks, runs the tools that were asked for, and asks again, until the model answers in words. */
async function work(task: string, readTurn: ReadTurn): Promise<string> {
  const client = new OpenAI();
  const warehouse = openWarehouse();
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: INSTRUCTIONS },
    { role: 'user', content: task },
  ];
  for (let step = 1; step <= STEPS_MAX; step += 1) {
    const stream = await client.chat.completions.create({ model: 'gpt-4.1-mini', temperature: 0, messages, tools: warehouse.tools, stream: true });
    const turn = await readTurn(stream);
    if (turn.calls.length === 0) return turn.text;

    const calls = turn.calls.map((call) => ({ id: call.id, type: 'function' as const, function: { name: call.name, arguments: call.arguments } }));
    messages.push({ role: 'assistant', content: turn.text || null, tool_calls: calls });
    for (const call of turn.calls) {
      process.stderr.write(`· ${call.name} ${call.arguments}\n`);
      const result = await warehouse.call(call.name, JSON.parse(call.arguments) as Record<string, unknown>);
      messages.push({ role: 'tool', tool_call_id: call.id, content: JSON.stringify(result) });
    }
  }
  throw new Error(`no answer after ${STEPS_MAX} steps`);
}

/** A command line agent: the task comes as the last argument or on stdin, the answer goes to stdout, all else to stderr. */
export async function main(readTurn: ReadTurn): Promise<void> {
  try {
    const task = (process.argv.slice(2).at(-1) ?? (await text(process.stdin))).trim();
    if (task === '') throw new Error('no task: pass it as the last argument, or on stdin');
    process.stdout.write(`${await work(task, readTurn)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`inventory agent: ${why}. The order was not finished because of this error; look at the reservations, then try again.\n`);
    process.exitCode = 1;
  }
}
