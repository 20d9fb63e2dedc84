import { fittingCall, saysBlocks, saysText } from '../calls.ts';
import type { Move } from '../move.ts';

/** Everything is said, but not that it is the end. */
export const noEnd: Move = {
  kind: 'no-end',
  weight: 3,
  says(situation, draw) {
    const call = fittingCall(situation, draw);
    const said = situation.context.usual ?? (call === undefined || draw.oneIn(3) ? saysText('Done.').blocks : [call]);
    return { ...saysBlocks(said), damage: { kind: 'no-end' } };
  },
};
