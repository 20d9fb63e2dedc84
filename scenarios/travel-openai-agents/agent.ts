import { Agent, MCPServerStreamableHttp, run, setTracingDisabled } from '@openai/agents';
import { text } from 'node:stream/consumers';
import { bookTrain, findTrains } from './timetable.ts';

// The SDK would send a trace of every run to api.openai.com, whatever OPENAI_BASE_URL says.
setTracingDisabled(true);

const TURNS_MAX = 8;

// Where the timetable is somebody else's, its tools come over MCP; the SDK lists and calls them.
const mcpUrl = process.env['REHEARSAL_MCP_URL'];
const timetable = mcpUrl === undefined ? undefined : new MCPServerStreamableHttp({ url: mcpUrl, useStructuredContent: true, cacheToolsList: true });

const clerk = new Agent({
  name: 'Travel clerk',
  model: 'gpt-4.1',
  modelSettings: { temperature: 0 },
  instructions: `You book train journeys. Search before you book, and book exactly one train.
Take the earliest train that suits, or the cheapest if the user asks for it.
If a train is sold out, go on to the next one. Never book when the cities or the day are unclear: ask.
Answer with train, times, price and booking reference.`,
  ...(timetable === undefined ? { tools: [findTrains, bookTrain] } : { mcpServers: [timetable] }),
});

/** A travel clerk on the OpenAI Agents SDK: Responses API, streamed. The SDK itself fails when a stream does not reach its end. */
async function work(task: string): Promise<string> {
  await timetable?.connect();
  const result = await run(clerk, task, { stream: true, maxTurns: TURNS_MAX });
  for await (const event of result) {
    if (event.type === 'raw_model_stream_event' && event.data.type === 'output_text_delta') process.stderr.write(event.data.delta);
  }
  await result.completed;
  process.stderr.write('\n');
  if (result.error) throw result.error;
  if (typeof result.finalOutput !== 'string' || result.finalOutput === '') throw new Error('the run ended without an answer');
  return result.finalOutput;
}

try {
  const task = (process.argv.slice(2).at(-1) ?? (await text(process.stdin))).trim();
  if (task === '') throw new Error('no task: pass it as the last argument, or on stdin');
  process.stdout.write(`${await work(task)}\n`);
} catch (error) {
  process.stderr.write(`travel agent: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await timetable?.close();
}
