import { bisect } from './bisect.ts';
import { binomialUpperTail } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';

/** Wilson's one-sided lower bound (1927); holds approximately, for a single look. */
export function wilsonLower(k: number, n: number, alpha: number): number {
  if (n === 0) return 0;
  const z = normalQuantile(alpha);
  const rate = k / n;
  const centre = rate + (z * z) / (2 * n);
  const spread = z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return Math.max(0, (centre - spread) / (1 + (z * z) / n));
}

/** Clopper and Pearson's one-sided lower bound (1934): exact, for a single look. */
export function clopperPearsonLower(k: number, n: number, alpha: number): number {
  if (k <= 0) return 0;
  if (k >= n) return Math.pow(alpha, 1 / n);
  return bisect(0, k / n, (p) => binomialUpperTail(k, n, p) < alpha);
}

/** The upper bound, by symmetry: with no success among n it is 1 − α^(1/n). */
export function clopperPearsonUpper(k: number, n: number, alpha: number): number {
  return n === 0 ? 1 : 1 - clopperPearsonLower(n - k, n, alpha);
}
