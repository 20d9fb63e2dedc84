import { parseJsonExactly, type Json } from '../domain/json.ts';

/** Arguments of a tool call from their text: parsed, so that white space and the order of keys do not matter, or kept as they are. */
export function parseArguments(text: string): { readonly arguments: Json } | { readonly malformed: string } {
  try {
    return { arguments: parseJsonExactly(text) };
  } catch {
    return { malformed: text };
  }
}
