import { hash } from 'node:crypto';
import type { LedgerEntry } from '../../domain/decision.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { writeEntries } from './entry-text.ts';

/** What the table of a ledger holds of one row; the same columns in every database. */
export interface LedgerRow {
  readonly caseId: string;
  /** Of what was said, not of where: the same line in another file is the same. */
  readonly digest: string;
  /** The earliest time of a person's decision, and of an agent's: a case has its place in time from them, and a revision does not move it later. */
  readonly humanAtMs: number | null;
  readonly agentAtMs: number | null;
  readonly body: string;
}

const digestCharacters = 22;

/** @throws RehearsalFailure INTERNAL where the entries are not of one case. */
export function rowOfEntries(entries: readonly LedgerEntry[]): LedgerRow {
  const caseId = entries[0]?.caseId;
  if (caseId === undefined || entries.some((entry) => entry.caseId !== caseId))
    throw new RehearsalFailure('INTERNAL', 'A row of the ledger holds entries of exactly one case.');
  const { source, content } = writeEntries(entries);
  return {
    caseId,
    digest: hash('sha256', caseId + content, 'base64url').slice(0, digestCharacters),
    humanAtMs: earliest(entries, 'human'),
    agentAtMs: earliest(entries, 'agent'),
    body: `[${source}${content}]`,
  };
}

function earliest(entries: readonly LedgerEntry[], kind: LedgerEntry['kind']): number | null {
  let found: number | null = null;
  for (const entry of entries)
    if (entry.kind === kind && entry.decidedAtMs !== undefined && (found === null || entry.decidedAtMs < found)) found = entry.decidedAtMs;
  return found;
}
