import type { Client } from 'pg';
import type { LedgerEntry } from '../../domain/decision.ts';
import { RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { readEntries } from './entry-text.ts';
import type { AppendCounts, Conflict, ImportRecord, Ledger } from './ledger.ts';
import { batchSize, caseOfRow, conflictsOfRow, ledgerFormat, type PairedRow } from './paired-row.ts';
import { rowOfEntries } from './row-of-entries.ts';
import { openSpool } from './spool.ts';

const connectWaitMs = 10_000;
/** Any number of our own: two processes that make the tables at once would trip over each other. */
const tablesLock = 0x5248534c;

const tables = `
create table if not exists rehearsal_entries (
  seq bigint generated always as identity primary key,
  case_id text collate "C" not null,
  digest text collate "C" not null,
  human_at bigint,
  agent_at bigint,
  body text not null
);
create unique index if not exists rehearsal_entries_by_case on rehearsal_entries (case_id, digest);
create table if not exists rehearsal_imports (seq bigint generated always as identity primary key, body text not null);
create table if not exists rehearsal_format (format integer not null);
insert into rehearsal_format select ${ledgerFormat} where not exists (select from rehearsal_format);`;

const insert = `
insert into rehearsal_entries (case_id, digest, human_at, agent_at, body)
select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[]) on conflict do nothing`;

const selectCases = (having: string): string => `
select case_id, string_agg(body, E'\\n'), coalesce(min(human_at), min(agent_at)) as at
from rehearsal_entries group by case_id ${having} order by at nulls last, case_id`;

/**
 * A ledger that a team shares, in three tables of a PostgreSQL database.
 *
 * @throws RehearsalFailure LEDGER_UNREACHABLE where the server does not answer or does not let us in; LEDGER_NOT_FOUND where the tables are to exist and do not.
 */
export async function openPostgresLedger(url: string, settings: { readonly create: boolean }): Promise<Ledger> {
  const name = withoutPassword(url);
  const client = await connected(url, name);
  const attempt = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw failureOf(error, name);
    }
  };
  try {
    await attempt(() => prepare(client, name, settings.create));
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    name,
    append: (rows) => attempt(() => append(client, rows)),
    cases: async (pairing) => {
      const spool = openSpool();
      for await (const batch of batches(url, name, selectCases(''), (row) => row)) spool.write(batch);
      return (function* () {
        for (const row of spool.read()) yield caseOfRow(row as PairedRow, pairing);
      })();
    },
    conflicts: async () => {
      const found: Conflict[] = [];
      for await (const batch of batches(url, name, selectCases('having count(*) > 1'), (row) => conflictsOfRow(row as PairedRow)))
        found.push(...batch.flat());
      return found;
    },
    recordImport: (record) =>
      attempt(async () => void (await client.query('insert into rehearsal_imports (body) values ($1)', [JSON.stringify(record)]))),
    imports: () =>
      attempt(async () => {
        const { rows } = await client.query<{ body: string }>('select body from rehearsal_imports order by seq');
        return rows.map(({ body }) => JSON.parse(body) as ImportRecord);
      }),
    entries: () =>
      batches(url, name, 'select case_id, body from rehearsal_entries order by seq', ([caseId, body]) =>
        readEntries(caseId as string, body as string),
      ),
    close: () => client.end(),
  };
}

async function connected(url: string, name: string): Promise<Client> {
  const { Client: PostgresClient } = (await import('pg')).default;
  let client: Client;
  try {
    client = new PostgresClient({ connectionString: url, connectionTimeoutMillis: connectWaitMs, application_name: 'rehearsal' });
    // A connection that breaks while nobody asks anything is found by the next question.
    client.on('error', () => undefined);
    await client.connect();
  } catch (error) {
    throw failureOf(error, name);
  }
  return client;
}

