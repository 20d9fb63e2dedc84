import { isJsonObject, type Json } from '../domain/json.ts';

/**
 * The value with something put behind the text at the path, or behind the first text in it; undefined where there is none. The status of a result is no text
 * for people.
 */
export function withText(value: Json, text: string, path?: readonly string[], name = ''): Json | undefined {
  if (typeof value === 'string') {
    const isPlace = path === undefined ? name !== 'status' && name !== 'error_code' : path.length === 0;
    return isPlace ? `${value} ${text}`.trim() : undefined;
  }
  if (path?.length === 0) return undefined;
  const list = Array.isArray(value);
  if (!list && !isJsonObject(value)) return undefined;
  for (const [key, member] of Object.entries(value as Record<string, Json>)) {
    if (path !== undefined && path[0] !== key) continue;
    const changed = withText(member, text, path?.slice(1), key);
    if (changed === undefined) continue;
    if (list) return (value as readonly Json[]).map((entry, index) => (String(index) === key ? changed : entry));
    return { ...(value as Record<string, Json>), [key]: changed };
  }
  return undefined;
}
