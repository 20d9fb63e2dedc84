import type { Json } from '../domain/json.ts';

/**
 * A copy of a value as JSON has it; nothing at all becomes null.
 *
 * @throws TypeError for what JSON cannot say: a cycle, a big integer.
 */
export function asJson(value: unknown): Json {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as Json);
}
