import type { Json } from '../../domain/json.ts';
import type { Draw } from '../draw.ts';
import type { ToolSituation } from './tool-situation.ts';

/** One kind of answer of a tool. One file, one line in `results/index.ts`. */
export interface ResultKind {
  readonly kind: string;
  /** How often, beside the others; what is usual has 60. */
  readonly weight: number;
  /** What is answered; undefined where this kind makes no sense here. */
  answers(situation: ToolSituation, draw: Draw): Json | undefined;
}
