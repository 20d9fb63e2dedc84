import type { AgentDecisionEntry, HumanDecisionEntry, TruthEntry } from '../../domain/decision.ts';

/** An entry that decides something. */
export type Said = AgentDecisionEntry | HumanDecisionEntry | TruthEntry;

/** Without repetitions, earliest first; where times are equal or missing, in the order of their content. */
export function distinct<E extends Said>(said: readonly E[]): readonly E[] {
  if (said.length < 2) return said;
  const byContent = new Map<string, E>();
  for (const entry of said) {
    const key = JSON.stringify({ ...entry, source: undefined });
    const seen = byContent.get(key);
    if (seen === undefined || entry.source < seen.source) byContent.set(key, entry);
  }
  return [...byContent]
    .sort(([a, entryA], [b, entryB]) => (entryA.decidedAtMs ?? -Infinity) - (entryB.decidedAtMs ?? -Infinity) || (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}
