import type { Json, JsonObject } from '../../domain/json.ts';

/** A member under its name in the API or, where that is absent, in the snake_case that some clients send; `name` says which. */
export function memberOf(object: JsonObject, name: string): { readonly name: string; readonly value: Json | undefined } {
  if (object[name] !== undefined) return { name, value: object[name] };
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { name: snake, value: object[snake] };
}
