import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { basename, dirname } from 'node:path';
import type { LedgerEntry } from '../../domain/decision.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { csvLine } from '../csv-line.ts';
import type { ImportRecord, Ledger } from '../ledger/ledger.ts';
import { compileMapping } from './map-row.ts';
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

const rejectionsShown = 10;

/**
 * Takes a file of decisions into the ledger, row by row. Each batch is kept as soon as it is appended; a file taken twice counts once.
 *
 * @throws RehearsalFailure DECISIONS_UNREADABLE, MAPPING_INVALID, or what the ledger says.
 */
export async function importDecisions(file: string, settings: ImportSettings): Promise<ImportOutcome> {
  const { ledger, mapping, nowMs } = settings;
  const rows = await openRows(file, mapping.mapping);
  const mapRow = compileMapping(mapping, rows.columns, { file: basename(file), nowMs });
  const rejections = rejectionList(settings.rejectedFile);
  const counts = { rows: 0, added: 0, repeated: 0 };
  try {
    for await (const batch of rows.batches) {
      const taken: (readonly LedgerEntry[])[] = [];
      for (const row of batch) {
        counts.rows++;
        const mapped = isRow(row) ? mapRow(row) : row;
        if ('reason' in mapped) rejections.add(mapped);
        else if (mapped.length > 0) taken.push(mapped);
        else rejections.add({ line: row.line, reason: 'no decision', text: 'The row says nothing of its case.' });
      }
      const { added, repeated } = await ledger.append(taken);
      counts.added += added;
      counts.repeated += repeated;
      await rejections.written();
      settings.onProgress?.(counts.rows);
    }
    if (counts.rows === 0)
      throw new RehearsalFailure('DECISIONS_UNREADABLE', `${file} has a line of names, and no row.`, {
        place: { file },
        hint: 'There is nothing to import; was the export complete?',
      });
  } finally {
    await rejections.close();
  }
  const { added, repeated } = counts;
  const record: ImportRecord = {
    file: basename(file),
    importedAtMs: nowMs,
    added,
    repeated,
    rejected: rejections.count(),
    reasons: rejections.reasons(),
  };
  await ledger.recordImport(record);
  return { ...record, firstRejections: rejections.first };
}

interface RejectionList {
  readonly first: readonly Rejection[];
  add(rejection: Rejection): void;
  count(): number;
  reasons(): Readonly<Record<string, number>>;
  /** Waits until what was added is on its way to the disk, so that a file of nothing but bad rows fills no memory. */
  written(): Promise<void>;
  close(): Promise<void>;
}

function rejectionList(file: string): RejectionList {
  let stream: WriteStream | undefined;
  let isFull = false;
  let failure: Error | undefined;
  const first: Rejection[] = [];
  const counts = new Map<string, number>();
  const opened = (): WriteStream => {
    mkdirSync(dirname(file), { recursive: true });
    const made = createWriteStream(file).on('error', (error) => (failure = error));
    made.write(csvLine(['line', 'case', 'column', 'reason', 'text']));
    return made;
  };
  return {
    first,
    add(rejection) {
      stream ??= opened();
      if (first.length < rejectionsShown) first.push(rejection);
      counts.set(rejection.reason, (counts.get(rejection.reason) ?? 0) + 1);
      isFull = !stream.write(csvLine([rejection.line, rejection.caseId ?? '', rejection.column ?? '', rejection.reason, rejection.text]));
    },
    count: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
    reasons: () => Object.fromEntries([...counts].sort(([, a], [, b]) => b - a)),
    async written() {
      if (isFull && stream !== undefined && failure === undefined) await once(stream, 'drain').catch(() => undefined);
      isFull = false;
      if (failure !== undefined) throw unwritable(file, failure);
    },
    async close() {
      if (stream === undefined || failure !== undefined) return;
      stream.end();
      await once(stream, 'close').catch(() => undefined);
      if (failure !== undefined) throw unwritable(file, failure);
    },
  };
}

function unwritable(file: string, cause: Error): RehearsalFailure {
  return new RehearsalFailure('WRITE_FAILED', `The list of rejected rows ${file} cannot be written: ${cause.message}.`, {
    hint: 'Name another place with --rejected.',
    cause,
  });
}
