import type { Json, JsonObject } from '../domain/json.ts';

/** The members that have not been read into anything else; undefined where there are none. */
export function extraOf(object: JsonObject, taken: readonly string[]): JsonObject | undefined {
  let extra: Record<string, Json> | undefined;
  for (const key of Object.keys(object)) {
    if (taken.includes(key)) continue;
    extra ??= {};
    const value = object[key]!;
    // Assigning to `__proto__` would set the prototype and lose the member.
    if (key === '__proto__') Object.defineProperty(extra, key, { value, enumerable: true, configurable: true, writable: true });
    else extra[key] = value;
  }
  return extra;
}
