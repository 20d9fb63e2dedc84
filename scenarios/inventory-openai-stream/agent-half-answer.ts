import { addDelta, main, type Turn } from './run.ts';

/** The stock clerk as most people first write it: what has arrived when the stream ends is the turn. */
await main(async (stream) => {
  const turn: Turn = { text: '', calls: [] };
  for await (const { choices } of stream) {
    if (choices[0] !== undefined) addDelta(turn, choices[0].delta);
  }
  process.stderr.write('\n');
  return turn;
});
