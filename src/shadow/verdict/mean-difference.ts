import type { GateNeed } from '../../domain/readiness.ts';
import { bernsteinSequence, type BernsteinSequence } from '../statistics/bernstein-sequence.ts';

export interface MeanDifference {
  readonly n: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
  /** More cases until the mean is shown to be below the limit, if the same cases came again and again; empty where that never happens. */
  needUntilBelow(limit: number): GateNeed;
}

const stepsMax = 5_000_000;
const roundsMax = 1000;

/** A confidence sequence on the mean of bounded differences, at every look at once. */
export function meanDifference(differences: Float64Array, min: number, max: number, alpha: number): MeanDifference {
  const sequence = bernsteinSequence(min, max, alpha);
  for (const difference of differences) sequence.add(difference);
  return {
    n: differences.length,
    mean: sequence.mean(),
    lower: sequence.lower(),
    upper: sequence.upper(),
    needUntilBelow: (limit) => replay(sequence, differences, limit),
  };
}

function replay(sequence: BernsteinSequence, differences: Float64Array, limit: number): GateNeed {
  if (differences.length === 0 || sequence.mean() >= limit) return {};
  const rounds = Math.min(roundsMax, Math.ceil(stepsMax / differences.length));
  let more = 0;
  for (let round = 0; round < rounds; round++) {
    for (const difference of differences) {
      sequence.add(difference);
      more++;
      // The bound moves slowly; looking at a hundredth of the steps is near enough for a number of which people read two digits.
      if (more % Math.max(1, Math.floor(differences.length / 100)) === 0 && sequence.upper() <= limit) return { cases: more };
    }
  }
  return {};
}
