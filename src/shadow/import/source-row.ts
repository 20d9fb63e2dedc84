/** One row of a file, before anybody knows what its columns mean. */
export interface SourceRow {
  /** Line on which the row begins, from 1. */
  readonly line: number;
  /** In the order of the file's columns. */
  readonly values: readonly string[];
}

/** A row that is not taken, and why. */
export interface Rejection {
  readonly line: number;
  readonly caseId?: string;
  readonly column?: string;
  /** A stable word or two, for counting: `unknown label`. */
  readonly reason: string;
  /** One sentence with the value. */
  readonly text: string;
}

/** A file of decisions, read as it comes: never as a whole. */
export interface RowSource {
  readonly columns: readonly string[];
  readonly batches: AsyncIterable<readonly (SourceRow | Rejection)[]>;
}

/** A row that could be read. */
export function isRow(row: SourceRow | Rejection): row is SourceRow {
  return 'values' in row;
}

/** Longest row that is taken; a quotation mark that is never closed would swallow the rest of the file. */
export const rowCharactersMax = 1_000_000;
/** Rows handed on at a time, and appended in one transaction. */
export const rowsPerBatch = 20_000;
