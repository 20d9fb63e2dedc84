import { basename } from 'node:path';
import type { LedgerEntry } from '../../domain/decision.ts';
import type { ImportSettings, ImportOutcome } from './import-decisions.ts';
import { readEntry } from '../observe/read-entry.ts';
import { openImport } from './open-import.ts';
import { readJsonLines } from './read-json-lines.ts';

/** Takes JSON lines that are entries already, as `rehearsal shadow export entries` writes them: they need no mapping. */
export async function importEntries(file: string, settings: Omit<ImportSettings, 'mapping'>): Promise<ImportOutcome> {
  const { nowMs } = settings;
  const name = basename(file);
  const taking = openImport(file, settings);
  return taking.run(async () => {
    for await (const batch of readJsonLines(file)) {
      const taken: (readonly LedgerEntry[])[] = [];
      for (const line of batch) {
        taking.sawRow();
        if (!('value' in line)) {
          taking.reject(line);
          continue;
        }
        const source = typeof line.value['source'] === 'string' ? line.value['source'].slice(0, 500) : `${name}:${line.line}`;
        const read = readEntry(line.value, { source, nowMs });
        if ('entry' in read) taken.push([read.entry]);
        else
          taking.reject({ line: line.line, reason: read.reason, text: read.problem, ...(read.caseId === undefined ? {} : { caseId: read.caseId }) });
      }
      await taking.append(taken);
    }
  });
}

/** Do the first lines look like entries? */
export async function holdsEntries(file: string): Promise<boolean> {
  for await (const batch of readJsonLines(file)) {
    const [first] = batch;
    return first !== undefined && 'value' in first && typeof first.value['kind'] === 'string' && typeof first.value['caseId'] === 'string';
  }
  return false;
}
