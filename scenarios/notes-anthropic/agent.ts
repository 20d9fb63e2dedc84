import Anthropic from '@anthropic-ai/sdk';
import { openNotebook } from './notebook.ts';

const STEPS_MAX = 6;
const INSTRUCTIONS = `You keep a notebook for a busy person. Save first what they ask you to note, word for word.
When they name a day, look up what else is noted for it, and quote it.
Never invent a note. If it is unclear what to write, ask.`;

/** A function agent on Anthropic Messages, streamed. The SDK's stream helper fails when a message does not reach its end. */
export default async function notes(task: unknown): Promise<string> {
  // Made per call: each call honours the environment as it is then, and has a notebook of its own.
  const client = new Anthropic();
  const notebook = openNotebook();
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: typeof task === 'string' ? task : JSON.stringify(task) }];

  for (let step = 1; step <= STEPS_MAX; step += 1) {
    const stream = client.messages.stream({ model: 'claude-haiku-4-5', max_tokens: 1024, system: INSTRUCTIONS, tools: notebook.tools, messages });
    const message = await stream.finalMessage();
    if (message.stop_reason === 'end_turn') return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    if (message.stop_reason !== 'tool_use')
      throw new Error(`notes: the model did not finish its answer (${message.stop_reason ?? 'no stop reason'})`);

    const results = message.content
      .filter((block) => block.type === 'tool_use')
      .map((block): Anthropic.ToolResultBlockParam => {
        const result = notebook.call(block.name, block.input);
        return { type: 'tool_result', tool_use_id: block.id, content: JSON.stringify(result), is_error: 'error' in result };
      });
    messages.push({ role: 'assistant', content: message.content }, { role: 'user', content: results });
  }
  throw new Error(`notes: no answer after ${STEPS_MAX} steps`);
}
