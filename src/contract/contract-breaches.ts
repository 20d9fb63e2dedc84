import type { ToolContract } from '../domain/contract.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { compileSchema, type SchemaCheck } from '../domain/json-schema.ts';

const compiled = new WeakMap<JsonObject, SchemaCheck>();

/** What is wrong with the arguments of a call, each in a few words; empty where they fit. */
export function argumentBreaches(contract: ToolContract, given: Json | undefined): readonly string[] {
  return valueBreaches(contract.input, given ?? null);
}

/** What is wrong with a value by a schema, each in a few words; schemas are compiled once. */
export function valueBreaches(schema: JsonObject, value: Json): readonly string[] {
  const check = compiled.get(schema) ?? compileSchema(schema);
  compiled.set(schema, check);
  return check(value).map(
    ({ at, message, unknownMember }) => `${at === '' ? '' : `${at.slice(1)} `}${message}${unknownMember === undefined ? '' : ` (${unknownMember})`}`,
  );
}
