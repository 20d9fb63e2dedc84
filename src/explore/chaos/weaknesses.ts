import type { ChaosCell } from '../../domain/chaos.ts';
import type { ChaosPlan, DeclaredWeakness } from '../../domain/chaos-plan.ts';

/** What the scenario declares of a claim under these faults. */
export function weaknessOf(claim: string, faults: readonly string[], { weaknesses }: ChaosPlan): DeclaredWeakness | undefined {
  return weaknesses.find((weakness) => weakness.claim === claim && faults.some((fault) => weakness.faults.includes(fault)));
}

/** Declared weaknesses that no cell showed: repaired, perhaps, and the declaration should go. */
export function unseenWeaknesses(cells: readonly ChaosCell[], { weaknesses }: ChaosPlan): readonly DeclaredWeakness[] {
  return weaknesses.filter(
    ({ claim, faults }) => !cells.some((cell) => cell.broken.includes(claim) && cell.faults.some((fault) => faults.includes(fault))),
  );
}
