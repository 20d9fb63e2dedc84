import type { Move } from '../move.ts';

/** The model refuses, in the provider's own form or in words. */
export const refusal: Move = {
  kind: 'refusal',
  weight: 2,
  says: (_situation, draw) =>
    draw.int(0, 1) === 0
      ? { blocks: [{ kind: 'refusal', text: "I'm sorry, I can't help with that." }], finish: 'refusal' }
      : { blocks: [], finish: 'content-filter' },
};
