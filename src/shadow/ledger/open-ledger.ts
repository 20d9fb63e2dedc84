import type { Ledger } from './ledger.ts';

/**
 * Opens a ledger: a path is a file (SQLite), `postgres://…` a database. What the other one needs is not loaded.
 *
 * @example const ledger = await openLedger('reports/shadow/ledger.db', { create: true });
 */
export async function openLedger(where: string, settings: { readonly create: boolean }): Promise<Ledger> {
  if (/^postgres(ql)?:\/\//.test(where)) return (await import('./postgres-ledger.ts')).openPostgresLedger(where, settings);
  return (await import('./sqlite-ledger.ts')).openSqliteLedger(where, settings);
}
