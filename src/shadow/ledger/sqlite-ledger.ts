import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { LedgerEntry, ShadowCase } from '../../domain/decision.ts';
import { RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { readEntries } from './entry-text.ts';
import type { AppendCounts, Conflict, ImportRecord, Ledger, PairingSettings } from './ledger.ts';
import { batchSize, caseOfRow, conflictsOfRow, ledgerFormat, type PairedRow } from './paired-row.ts';
import { rowOfEntries } from './row-of-entries.ts';

/** Marks the file as ours, so that another program's database is never written into ("RHSL"). */
const applicationId = 0x5248534c;
const busyWaitMs = 60_000;

const tables = `
create table if not exists entries (
  seq integer primary key,
  case_id text not null,
  digest text not null,
  human_at integer,
  agent_at integer,
  body text not null
) strict;
create unique index if not exists entries_by_case on entries (case_id, digest);
create table if not exists imports (seq integer primary key, body text not null) strict;`;

/**
 * A ledger in one file.
 *
 * @throws RehearsalFailure LEDGER_NOT_FOUND where it is to exist and does not; LEDGER_UNREADABLE for a file that is none.
 */
export function openSqliteLedger(path: string, settings: { readonly create: boolean }): Ledger {
  if (!settings.create && !existsSync(path))
    throw new RehearsalFailure('LEDGER_NOT_FOUND', `There is no ledger ${path}.`, {
      hint: 'Name it with --ledger, or make one with `npx rehearsal shadow import FILE --ledger …`.',
    });
  const database = opened(path, settings.create);
  const insert = database.prepare('insert into entries (case_id, digest, human_at, agent_at, body) values (?, ?, ?, ?, ?) on conflict do nothing');

  return {
    name: path,
    append: (rows) => Promise.resolve(attempt(path, () => append(database, insert, rows))),
    cases: (pairing) => Promise.resolve(cases(path, database, pairing)),
    conflicts: () => Promise.resolve(conflicts(path, database)),
    recordImport: (record) =>
      Promise.resolve(attempt(path, () => void database.prepare('insert into imports (body) values (?)').run(JSON.stringify(record)))),
    imports: () =>
      Promise.resolve(
        attempt(path, () =>
          database
            .prepare('select body from imports order by seq')
            .all()
            .map(({ body }) => JSON.parse(String(body)) as ImportRecord),
        ),
      ),
    entries: () => entries(path, database),
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}

function opened(path: string, create: boolean): DatabaseSync {
  return attempt(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path, { timeout: busyWaitMs });
    try {
      prepare(database, path, create);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

function prepare(database: DatabaseSync, path: string, create: boolean): void {
  const number = (pragma: string): number => Number(Object.values(database.prepare(`pragma ${pragma}`).get()!)[0]);
  const isEmpty = number('page_count') === 0;
  if (isEmpty && !create)
    throw new RehearsalFailure('LEDGER_UNREADABLE', `${path} is empty: no ledger was ever written there, or it has been cut off.`, {
      hint: 'Name another file, or restore it from a copy.',
    });
  const [id, format] = [number('application_id'), number('user_version')];
  if (!isEmpty && id !== applicationId)
    throw new RehearsalFailure('LEDGER_UNREADABLE', `${path} is a database, but no ledger of Rehearsal.`, { hint: 'Name another file.' });
  if (format > ledgerFormat) throw tooNew(path, format);
  // Each commit waits for the disk: what was acknowledged also survives a power cut. Cases arrive in any order, so each batch touches the whole index:
  // a checkpoint after each of them would write it out each time.
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -131072; pragma wal_autocheckpoint = 20000');
  if (isEmpty) database.exec(`begin immediate; pragma application_id = ${applicationId}; pragma user_version = ${ledgerFormat}; ${tables} commit`);
}

function append(database: DatabaseSync, insert: StatementSync, rows: readonly (readonly LedgerEntry[])[]): AppendCounts {
  let added = 0;
  database.exec('begin immediate');
  try {
    for (const row of rows) {
      const { caseId, digest, humanAtMs, agentAtMs, body } = rowOfEntries(row);
      added += Number(insert.run(caseId, digest, humanAtMs, agentAtMs, body).changes);
    }
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
  return { added, repeated: rows.length - added };
}

const many = `with many as materialized (select case_id from entries group by case_id having count(*) > 1)`;

const selectMany = `select case_id, group_concat(body, char(10)), coalesce(min(human_at), min(agent_at)) as at
  from entries where case_id in (select case_id from many) group by case_id`;

/** Cases of which one row says all need no grouping, and most are such: to look each of a million up by its id would take three times as long. */
const selectCases = `${many}
  select case_id, body, coalesce(human_at, agent_at) as at from entries where case_id not in (select case_id from many)
  union all ${selectMany} order by at nulls last, case_id`;

const selectConflicts = `${many} ${selectMany} order by at nulls last, case_id`;

/** Rows as they are asked for; what goes wrong meanwhile is told like everything else. */
function* rowsOf(path: string, database: DatabaseSync, select: string): Generator<readonly unknown[]> {
  const statement = attempt(path, () => database.prepare(select));
  statement.setReturnArrays(true);
  const rows = statement.iterate() as unknown as Iterator<readonly unknown[]>;
  try {
    for (let next = attempt(path, () => rows.next()); next.done !== true; next = attempt(path, () => rows.next())) yield next.value;
  } finally {
    rows.return?.();
  }
}

function* cases(path: string, database: DatabaseSync, pairing: PairingSettings): Generator<ShadowCase> {
  for (const row of rowsOf(path, database, selectCases)) yield caseOfRow(row as unknown as PairedRow, pairing);
}

function conflicts(path: string, database: DatabaseSync): readonly Conflict[] {
  return [...rowsOf(path, database, selectConflicts)].flatMap((row) => conflictsOfRow(row as unknown as PairedRow));
}

/** A few thousand at a time, since waiting for each of a million rows would take as long as reading them. */
// eslint-disable-next-line require-await
async function* entries(path: string, database: DatabaseSync): AsyncGenerator<readonly (readonly LedgerEntry[])[]> {
  let batch: (readonly LedgerEntry[])[] = [];
  for (const [caseId, body] of rowsOf(path, database, 'select case_id, body from entries order by seq')) {
    batch.push(readEntries(caseId as string, body as string));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** What SQLite says, as a failure that says what to do. */
function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw failureOf(error, path);
  }
}

function failureOf(error: unknown, path: string): RehearsalFailure {
  if (error instanceof RehearsalFailure) return error;
  const { errcode, message } = error as { errcode?: number; message?: string };
  // The lower byte is the kind, the upper ones say more: https://www.sqlite.org/rescode.html
  switch (errcode === undefined ? undefined : errcode & 0xff) {
    case 5:
    case 6:
      return new RehearsalFailure('LEDGER_BUSY', `${path} is being written by another process for more than ${busyWaitMs / 1000} s.`, {
        hint: 'Wait until its import has ended, and run the command again.',
        cause: error,
      });
    case 13:
      return new RehearsalFailure('DISK_FULL', `The disk is full: ${path} could not grow.`, {
        hint: 'Free some space and run the command again; what was acknowledged is kept, and what is said again counts once.',
        cause: error,
      });
    case 11:
    case 26:
      return new RehearsalFailure('LEDGER_UNREADABLE', `${path} is no ledger, or is damaged: ${message}.`, {
        hint: 'Name another file, or restore it from a copy.',
        cause: error,
      });
    case undefined:
      return toFailure(error);
    default:
      return new RehearsalFailure('LEDGER_UNREADABLE', `${path} cannot be used: ${message}.`, {
        hint: 'Is it a file that you may read and write, in a folder that you may write to?',
        cause: error,
      });
  }
}

/** A ledger of a later Rehearsal is left alone. */
function tooNew(name: string, format: number): RehearsalFailure {
  return new RehearsalFailure('LEDGER_UNREADABLE', `${name} has the format ${format}; this Rehearsal knows ${ledgerFormat}.`, {
    hint: 'It was written by a newer Rehearsal; install that one.',
  });
}
