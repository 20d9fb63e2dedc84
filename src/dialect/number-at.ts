import { isJsonObject, type Json } from '../domain/json.ts';

/** The number found by following the names, undefined where there is none. */
export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  let found: Json | undefined = value;
  for (const name of path) found = isJsonObject(found) ? found[name] : undefined;
  // A number with more digits than a double holds was read digit by digit.
  const exact = isJsonObject(found) ? found['$number'] : undefined;
  if (typeof exact === 'string') return Number(exact);
  return typeof found === 'number' ? found : undefined;
}
