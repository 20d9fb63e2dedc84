import { saysBlocks } from '../calls.ts';
import type { Move } from '../move.ts';

/** A call that was made before, once more: with the same id now and then, as if it had never been answered. */
export const repeatedCall: Move = {
  kind: 'repeated-call',
  weight: 6,
  says(situation, draw) {
    if (situation.calls.length === 0) return undefined;
    const call = draw.int(0, 1) === 0 ? situation.calls.at(-1)! : draw.pick(situation.calls);
    return saysBlocks([draw.oneIn(6) ? call : { ...call, id: situation.idOf(0) }]);
  },
};
