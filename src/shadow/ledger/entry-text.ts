import type { AgentDecisionEntry, CaseEntry, HumanDecisionEntry, LedgerEntry, TruthEntry } from '../../domain/decision.ts';
import { canonicalJson, type Json, type JsonObject } from '../../domain/json.ts';

type Cell = Json | undefined;

/**
 * Entries of one case from one source, as the ledger keeps them: a list `[source, entry, …]`, each entry a list whose first number says its kind. Positions
 * in place of names make a million of them a third as long and twice as fast to read.
 */
export function writeEntries(entries: readonly LedgerEntry[]): { readonly source: string; readonly content: string } {
  let content = '';
  for (const entry of entries) content += `,${JSON.stringify(trimmed(cellsOf(entry)))}`;
  return { source: JSON.stringify(entries[0]?.source ?? ''), content };
}

/** Reads what `writeEntries` wrote. */
export function readEntries(caseId: string, text: string): readonly LedgerEntry[] {
  const row = JSON.parse(text) as readonly [string, ...(readonly Json[])[]];
  const entries: LedgerEntry[] = [];
  for (let index = 1; index < row.length; index++) entries.push(entryOf(caseId, row[0], row[index] as readonly Json[]));
  return entries;
}

function cellsOf(entry: LedgerEntry): readonly Cell[] {
  switch (entry.kind) {
    case 'case':
      return [0, entry.decidedAtMs, sortedObject(entry.fields), sortedObject(entry.segments), entry.amount, entry.couldBeCritical];
    case 'agent':
      return [
        1,
        entry.decidedAtMs,
        entry.agent,
        entry.decision,
        entry.unmapped,
        entry.confidence,
        entry.risk,
        entry.costUsd,
        entry.trace,
        entry.fingerprint,
      ];
    case 'human':
      return [2, entry.decidedAtMs, entry.person, entry.decision, entry.blind];
    case 'truth':
      return [3, entry.decidedAtMs, entry.decision];
  }
}

type Writable<E> = { -readonly [Name in keyof E]: E[Name] };

/** Written out, since a million of them are read for each verdict. The order of members is always the same: equal entries have equal texts. */
function entryOf(caseId: string, source: string, cells: readonly Json[]): LedgerEntry {
  switch (cells[0]) {
    case 0: {
      const [, at, fields, segments, amount, couldBeCritical] = cells as readonly [
        number,
        number | null,
        JsonObject?,
        CaseEntry['segments']?,
        number?,
        boolean?,
      ];
      const entry: Writable<CaseEntry> = { kind: 'case', caseId, source, fields: fields ?? {}, segments: segments ?? {} };
      if (isThere(at)) entry.decidedAtMs = at;
      if (isThere(amount)) entry.amount = amount;
      if (isThere(couldBeCritical)) entry.couldBeCritical = couldBeCritical;
      return entry;
    }
    case 1: {
      const entry: Writable<AgentDecisionEntry> = { kind: 'agent', caseId, source, agent: cells[2] as string };
      if (isThere(cells[1])) entry.decidedAtMs = cells[1] as number;
      if (isThere(cells[3])) entry.decision = cells[3] as string;
      if (isThere(cells[4])) entry.unmapped = cells[4] as string;
      if (isThere(cells[5])) entry.confidence = cells[5] as number;
      if (isThere(cells[6])) entry.risk = cells[6] as number;
      if (isThere(cells[7])) entry.costUsd = cells[7] as number;
      if (isThere(cells[8])) entry.trace = cells[8] as string;
      if (isThere(cells[9])) entry.fingerprint = cells[9] as string;
      return entry;
    }
    case 2: {
      const entry: Writable<HumanDecisionEntry> = { kind: 'human', caseId, source, person: cells[2] as string, decision: cells[3] as string };
      if (isThere(cells[1])) entry.decidedAtMs = cells[1] as number;
      if (isThere(cells[4])) entry.blind = cells[4] as boolean;
      return entry;
    }
    case 3: {
      const entry: Writable<TruthEntry> = { kind: 'truth', caseId, source, decision: cells[2] as string };
      if (isThere(cells[1])) entry.decidedAtMs = cells[1] as number;
      return entry;
    }
    default:
      throw new Error(`an entry of the unknown kind ${JSON.stringify(cells[0])}`);
  }
}

function isThere<V>(value: V): value is NonNullable<V> {
  return value !== undefined && value !== null;
}

/** The same fields in another order are the same entry. */
function sortedObject(value: Readonly<Record<string, Json>>): Json {
  const names = Object.keys(value);
  for (let index = 1; index < names.length; index++) if (names[index - 1]! > names[index]!) return JSON.parse(canonicalJson(value)) as Json;
  return value;
}

function trimmed(cells: readonly Cell[]): readonly Cell[] {
  let length = cells.length;
  while (length > 0 && cells[length - 1] === undefined) length--;
  return cells.slice(0, length);
}
