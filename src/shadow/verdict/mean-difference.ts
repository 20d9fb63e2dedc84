import type { GateNeed } from '../../domain/readiness.ts';
import { bernsteinSequence } from '../statistics/bernstein-sequence.ts';

export interface MeanDifference {
  readonly n: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** More cases until the mean is shown to be below the limit, if they are like those that were seen; empty where that never happens. */
  needUntilBelow(limit: number): GateNeed;
}

/** A confidence sequence on the mean of bounded differences, at every look at once. */
export function meanDifference(differences: Float64Array, min: number, max: number, alpha: number): MeanDifference {
  const sequence = bernsteinSequence(min, max, alpha);
  for (const difference of differences) sequence.add(difference);
  return {
    n: differences.length,
    mean: sequence.mean(),
    lower: sequence.lower(),
    upper: sequence.upper(),
    needUntilBelow(limit) {
      const inAll = sequence.countUntilBelow(limit);
      return inAll === undefined ? {} : { cases: Math.max(1, inAll - differences.length) };
    },
  };
}
