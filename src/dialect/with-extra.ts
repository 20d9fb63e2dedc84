import type { JsonObject } from '../domain/json.ts';

/** The object with `extra` where there is something in it, as it is where not. */
export function withExtra<T extends object>(object: T, extra: JsonObject | undefined): T & { readonly extra?: JsonObject } {
  return extra === undefined ? object : { ...object, extra };
}
