import { badRequest } from './refusal.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Readers of untrusted JSON: each returns the type it names, or refuses the request by the name of the field. */
export function asObject(value: unknown, where: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw badRequest(`Invalid type for '${where}': expected an object.`);
}

export function asList(value: unknown, where: string): readonly unknown[] {
  if (value === undefined) throw badRequest(`Missing required parameter: '${where}'.`);
  if (Array.isArray(value)) return value;
  throw badRequest(`Invalid type for '${where}': expected an array.`);
}

export function asString(value: unknown, where: string): string {
  if (value === undefined) throw badRequest(`Missing required parameter: '${where}'.`);
  if (typeof value === 'string') return value;
  throw badRequest(`Invalid type for '${where}': expected a string.`);
}

/** A temperature that no provider would accept is a mistake of the caller, and must not pass unseen. */
export function checkTemperature(value: unknown, where: string, highest: number): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'number' || value < 0 || value > highest) {
    throw badRequest(`Invalid '${where}': expected a number from 0 to ${highest}.`);
  }
}

export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest(`Could not parse ${where} as JSON.`);
  }
}
