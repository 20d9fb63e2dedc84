import type { LedgerEntry, ShadowCase } from '../../domain/decision.ts';
import { conflictsOf } from './conflicts-of.ts';
import { readEntries } from './entry-text.ts';
import type { Conflict, PairingSettings } from './ledger.ts';
import { pairCase } from './pair-case.ts';

/** The form of the tables; a greater one belongs to a later Rehearsal. */
export const ledgerFormat = 1;

/** Cases read at a time. */
export const batchSize = 2_000;

/** A case as every database gives it: its id, all that was said of it, its time. */
export type PairedRow = readonly [caseId: string, bodies: string, atMs: number | string | null];

/** One row of the query that groups a ledger by case. */
export function caseOfRow([caseId, bodies, atMs]: PairedRow, pairing: PairingSettings): ShadowCase {
  return pairCase(caseId, atMs === null ? undefined : Number(atMs), entriesOf(caseId, bodies), pairing);
}

/** The same row, looked at for conflicts. */
export function conflictsOfRow([caseId, bodies]: PairedRow): readonly Conflict[] {
  return conflictsOf(entriesOf(caseId, bodies));
}

function entriesOf(caseId: string, bodies: string): readonly LedgerEntry[] {
  return bodies.includes('\n') ? bodies.split('\n').flatMap((body) => readEntries(caseId, body)) : readEntries(caseId, bodies);
}
