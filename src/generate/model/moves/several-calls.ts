import { fittingCall, saysBlocks } from '../calls.ts';
import type { Move } from '../move.ts';

/** Several calls at once, with a word before them now and then. */
export const severalCalls: Move = {
  kind: 'several-calls',
  weight: 6,
  says(situation, draw) {
    const calls = Array.from({ length: draw.int(2, 4) }, (_, place) => fittingCall(situation, draw, place)).filter((call) => call !== undefined);
    if (calls.length < 2) return undefined;
    // The usual calls come first now and then, with more behind them.
    return saysBlocks(draw.oneIn(4) ? [{ kind: 'text', text: 'I do several things at once.' }, ...calls] : calls);
  },
};
