import { bisect, firstWhole } from './bisect.ts';
import { logBeta } from './log-gamma.ts';

/**
 * Log of the evidence against a success probability p after k successes among n: the likelihood averaged over all probabilities (a uniform prior),
 * over the likelihood at p. Under p it is a martingale that starts at 1, so it ever reaches 1/α with probability at most α (Ville, 1939; Robbins,
 * 1970): the bounds below hold at every look at once. k may be fractional, for expected paths.
 */
export function logEvidence(k: number, n: number, p: number): number {
  const successes = k === 0 ? 0 : k * Math.log(p);
  const failures = n - k === 0 ? 0 : (n - k) * Math.log1p(-p);
  return logBeta(k + 1, n - k + 1) - successes - failures;
}

/**
 * L_n = min { p : B(k+1, n−k+1) / (p^k (1−p)^(n−k)) < 1/α }: the lower bound that holds whatever day one looks.
 *
 * @example anytimeLower(1107, 1130, 0.05) // 0.9588…
 */
export function anytimeLower(k: number, n: number, alpha: number): number {
  if (k <= 0) return 0;
  const limit = -Math.log(alpha);
  return bisect(0, k / n, (p) => p <= 0 || logEvidence(k, n, p) >= limit);
}

/** The upper bound, by symmetry. */
export function anytimeUpper(k: number, n: number, alpha: number): number {
  return 1 - anytimeLower(n - k, n, alpha);
}

/** Is the lower bound above p? The same as `anytimeLower(k, n, alpha) > p`, in one step. */
export function isAbove(k: number, n: number, p: number, alpha: number): boolean {
  return k > p * n && logEvidence(k, n, p) >= -Math.log(alpha);
}

const decisionsMax = 1e9;

/**
 * How many decisions, in all, until the lower bound passes a threshold, if the rate stays as it is: k = rate · n at every n. Undefined where it never does.
 *
 * @example decisionsUntilAbove(0.98, 0.95, 0.05) === 596
 */
export function decisionsUntilAbove(rate: number, threshold: number, alpha: number): number | undefined {
  if (!(rate > threshold)) return undefined;
  return firstWhole(1, decisionsMax, (n) => isAbove(rate * n, n, threshold, alpha));
}
