import { basename } from 'node:path';
import type { LedgerEntry } from '../../domain/decision.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { ImportRecord } from '../ledger/ledger.ts';
import type { ImportOutcome, ImportSettings } from './import-decisions.ts';
import { rejectionList } from './rejection-list.ts';
import type { Rejection } from './source-row.ts';

/** An import under way: counts, keeps, lists what is refused. */
export interface OpenImport {
  sawRow(): void;
  reject(rejection: Rejection): void;
  append(rows: readonly (readonly LedgerEntry[])[]): Promise<void>;
  /** Runs to the end, and remembers in the ledger how it went. */
  run(take: () => Promise<void>): Promise<ImportOutcome>;
}

/** The part of an import that is the same for every kind of file. */
export function openImport(file: string, { ledger, rejectedFile, nowMs, onProgress }: Omit<ImportSettings, 'mapping'>): OpenImport {
  const rejections = rejectionList(rejectedFile);
  const counts = { rows: 0, added: 0, repeated: 0 };
  return {
    sawRow: () => void counts.rows++,
    reject: (rejection) => rejections.add(rejection),
    async append(rows) {
      const { added, repeated } = await ledger.append(rows);
      counts.added += added;
      counts.repeated += repeated;
      await rejections.written();
      onProgress?.(counts.rows);
    },
    async run(take) {
      const remember = async (rejected: number, reasons: ImportRecord['reasons']): Promise<ImportRecord> => {
        const record: ImportRecord = { file: basename(file), importedAtMs: nowMs, added: counts.added, repeated: counts.repeated, rejected, reasons };
        await ledger.recordImport(record);
        return record;
      };
      try {
        await take();
      } catch (error) {
        // Half a file was taken. A verdict must know, also that of somebody who did not see this import fail; the whole file, later, makes up for it.
        if (counts.added + counts.repeated > 0)
          await remember(rejections.count() + 1, { ...rejections.reasons(), 'the import broke off': 1 }).catch(() => undefined);
        throw error;
      } finally {
        await rejections.close();
      }
      if (counts.rows === 0)
        throw new RehearsalFailure('DECISIONS_UNREADABLE', `${file} has a line of names, and no row.`, {
          place: { file },
          hint: 'There is nothing to import; was the export complete?',
        });
      const record = await remember(rejections.count(), rejections.reasons());
      return { ...record, firstRejections: rejections.first };
    },
  };
}
