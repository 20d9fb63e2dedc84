import fc from 'fast-check';
import type { PlannedCell } from './planned-cells.ts';

/** Tries per pair that is wanted: some are no pairs, some are there already. */
const triesEach = 8;

/** So many pairs of single faults, drawn from the seed: the same seed and the same faults give the same pairs, whatever else is explored. */
export function samplePairs(
  singles: readonly PlannedCell[],
  wanted: number,
  seed: number,
  mayStandTogether: (pair: PlannedCell) => boolean,
): readonly PlannedCell[] {
  if (wanted === 0 || singles.length < 2) return [];
  const position = fc.nat({ max: singles.length - 1 });
  const drawn = fc.sample(fc.tuple(position, position), { seed, numRuns: wanted * triesEach });
  const pairs = new Map<string, PlannedCell>();
  for (const [one, other] of drawn) {
    if (pairs.size === wanted) break;
    const [first, second] = one < other ? [singles[one]!, singles[other]!] : [singles[other]!, singles[one]!];
    if (first.places[0] === second.places[0]) continue;
    const pair = pairOf(first, second);
    if (!pairs.has(pair.id) && mayStandTogether(pair)) pairs.set(pair.id, pair);
  }
  return [...pairs.values()];
}

function pairOf(first: PlannedCell, second: PlannedCell): PlannedCell {
  return {
    id: `${first.id} + ${second.id}`,
    group: 'pair',
    places: [...first.places, ...second.places],
    faults: [...first.faults, ...second.faults],
    variant: [first.variant, second.variant].filter((variant) => variant !== '').join(' + '),
    schedule: [...first.schedule, ...second.schedule],
  };
}
