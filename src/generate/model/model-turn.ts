import type { Block, FinishReason } from '../../domain/chat.ts';

/** What a model says once, as data: it can be written into a file, told as a story, and shrunk. */
export interface ModelTurn {
  /** The move that it is: `fitting-call`, `repeated-call`. */
  readonly kind: string;
  readonly blocks: readonly Block[];
  readonly finish: FinishReason;
  /** The answer does not arrive as it should. */
  readonly damage?: TurnDamage;
}

export type TurnDamage =
  /** Everything is said but that it is the end: a stream without its terminal event. */
  | { readonly kind: 'no-end' }
  /** It breaks off after so many percent of its pieces, with the connection or in good order. */
  | { readonly kind: 'ends-early'; readonly afterPercent: number; readonly abruptly: boolean };
