import { logBeta } from './log-gamma.ts';

const tiny = 1e-300;
const precision = 1e-15;

/**
 * The regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 ≤ x ≤ 1: DLMF 8.17.22, its continued fraction evaluated by Lentz's method
 * on the side of the mean where it converges fast (some √max(a, b) terms).
 *
 * @example incompleteBeta(0.5, 1, 1) === 0.5
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x < (a + 1) / (a + b + 2) ? fromLeft(x, a, b) : 1 - fromLeft(1 - x, b, a);
}

function fromLeft(x: number, a: number, b: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  return front === 0 ? 0 : front / continuedFraction(x, a, b);
}

/** 1 + d1/(1 + d2/(1 + …)). */
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1;
  let upper = 1;
  let lower = 0;
  const termsMax = 1000 + 20 * Math.sqrt(Math.max(a, b));
  for (let term = 1; term <= termsMax; term++) {
    const coefficient = coefficientOf(term, x, a, b);
    lower = 1 / notZero(1 + coefficient * lower);
    upper = notZero(1 + coefficient / upper);
    const change = upper * lower;
    value *= change;
    if (Math.abs(change - 1) < precision) return value;
  }
  throw new RangeError(`I_${x}(${a}, ${b}) did not converge in ${Math.floor(termsMax)} terms.`);
}

function coefficientOf(term: number, x: number, a: number, b: number): number {
  const m = Math.floor(term / 2);
  return term % 2 === 0 ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)) : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

function notZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** P(X ≥ k) for X binomial with n trials of probability p. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return incompleteBeta(p, k, n - k + 1);
}
