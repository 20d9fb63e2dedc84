import type { Random } from '../../domain/random.ts';

const groupsMax = 5000;
const resamples = 2000;

/**
 * A 95 % percentile interval for the mean of paired differences, from 2,000 resamples. More than 5,000 differences are first dealt at random into as
 * many groups of almost equal size, whose sums are resampled: the spread of the mean is the same, the work stays bounded.
 */
export function pairedBootstrap(differences: Float64Array, random: Random): { readonly lower: number; readonly upper: number } {
  const shuffled = differences.length > groupsMax ? shuffle(differences.slice(), random) : differences;
  const groups = Math.min(groupsMax, shuffled.length);
  const sums = new Float64Array(groups);
  const sizes = new Float64Array(groups);
  for (let index = 0; index < shuffled.length; index++) {
    sums[index % groups] = sums[index % groups]! + shuffled[index]!;
    sizes[index % groups] = sizes[index % groups]! + 1;
  }
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let [total, count] = [0, 0];
    for (let draw = 0; draw < groups; draw++) {
      const group = random.below(groups);
      total += sums[group]!;
      count += sizes[group]!;
    }
    means[resample] = total / count;
  }
  means.sort();
  return { lower: means[Math.floor(0.025 * (resamples - 1))]!, upper: means[Math.ceil(0.975 * (resamples - 1))]! };
}

function shuffle(values: Float64Array, random: Random): Float64Array {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [values[last], values[other]] = [values[other]!, values[last]!];
  }
  return values;
}
