import { bisect, firstWhole } from './bisect.ts';

/** Bounds on the mean of bounded observations that hold at every look at once. */
export interface BernsteinSequence {
  add(value: number): void;
  readonly count: number;
  mean(): number;
  /** One-sided bounds, each with error probability α. */
  lower(): number;
  upper(): number;
  /** Is the upper bound below a value? */
  isBelow(value: number): boolean;
  /** How many observations, in all, until it is, if mean and spread stay as they are; undefined where that never happens. */
  countUntilBelow(value: number): number | undefined;
}

const observationsMax = 1e10;

/** Bets from ½ downwards, each 1/√2 of the one before, with weights 1/((j+1)(j+2)): enough for a hundred million observations. */
const bets: readonly { readonly size: number; readonly penalty: number; readonly weight: number }[] = Array.from({ length: 48 }, (_, index) => {
  const size = 0.5 * Math.SQRT1_2 ** index;
  return { size, penalty: -Math.log1p(-size) - size, weight: 1 / ((index + 1) * (index + 2)) };
});

/**
 * An empirical Bernstein confidence sequence for observations in [min, max]: Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric,
 * nonasymptotic confidence sequences" (Annals of Statistics 49, 2021), Theorem 4, with a discrete mixture of bets in place of its stitched boundary.
 * With x scaled to [0, 1] and x̂ predicted from the observations before it, exp(λ Σ(x − μ) − (−ln(1−λ) − λ) Σ(x − x̂)²) is a supermartingale for each
 * bet λ, so their weighted sum is one too, and reaches 1/α with probability at most α. The bounds stand around the plain mean and hold for the mean of
 * the expectations so far, which need not be constant. They are narrow where the observations vary little, as differences of two good deciders do.
 */
export function bernsteinSequence(min: number, max: number, alpha: number): BernsteinSequence {
  const width = max - min;
  const limit = -Math.log(alpha);
  let [count, sum, squares] = [0, 0, 0];
  const radius = (): number => bisect(0, count, (deviation) => logMixture(deviation, squares) < limit) / count;
  const mean = (): number => min + (width * sum) / count;
  const passes = (wanted: number, value: number): boolean =>
    count > 0 && value > mean() && logMixture((wanted * (value - mean())) / width, (squares * wanted) / count) >= limit;
  return {
    add(value) {
      const x = (value - min) / width;
      if (!(x >= 0 && x <= 1)) throw new RangeError(`${value} is not between ${min} and ${max}.`);
      squares += (x - (0.5 + sum) / (count + 1)) ** 2;
      sum += x;
      count++;
    },
    get count() {
      return count;
    },
    mean,
    lower: () => (count === 0 ? min : min + width * Math.max(0, sum / count - radius())),
    isBelow: (value) => passes(count, value),
    countUntilBelow: (value) => (count === 0 || mean() >= value ? undefined : firstWhole(1, observationsMax, (wanted) => passes(wanted, value))),
    upper: () => (count === 0 ? max : min + width * Math.min(1, sum / count + radius())),
  };
}

/** Log of the weighted sum, taken out of its largest term so that nothing overflows. */
function logMixture(deviation: number, squares: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const { size, penalty } of bets) largest = Math.max(largest, size * deviation - penalty * squares);
  let total = 0;
  for (const { size, penalty, weight } of bets) total += weight * Math.exp(size * deviation - penalty * squares - largest);
  return largest + Math.log(total);
}
