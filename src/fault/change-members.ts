import { isJsonObject, type Json } from '../domain/json.ts';

/** The value with one of its members changed: the first, in the order in which it is written, for which `change` has another value. Undefined where it has none. */
export function changeFirst(value: Json, change: (value: Json, name: string) => Json | undefined, name = ''): Json | undefined {
  const own = change(value, name);
  if (own !== undefined) return own;
  if (!Array.isArray(value) && !isJsonObject(value)) return undefined;
  for (const [key, member] of Object.entries(value as Record<string, Json>)) {
    const changed = changeFirst(member, change, key);
    if (changed === undefined) continue;
    if (Array.isArray(value)) return (value as readonly Json[]).map((entry, index) => (String(index) === key ? changed : entry));
    return { ...(value as Record<string, Json>), [key]: changed };
  }
  return undefined;
}

/** The value with every member changed for which `change` has another value. */
export function changeAll(value: Json, change: (value: Json) => Json | undefined): Json {
  const own = change(value);
  if (own !== undefined) return own;
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => changeAll(entry, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, changeAll(member, change)]));
}
