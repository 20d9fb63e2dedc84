import type { LedgerEntry } from '../../domain/decision.ts';
import { distinct, type Said } from './distinct-entries.ts';
import type { Conflict } from './ledger.ts';

/** Where one speaker's standing decision on a case has a rival of the same time, or neither has a time. */
export function conflictsOf(entries: readonly LedgerEntry[]): readonly Conflict[] {
  const bySpeaker = new Map<string, Said[]>();
  for (const entry of entries) {
    if (entry.kind === 'case') continue;
    const speaker = JSON.stringify([entry.kind, nameOf(entry)]);
    bySpeaker.set(speaker, [...(bySpeaker.get(speaker) ?? []), entry]);
  }
  return [...bySpeaker.values()].flatMap((said): readonly Conflict[] => {
    const ordered = distinct(said);
    const stands = ordered.at(-1)!;
    const rivals = ordered.filter(({ decidedAtMs }) => decidedAtMs === stands.decidedAtMs);
    const decisions = [...new Set(rivals.map(decisionText))];
    if (decisions.length < 2) return [];
    const name = nameOf(stands);
    return [
      {
        caseId: stands.caseId,
        speaker: stands.kind,
        ...(name === undefined ? {} : { name }),
        decisions,
        sources: rivals.map(({ source }) => source),
      },
    ];
  });
}

function nameOf(entry: Said): string | undefined {
  return entry.kind === 'agent' ? entry.agent : entry.kind === 'human' ? entry.person : undefined;
}

function decisionText(entry: Said): string {
  return entry.decision ?? (entry.kind === 'agent' ? entry.unmapped : undefined) ?? '';
}
