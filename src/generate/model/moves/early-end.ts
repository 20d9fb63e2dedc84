import { fittingCall, saysBlocks, saysText } from '../calls.ts';
import type { Move } from '../move.ts';

/** What is said breaks off on its way. */
export const earlyEnd: Move = {
  kind: 'early-end',
  weight: 3,
  says(situation, draw) {
    const call = fittingCall(situation, draw);
    const said =
      situation.context.usual ??
      (call === undefined || draw.oneIn(3) ? saysText('The order was refunded, and the customer was told.').blocks : [call]);
    return { ...saysBlocks(said), damage: { kind: 'ends-early', afterPercent: draw.pick([50, 0, 25, 75, 95]), abruptly: draw.int(0, 1) === 1 } };
  },
};
