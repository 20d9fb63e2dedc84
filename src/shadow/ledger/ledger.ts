import type { LedgerEntry, ShadowCase } from '../../domain/decision.ts';

/**
 * Where decisions are kept. It only grows: a revision is one more entry, the same entry said again counts once. Several processes may append at once;
 * what `append` has returned for survives `kill -9`.
 */
export interface Ledger {
  /** For people; holds no password. */
  readonly name: string;
  /** Each list holds what one source said of one case. All of them are kept, or none. */
  append(rows: readonly (readonly LedgerEntry[])[]): Promise<AppendCounts>;
  /** All cases, paired, in the order of their time (cases without one at the end); to be read once. They are made as they are read. */
  cases(settings: PairingSettings): Promise<Iterable<ShadowCase>>;
  /** Cases of which one speaker said two things, and no time says which is the later. */
  conflicts(): Promise<readonly Conflict[]>;
  /** Remembers that an import took place and how it went. */
  recordImport(record: ImportRecord): Promise<void>;
  /** All imports, oldest first. */
  imports(): Promise<readonly ImportRecord[]>;
  /** Everything as it was appended, row by row, for export. */
  entries(): AsyncIterable<readonly (readonly LedgerEntry[])[]>;
  close(): Promise<void>;
}

export interface AppendCounts {
  readonly added: number;
  /** Rows that the ledger held already, word for word. */
  readonly repeated: number;
}

export interface PairingSettings {
  /** The agent under judgement. */
  readonly agent: string;
}

/** One speaker, one case, two decisions, and no time that says which is the later. */
export interface Conflict {
  readonly caseId: string;
  readonly speaker: 'truth' | 'agent' | 'human';
  /** The agent's or the person's name. */
  readonly name?: string;
  readonly decisions: readonly string[];
  readonly sources: readonly string[];
}

/** How an import went, so that a verdict can say what it does not know of. */
export interface ImportRecord {
  readonly file: string;
  readonly importedAtMs: number;
  readonly added: number;
  readonly repeated: number;
  readonly rejected: number;
  /** Reasons with their counts, the commonest first. */
  readonly reasons: Readonly<Record<string, number>>;
}
