import { fittingCall, saysBlocks } from '../calls.ts';
import type { Move } from '../move.ts';

/** Two calls under one id: the same twice, or two that differ. */
export const duplicateIds: Move = {
  kind: 'duplicate-ids',
  weight: 2,
  says(situation, draw) {
    const first = fittingCall(situation, draw);
    if (first === undefined) return undefined;
    const second = draw.int(0, 1) === 0 ? first : { ...fittingCall(situation, draw)!, id: first.id };
    return saysBlocks([first, second]);
  },
};
