import type { Move } from '../move.ts';
import { saysBlocks } from '../calls.ts';

/** What the recorded or scripted model says here: the way to deep states. */
export const asUsual: Move = {
  kind: 'as-usual',
  weight: 60,
  says: ({ context }) => (context.usual === undefined ? undefined : saysBlocks(context.usual)),
};
