import { bisect } from './bisect.ts';

/** P(Z > z) for the standard normal distribution, z ≥ 0: a series near 0, Laplace's continued fraction in the tail. */
export function normalUpperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) sum += term *= (z * z) / (2 * n + 1);
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let n = 200; n >= 1; n--) fraction = z + n / fraction;
  return density / fraction;
}

/** The z that a standard normal variable exceeds with probability α, for α ≤ ½. */
export function normalQuantile(alpha: number): number {
  return bisect(0, 40, (z) => normalUpperTail(z) > alpha);
}
