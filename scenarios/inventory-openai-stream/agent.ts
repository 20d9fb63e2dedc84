import { addDelta, main, type ReadTurn, type Turn } from './run.ts';

/**
 * A stock clerk on the bare `openai` SDK. `for await` ends quietly when a connection is lost,
 * so a turn counts only once the model has said why it stopped.
 */
const readWholeTurn: ReadTurn = async (stream) => {
  const turn: Turn = { text: '', calls: [] };
  let finishReason: string | null = null;
  for await (const { choices } of stream) {
    const choice = choices[0];
    if (choice === undefined) continue;
    addDelta(turn, choice.delta);
    finishReason = choice.finish_reason ?? finishReason;
  }
  process.stderr.write('\n');
  if (finishReason !== 'stop' && finishReason !== 'tool_calls')
    throw new Error(`the model did not finish its turn (${finishReason ?? 'the stream broke off'}); nothing of it is used, please try again`);
  return turn;
};

await main(readWholeTurn);
