import type { Draw } from './draw.ts';

/** One of them, each as often as it weighs; `weights` stand in place of their own, by kind. Undefined where none weighs anything. */
export function pickWeighted<T extends { readonly kind: string; readonly weight: number }>(
  from: readonly T[],
  weights: Readonly<Record<string, number>>,
  draw: Draw,
): T | undefined {
  let sum = 0;
  for (const one of from) sum += weightOf(one, weights);
  if (sum <= 0) return undefined;
  // In thousandths, for weights below one.
  let left = draw.int(0, Math.max(0, Math.round(sum * 1000) - 1)) / 1000;
  for (const one of from) {
    const weight = weightOf(one, weights);
    if (left < weight) return one;
    left -= weight;
  }
  return from.findLast((one) => weightOf(one, weights) > 0);
}

function weightOf({ kind, weight }: { readonly kind: string; readonly weight: number }, weights: Readonly<Record<string, number>>): number {
  return Math.max(0, Object.hasOwn(weights, kind) ? weights[kind]! : weight);
}
