import { resultStatuses, type ResultStatus, type ToolContract } from '../domain/contract.ts';
import { isJsonObject, type Json } from '../domain/json.ts';
import { worldErrorCodes } from '../domain/world-errors.ts';
import { valueBreaches } from './contract-breaches.ts';

/** What a result says of itself (S1.4); one that says nothing is a success. */
export function statusOf(result: Json): ResultStatus {
  const status = isJsonObject(result) ? result['status'] : undefined;
  return resultStatuses.find((known) => known === status) ?? 'success';
}

/** The error code that a result carries; undefined where it carries none, or is no error. */
export function errorCodeOf(result: Json): string | undefined {
  if (!isJsonObject(result) || statusOf(result) === 'success') return undefined;
  return typeof result['error_code'] === 'string' ? result['error_code'] : undefined;
}

/**
 * What is wrong with what a tool returned: a success must fit `output`; an error must have a code, and one that the contract lists where it
 * lists any.
 */
export function outcomeBreaches(contract: ToolContract, result: Json): readonly string[] {
  const status = statusOf(result);
  if (status === 'success') return contract.output === undefined ? [] : valueBreaches(contract.output, result);
  const code = errorCodeOf(result);
  if (code === undefined) return [`${status} without an error_code`];
  const isKnown = contract.errors === undefined || contract.errors.includes(code) || worldErrorCodes.some((known) => known === code);
  if (isKnown) return [];
  return [`error_code ${code} is none of ${contract.errors.join(', ')}`];
}
