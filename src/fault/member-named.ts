import { isJsonObject, type Json } from '../domain/json.ts';

/** The value with the member at the path changed; undefined where there is none, or it is not changed. */
export function memberNamed(
  value: Json,
  path: readonly string[],
  change: (value: Json, name: string) => Json | undefined,
  name = '',
): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return change(value, name);
  if (Array.isArray(value)) {
    const entry = (value as readonly Json[])[Number(key)];
    const changed = entry === undefined ? undefined : memberNamed(entry, rest, change, key);
    return changed === undefined ? undefined : (value as readonly Json[]).with(Number(key), changed);
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
  const changed = memberNamed(value[key]!, rest, change, key);
  return changed === undefined ? undefined : { ...value, [key]: changed };
}
