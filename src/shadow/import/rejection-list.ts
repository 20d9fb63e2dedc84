import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { RehearsalFailure } from '../../domain/failure.ts';
import { csvLine } from '../csv-line.ts';
import type { Rejection } from './source-row.ts';

const rejectionsShown = 10;

/** Rows that were not taken, listed in a file that is made when the first one comes. */
export interface RejectionList {
  readonly first: readonly Rejection[];
  add(rejection: Rejection): void;
  count(): number;
  reasons(): Readonly<Record<string, number>>;
  /** Waits until what was added is on its way to the disk, so that a file of nothing but bad rows fills no memory. */
  written(): Promise<void>;
  close(): Promise<void>;
}

/** @throws RehearsalFailure WRITE_FAILED, later, where the file cannot be written. */
export function rejectionList(file: string): RejectionList {
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
