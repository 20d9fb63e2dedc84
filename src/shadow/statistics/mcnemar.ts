import { binomialUpperTail } from './incomplete-beta.ts';

/** Two-sided exact McNemar test: are b and c, the cases that only one of two got right, alike? Holds for a single look. */
export function exactMcNemar(b: number, c: number): number {
  if (b + c === 0) return 1;
  return Math.min(1, 2 * binomialUpperTail(Math.max(b, c), b + c, 0.5));
}