async function prepare(client: Client, name: string, create: boolean): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('rehearsal_format') is not null as there`);
  if (rows[0]?.there !== true) {
    if (!create)
      throw new RehearsalFailure('LEDGER_NOT_FOUND', `There is no ledger in ${name}.`, {
        hint: 'Make one with `npx rehearsal shadow import FILE --ledger …`.',
      });
    await client.query(`begin; select pg_advisory_xact_lock(${tablesLock}); ${tables} commit`);
  }
  const formats = await client.query<{ format: number }>('select max(format) as format from rehearsal_format');
  const format = formats.rows[0]?.format ?? 0;
  if (format > ledgerFormat)
    throw new RehearsalFailure('LEDGER_UNREADABLE', `${name} has the format ${format}; this Rehearsal knows ${ledgerFormat}.`, {
      hint: 'It was written by a newer Rehearsal; install that one.',
    });
}

/** One statement, so all or nothing; sorted, so that two writers of the same rows wait for each other instead of locking each other out. */
async function append(client: Client, said: readonly (readonly LedgerEntry[])[]): Promise<AppendCounts> {
  if (said.length === 0) return { added: 0, repeated: 0 };
  const rows = said.map(rowOfEntries).sort((a, b) => (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : a.digest < b.digest ? -1 : 1));
  const { rowCount } = await client.query({
    name: 'append',
    text: insert,
    values: [
      rows.map(({ caseId }) => caseId),
      rows.map(({ digest }) => digest),
      rows.map(({ humanAtMs }) => humanAtMs),
      rows.map(({ agentAtMs }) => agentAtMs),
      rows.map(({ body }) => body),
    ],
  });
  const added = rowCount ?? 0;
  return { added, repeated: said.length - added };
}

/** Reads by a cursor, on a connection of its own, so that nothing else waits for it and nothing is held as a whole. */
async function* batches<T>(url: string, name: string, select: string, read: (row: readonly unknown[]) => T): AsyncGenerator<readonly T[]> {
  const client = await connected(url, name);
  try {
    await client.query(`begin transaction isolation level repeatable read read only; declare reading no scroll cursor for ${select}`);
    for (;;) {
      const { rows } = await client.query<unknown[]>({ text: `fetch ${batchSize} from reading`, rowMode: 'array' });
      if (rows.length > 0) yield rows.map(read);
      if (rows.length < batchSize) return;
    }
  } catch (error) {
    throw failureOf(error, name);
  } finally {
    await client.end();
  }
}

/** The URL as it may be shown and written down. */
function withoutPassword(url: string): string {
  const match = /^(postgres(?:ql)?:\/\/)(?:([^:@/]*)(?::[^@/]*)?@)?([^?]*)/.exec(url);
  if (match === null) return 'postgres://…';
  const [, scheme, user, rest] = match;
  return `${scheme}${user === undefined || user === '' ? '' : `${user}@`}${rest}`;
}

function failureOf(error: unknown, name: string): RehearsalFailure {
  if (error instanceof RehearsalFailure) return error;
  const { code, message } = error as { code?: string; message?: string };
  const refused = code !== undefined && (/^(ECONN|ENOTFOUND|ETIMEDOUT|EHOST|ENOENT|EAI_)/.test(code) || /^(28|3D|08|57)/.test(code));
  if (refused || /timeout|terminated|password/i.test(message ?? ''))
    return new RehearsalFailure('LEDGER_UNREACHABLE', `${name} cannot be reached: ${message === undefined || message === '' ? code : message}.`, {
      hint: 'Does the server run, does the database exist, and may this user sign in? The URL is postgres://user:password@host:port/database.',
      cause: error,
    });
  if (code?.startsWith('53') === true)
    return new RehearsalFailure('DISK_FULL', `${name} has no room: ${message}.`, { hint: 'Free some space on the server.', cause: error });
  if (code === undefined) return toFailure(error);
  return new RehearsalFailure('LEDGER_UNREADABLE', `${name} refused: ${message} (${code}).`, {
    hint: 'Rehearsal needs to create and use three tables, rehearsal_entries, rehearsal_imports and rehearsal_format.',
    cause: error,
  });
}
