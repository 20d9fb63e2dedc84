import { decodeUtf8 } from '../../domain/http.ts';
import type { Json } from '../../domain/json.ts';

/** A body read as JSON; nothing at all is an empty object, what is no JSON stays the text that it is. */
export function jsonOf(body: Uint8Array): Json {
  const text = decodeUtf8(body);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
