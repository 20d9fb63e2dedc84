import { isJsonObject, type Json } from '../domain/json.ts';

/**
 * JSON as a provider writes it. The digits that `parseJsonExactly` keeps as `{ "$number": … }` become a number again, so that what was read exactly is
 * written exactly. `{ "$literal": … }` becomes what it stands for.
 */
export function jsonText(value: Json): string {
  const text = JSON.stringify(value);
  return text.includes('"$number"') || text.includes('"$literal"') ? JSON.stringify(value, writeNumber) : text;
}

// `JSON.rawJSON` is in Node since 22, not yet in the types.
const exactNumber = (digits: string): unknown => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);

function writeNumber(_key: string, value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  if (Object.keys(value).length !== 1) return value;
  // What only looked like a number; its members are still looked at.
  if ('$literal' in value) return value['$literal'];
  const digits = value['$number'];
  return typeof digits === 'string' && /^-?\d[\d.eE+-]*$/.test(digits) ? exactNumber(digits) : value;
}
