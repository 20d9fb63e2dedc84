import type { Random } from '../../domain/random.ts';

/** When a rule is asked: after every so many decisions, from one number of them to another. */
export interface Looks {
  readonly from: number;
  readonly to: number;
  readonly every: number;
}

function isLook({ from, to, every }: Looks, decisions: number): boolean {
  return decisions >= from && decisions <= to && decisions % every === 0;
}

/**
 * The exact probability that a rule has said "ready" by the last look, and the median number of decisions at which it first does: dynamic programming
 * over the number of errors in histories that are not ready yet. The median is undefined where fewer than half ever are.
 */
export function exactHistories(
  accuracy: number,
  allowed: Int32Array,
  looks: Looks,
): { readonly everReady: number; readonly median: number | undefined } {
  const waiting = new Float64Array(looks.to + 2);
  waiting[0] = 1;
  let [everReady, highest] = [0, 0];
  let median: number | undefined;
  for (let decisions = 1; decisions <= looks.to; decisions++) {
    highest++;
    for (let errors = highest; errors > 0; errors--) waiting[errors] = waiting[errors]! * accuracy + waiting[errors - 1]! * (1 - accuracy);
    waiting[0] *= accuracy;
    // What is rarer than this moves no digit that anybody reads.
    while (highest > 0 && waiting[highest]! < 1e-18) waiting[highest--] = 0;
    if (!isLook(looks, decisions)) continue;
    for (let errors = 0; errors <= allowed[decisions]!; errors++) {
      everReady += waiting[errors]!;
      waiting[errors] = 0;
    }
    if (median === undefined && everReady >= 0.5) median = decisions;
  }
  return { everReady, median };
}

/** The same by drawing histories. */
export function drawnHistories(
  accuracy: number,
  allowed: Int32Array,
  looks: Looks,
  histories: number,
  random: Random,
): { readonly everReady: number; readonly median: number | undefined } {
  const readyAt: number[] = [];
  for (let history = 0; history < histories; history++) {
    let errors = 0;
    for (let decisions = 1; decisions <= looks.to; decisions++) {
      if (random.next() >= accuracy) errors++;
      if (errors > allowed[decisions]! || !isLook(looks, decisions)) continue;
      readyAt.push(decisions);
      break;
    }
  }
  readyAt.sort((a, b) => a - b);
  return { everReady: readyAt.length / histories, median: readyAt[Math.ceil(histories / 2) - 1] };
}
