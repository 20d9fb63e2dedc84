import { saysText } from '../calls.ts';
import type { Move } from '../move.ts';

/** JSON that fits what the request asks the answer to fit. */
export const fittingAnswer: Move = {
  kind: 'fitting-answer',
  weight: 25,
  says: ({ answer }, draw) => (answer === undefined ? undefined : saysText(JSON.stringify(answer.draw(draw)))),
};
