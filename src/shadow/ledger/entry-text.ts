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
  const [source, ...lists] = JSON.parse(text) as [string, ...(readonly Json[])[]];
  return lists.map((cells) => entryOf(caseId, source, cells));
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

function entryOf(caseId: string, source: string, cells: readonly Json[]): LedgerEntry {
  const common = { caseId, source, ...given('decidedAtMs', cells[1]) };
  switch (cells[0]) {
    case 0:
      return {
        kind: 'case',
        ...common,
        fields: (cells[2] ?? {}) as JsonObject,
        segments: (cells[3] ?? {}) as CaseEntry['segments'],
        ...given('amount', cells[4]),
        ...given('couldBeCritical', cells[5]),
      };
    case 1:
      return {
        kind: 'agent',
        ...common,
        agent: cells[2],
        ...given('decision', cells[3]),
        ...given('unmapped', cells[4]),
        ...given('confidence', cells[5]),
        ...given('risk', cells[6]),
        ...given('costUsd', cells[7]),
        ...given('trace', cells[8]),
        ...given('fingerprint', cells[9]),
      } as AgentDecisionEntry;
    case 2:
      return { kind: 'human', ...common, person: cells[2], decision: cells[3], ...given('blind', cells[4]) } as HumanDecisionEntry;
    case 3:
      return { kind: 'truth', ...common, decision: cells[2] } as TruthEntry;
    default:
      throw new Error(`an entry of the unknown kind ${JSON.stringify(cells[0])}`);
  }
}

function given(name: string, value: Json | undefined): object {
  return value === undefined || value === null ? {} : { [name]: value };
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
