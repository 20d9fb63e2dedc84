import { saysBlocks, saysText } from '../calls.ts';
import type { Move } from '../move.ts';

/** Nothing is said, or nothing but blanks. */
export const emptyTurn: Move = {
  kind: 'empty-turn',
  weight: 2,
  says: (_situation, draw) => (draw.int(0, 2) < 2 ? saysBlocks([]) : saysText(draw.pick([' ', '\n']))),
};
