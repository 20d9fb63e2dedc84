import type { ToolContract } from '../domain/contract.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { compileSchema, type SchemaCheck } from '../domain/json-schema.ts';

const compiled = new WeakMap<JsonObject, SchemaCheck>();

/** What is wrong with the arguments of a call, each in a few words; empty where they fit. */
export function argumentBreaches(contract: ToolContract, given: Json | undefined): readonly string[] {
  return breaches(contract.input, given ?? null);
}

/** What is wrong with a result, as the model was told it; empty where it fits, or where nothing is promised. */
export function resultBreaches(contract: ToolContract, text: string): readonly string[] {
  return contract.output === undefined ? [] : breaches(contract.output, asJson(text));
}

function breaches(schema: JsonObject, value: Json): readonly string[] {
  const check = compiled.get(schema) ?? compileSchema(schema);
  compiled.set(schema, check);
  return check(value).map(
    ({ at, message, unknownMember }) => `${at === '' ? '' : `${at.slice(1)} `}${message}${unknownMember === undefined ? '' : ` (${unknownMember})`}`,
  );
}

/** A result that is no JSON is a text. */
function asJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
