import type { Draw } from '../draw.ts';
import type { ModelTurn } from './model-turn.ts';
import type { Situation } from './situation.ts';

/** One kind of thing that a model may say. One file, one line in `moves/index.ts`. */
export interface Move {
  readonly kind: string;
  /** How often, beside the others; what is usual has 60. */
  readonly weight: number;
  /** What is said; undefined where this move makes no sense here. */
  says(situation: Situation, draw: Draw): Omit<ModelTurn, 'kind'> | undefined;
}
