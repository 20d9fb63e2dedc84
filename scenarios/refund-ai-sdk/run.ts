import { openai } from '@ai-sdk/openai';
import { isStepCount, streamText } from 'ai';
import { text } from 'node:stream/consumers';
import { openShop } from './shop.ts';
import { shopElsewhere } from './shop-elsewhere.ts';

/** Works on one task until the model has given its last answer, and returns that answer. */
async function work(task: string, instructions: string, stepsMax: number): Promise<string> {
  const log = (line: string): boolean => process.stderr.write(`· ${line}\n`);
  const shop = openShop(log);
  const toolsUrl = process.env['REHEARSAL_TOOLS_URL'];
  const result = streamText({
    model: openai.chat('gpt-4o'),
    instructions,
    prompt: task,
    tools: toolsUrl === undefined ? shop : shopElsewhere(shop, toolsUrl, log),
    temperature: 0,
    stopWhen: isStepCount(stepsMax),
    // An error inside the stream is thrown below; without this the SDK would print it as well.
    onError: () => {},
  });

  for await (const part of result.stream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta') process.stderr.write(part.text);
    if (part.type === 'finish-step') process.stderr.write('\n');
  }

  // A stream that broke off ends like any other; only the finish reason tells half an answer from a whole one.
  const { finishReason } = await result.finalStep;
  if (finishReason === 'tool-calls') throw new Error(`no answer after ${stepsMax} steps`);
  if (finishReason !== 'stop') throw new Error(`the model did not finish its answer (${finishReason})`);
  return await result.text;
}

/** A command line agent: the task comes as the last argument or on stdin, the answer goes to stdout, all else to stderr. */
export async function main(instructions: string, stepsMax: number): Promise<void> {
  try {
    const task = (process.argv.slice(2).at(-1) ?? (await text(process.stdin))).trim();
    if (task === '') throw new Error('no task: pass it as the last argument, or on stdin');
    process.stdout.write(`${await work(task, instructions, stepsMax)}\n`);
  } catch (error) {
    process.stderr.write(`refund agent: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
