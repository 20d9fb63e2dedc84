import type { ChaosCaseReport, ChaosCell } from '../../domain/chaos.ts';

/** All variants of one fault at one place, or all tries at one pair of them: one box of a table. */
export interface ExperimentGroup {
  /** From 1, in the order of the cells. */
  readonly number: number;
  readonly faults: readonly string[];
  readonly places: readonly string[];
  readonly cells: readonly ChaosCell[];
}

/** The cells of a case, by what struck where; groups of the same faults are neighbours, so that they can be shown together. */
export function experimentGroups({ cells }: Pick<ChaosCaseReport, 'cells'>): readonly ExperimentGroup[] {
  const byFault = Map.groupBy(cells, (cell) => (cell.faults.length > 1 ? pairs : (cell.faults[0] ?? '')));
  let number = 0;
  return [...byFault.values()].flatMap((ofFault) =>
    [...Map.groupBy(ofFault, (cell) => JSON.stringify([cell.faults, cell.places])).values()].map((group) => ({
      number: ++number,
      faults: group[0]!.faults,
      places: group[0]!.places,
      cells: group,
    })),
  );
}

/** The key under which pairs stand: no kind of fault is called so. */
export const pairs = '+';

/** Groups by the fault that struck; pairs by themselves. */
export function groupsByFault(groups: readonly ExperimentGroup[]): ReadonlyMap<string, readonly ExperimentGroup[]> {
  return Map.groupBy(groups, ({ faults }) => (faults.length > 1 ? pairs : (faults[0] ?? '')));
}
