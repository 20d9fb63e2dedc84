import type { Random } from '../../domain/random.ts';
import { logGamma } from './log-gamma.ts';

/**
 * How many of `marked` things are among `drawn` out of `total`, by chance. Inversion that starts at the most likely number and goes outwards, so that
 * it takes some standard deviations of steps: a permutation of a million rows into ten bins costs ten draws, not a million swaps.
 */
export function drawHypergeometric(random: Random, total: number, marked: number, drawn: number): number {
  const min = Math.max(0, drawn - (total - marked));
  const max = Math.min(marked, drawn);
  if (min === max) return min;
  const mode = Math.min(max, Math.max(min, Math.floor(((drawn + 1) * (marked + 1)) / (total + 2))));
  const atMode = Math.exp(logChoose(marked, mode) + logChoose(total - marked, drawn - mode) - logChoose(total, drawn));
  let left = random.next() - atMode;
  let [down, up] = [mode, mode];
  let [chanceDown, chanceUp] = [atMode, atMode];
  while (left >= 0 && (down > min || up < max)) {
    if (up < max) {
      chanceUp *= ((marked - up) * (drawn - up)) / ((up + 1) * (total - marked - drawn + up + 1));
      up++;
      left -= chanceUp;
      if (left < 0) return up;
    }
    if (down > min) {
      chanceDown *= (down * (total - marked - drawn + down)) / ((marked - down + 1) * (drawn - down + 1));
      down--;
      left -= chanceDown;
      if (left < 0) return down;
    }
  }
  return mode;
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
