import type { Random } from '../../domain/random.ts';
import { drawHypergeometric } from './draw-hypergeometric.ts';

/** Population stability index of two histograms; half a case is added to each bin, so that an empty one stays finite. */
export function populationStability(before: ArrayLike<number>, recent: ArrayLike<number>): number {
  const half = before.length / 2;
  const beforeTotal = sum(before) + half;
  const recentTotal = sum(recent) + half;
  let index = 0;
  for (let bin = 0; bin < before.length; bin++) {
    const old = (before[bin]! + 0.5) / beforeTotal;
    const now = (recent[bin]! + 0.5) / recentTotal;
    index += (now - old) * Math.log(now / old);
  }
  return index;
}

/**
 * The 95 % point of the index when the same cases are dealt at random into "before" and "recent": with a hundred cases on each side and ten bins the
 * index is 0.18 on average where nothing has drifted, so it cannot be read alone.
 */
export function stabilityByChance(before: ArrayLike<number>, recent: ArrayLike<number>, permutations: number, random: Random): number {
  const bins = before.length;
  const [beforeDealt, recentDealt] = [new Float64Array(bins), new Float64Array(bins)];
  const indices = new Float64Array(permutations);
  const total = sum(before) + sum(recent);
  const recentTotal = sum(recent);
  for (let permutation = 0; permutation < permutations; permutation++) {
    let [remaining, toDeal] = [total, recentTotal];
    for (let bin = 0; bin < bins; bin++) {
      const here = before[bin]! + recent[bin]!;
      const dealt = drawHypergeometric(random, remaining, here, toDeal);
      recentDealt[bin] = dealt;
      beforeDealt[bin] = here - dealt;
      remaining -= here;
      toDeal -= dealt;
    }
    indices[permutation] = populationStability(beforeDealt, recentDealt);
  }
  return indices.sort()[Math.min(permutations - 1, Math.ceil(0.95 * (permutations + 1)) - 1)]!;
}

function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let bin = 0; bin < counts.length; bin++) total += counts[bin]!;
  return total;
}
