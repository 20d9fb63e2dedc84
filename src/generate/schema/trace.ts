import type { Json } from '../../domain/json.ts';
import type { Draw } from '../draw.ts';
import type { SchemaNode } from './node.ts';

/** What a drawing gives where no value was found. */
export const nothing: unique symbol = Symbol('nothing');
export type Drawn = Json | typeof nothing;

/** Draws a value for a place below, with no more levels than that. */
export type DrawPart = (node: SchemaNode, draw: Draw, levels: number, trace?: Trace) => Drawn;

/** Which place of the schema each part of a value was drawn for. */
export interface Trace {
  readonly parts: readonly TracedPart[];
  enter(step: string | number): void;
  leave(): void;
  add(node: SchemaNode): void;
  mark(): number;
  /** Forgets what was drawn since. */
  back(mark: number): void;
}

export interface TracedPart {
  readonly path: readonly (string | number)[];
  /** A leaf. */
  readonly node: SchemaNode;
}

export function startTrace(): Trace {
  const parts: TracedPart[] = [];
  const path: (string | number)[] = [];
  return {
    parts,
    enter: (step) => void path.push(step),
    leave: () => void path.pop(),
    add: (node) => void parts.push({ path: [...path], node }),
    mark: () => parts.length,
    back: (mark) => void (parts.length = mark),
  };
}
