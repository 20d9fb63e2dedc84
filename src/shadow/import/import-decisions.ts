import { basename } from 'node:path';
import type { LedgerEntry } from '../../domain/decision.ts';
import type { ImportRecord, Ledger } from '../ledger/ledger.ts';
import { compileMapping } from './map-row.ts';
import { openImport } from './open-import.ts';
import { openRows } from './open-rows.ts';
import type { ReadMapping } from './read-mapping.ts';
import { isRow, type Rejection } from './source-row.ts';

export interface ImportSettings {
  readonly ledger: Ledger;
  readonly mapping: ReadMapping;
  /** File in which rejected rows are listed; made only where there are any. */
  readonly rejectedFile: string;
  readonly nowMs: number;
  /** Called after each batch with the rows so far. */
  readonly onProgress?: (rows: number) => void;
}

export interface ImportOutcome extends ImportRecord {
  /** The first rejections, for people; all of them are in the file. */
  readonly firstRejections: readonly Rejection[];
}

/**
 * Takes a file of decisions into the ledger, row by row. Each batch is kept as soon as it is appended; a file taken twice counts once.
 *
 * @throws RehearsalFailure DECISIONS_UNREADABLE, MAPPING_INVALID, or what the ledger says.
 */
export async function importDecisions(file: string, settings: ImportSettings): Promise<ImportOutcome> {
  const { mapping, nowMs } = settings;
  const rows = await openRows(file, mapping.mapping);
  const mapRow = compileMapping(mapping, rows.columns, { file: basename(file), nowMs });
  const taking = openImport(file, settings);
  return taking.run(async () => {
    for await (const batch of rows.batches) {
      const taken: (readonly LedgerEntry[])[] = [];
      for (const row of batch) {
        taking.sawRow();
        const mapped = isRow(row) ? mapRow(row) : row;
        if ('reason' in mapped) taking.reject(mapped);
        else if (mapped.length > 0) taken.push(mapped);
        else taking.reject({ line: row.line, reason: 'no decision', text: 'The row says nothing of its case.' });
      }
      await taking.append(taken);
    }
  });
}
