import { fittingCall, saysBlocks } from '../calls.ts';
import type { Move } from '../move.ts';

/** A call of a tool that is offered, with arguments that fit. */
export const fittingCallMove: Move = {
  kind: 'fitting-call',
  weight: 30,
  says(situation, draw) {
    const call = fittingCall(situation, draw);
    return call === undefined ? undefined : saysBlocks([call]);
  },
};
