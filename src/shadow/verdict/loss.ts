import type { CostPolicy } from '../../domain/readiness-policy.ts';

/** What one decision costs, where something was right. */
export interface Loss {
  of(right: string, decision: string | undefined): number;
  /** No loss is beyond it: the range of every difference. */
  readonly max: number;
}

/** The policy's cost matrix as a function. */
export function lossOf(policy: CostPolicy): Loss {
  const cells = new Map<string, Map<string, number>>();
  for (const { reference, decision, cost } of policy.matrix) {
    if (!cells.has(reference)) cells.set(reference, new Map());
    cells.get(reference)!.set(decision, cost);
  }
  return {
    of: (right, decision) =>
      decision === undefined ? policy.noDecision : (cells.get(right)?.get(decision) ?? (decision === right ? 0 : policy.otherwise)),
    max: Math.max(policy.otherwise, policy.noDecision, ...policy.matrix.map(({ cost }) => cost)),
  };
}
