import type { ChaosCell, Coverage, Reliability, SurvivalRate } from '../../domain/chaos.ts';
import type { FaultKind } from '../../fault/index.ts';
import { passPower, wilson } from '../../run/campaign/intervals.ts';
import { roundUsd } from './cost.ts';

const isHeld = ({ outcome }: ChaosCell): boolean => outcome === 'survived' || outcome === 'degraded';
const isJudged = (cell: ChaosCell): boolean => isHeld(cell) || cell.outcome === 'failed' || cell.outcome === 'weakness';

/** How the agent survives each kind, over its single faults and crash points; in the order of the catalogue. Kinds of which nothing was run are left out. */
export function survivalRates(cells: readonly ChaosCell[], kinds: readonly FaultKind[]): readonly SurvivalRate[] {
  return kinds.flatMap((kind) => {
    const own = cells.filter(({ faults, outcome }) => faults.length === 1 && faults[0] === kind.name && outcome !== 'not-run');
    if (own.length === 0) return [];
    const judged = own.filter(isJudged);
    const held = judged.filter(isHeld);
    const count = (outcome: ChaosCell['outcome']): number => own.filter((cell) => cell.outcome === outcome).length;
    const recovered = median(held.flatMap(({ recoveryMs }) => (recoveryMs === undefined ? [] : [recoveryMs])));
    const usd = median(held.flatMap(({ extra }) => (extra.usd === undefined ? [] : [extra.usd])));
    return [
      {
        fault: kind.name,
        site: kind.site,
        judged: judged.length,
        held: held.length,
        degraded: count('degraded'),
        failed: count('failed') + count('weakness'),
        diverged: count('diverged'),
        invalid: count('invalid') + count('unknown'),
        interval: judged.length === 0 ? ([0, 1] as const) : wilson(held.length, judged.length),
        ...(recovered === undefined ? {} : { recoveryMs: recovered }),
        extraModelCalls: median(held.map(({ extra }) => extra.modelCalls)) ?? 0,
        ...(usd === undefined ? {} : { extraUsd: roundUsd(usd) }),
      },
    ];
  });
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * R(k) over the cells that were repeated: the mean of each cell's pass^k. The interval is Wilson's of a share of so many cells, which is wide enough whatever the
 * spread within a cell.
 */
export function reliability(cells: readonly ChaosCell[]): readonly Reliability[] {
  const repeats = cells.flatMap(({ repeats: own }) => (own === undefined || own.judged === 0 ? [] : [own]));
  const most = Math.max(0, ...repeats.map(({ judged }) => judged));
  return Array.from({ length: most }, (_, index) => index + 1).map((k) => {
    const able = repeats.filter(({ judged }) => judged >= k);
    const sum = able.reduce((total, { held, judged }) => total + passPower(held, judged, k), 0);
    return { k, value: sum / able.length, interval: wilson(sum, able.length) };
  });
}

/** place × kind that there are, and those of which a cell was judged. */
export function coverageOf(possible: ReadonlySet<string>, cells: readonly ChaosCell[]): Coverage {
  const exercised = new Set(
    cells.filter((cell) => cell.faults.length === 1 && isJudged(cell)).map(({ places, faults }) => placeAndKind(places[0]!, faults[0]!)),
  );
  return { possible: possible.size, exercised: exercised.size };
}

export function placeAndKind(place: string, kind: string): string {
  return `${kind} at ${place}`;
}
