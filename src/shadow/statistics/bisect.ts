/** The place in [low, high] where a condition turns from true to false, to the precision of a double. */
export function bisect(low: number, high: number, holds: (value: number) => boolean): number {
  let [left, right] = [low, high];
  for (;;) {
    const middle = (left + right) / 2;
    if (middle <= left || middle >= right) return middle;
    if (holds(middle)) left = middle;
    else right = middle;
  }
}

/** The first whole number from `start` on for which a condition holds, if it holds from some number on; undefined beyond the limit. */
export function firstWhole(start: number, limit: number, holds: (value: number) => boolean): number | undefined {
  let step = 1;
  let below = start - 1;
  let above = start;
  while (!holds(above)) {
    if (above >= limit) return undefined;
    below = above;
    above = Math.min(limit, above + step);
    step *= 2;
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}
