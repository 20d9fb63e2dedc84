import type { ToolContract } from '../domain/contract.ts';
import { canonicalJson, isJsonObject, type Json } from '../domain/json.ts';

/**
 * Names what a call asks for. Calls with equal operations ask for the same: the key of a retry, and what the contract calls volatile, make
 * no other operation of it. A tool without a contract is named alone.
 *
 * @example operationOf({ name: 'refund', key: 'request' }, { order: 7, request: 'k1' }) === '["refund",{"order":7}]'
 */
export function operationOf(contract: Pick<ToolContract, 'name' | 'key' | 'volatile'>, args: Json): string {
  const left = [...(contract.key === undefined ? [] : [contract.key]), ...(contract.volatile ?? [])];
  const kept = isJsonObject(args) && left.length > 0 ? Object.fromEntries(Object.entries(args).filter(([name]) => !left.includes(name))) : args;
  return canonicalJson([contract.name, kept]);
}

/** The idempotency key of a call: the argument that the contract names, where it is given. */
export function keyOf(contract: Pick<ToolContract, 'key'>, args: Json): string | undefined {
  const value = contract.key === undefined || !isJsonObject(args) ? undefined : args[contract.key];
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : canonicalJson(value);
}
