import type { Json, JsonObject } from '../../domain/json.ts';

const snakeNames = {
  functionCall: 'function_call',
  functionDeclarations: 'function_declarations',
  functionResponse: 'function_response',
  parametersJsonSchema: 'parameters_json_schema',
  systemInstruction: 'system_instruction',
} as const;

/** A member under its name in the API or, where that is absent, in the snake_case that some clients send; `name` says which. */
export function memberOf(object: JsonObject, name: keyof typeof snakeNames): { readonly name: string; readonly value: Json | undefined } {
  const value = object[name];
  return value === undefined ? { name: snakeNames[name], value: object[snakeNames[name]] } : { name, value };
}
