import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import type formats from 'ajv-formats';
import type { Json, JsonObject } from './json.ts';

/** Says what is wrong with a value; empty where it fits. */
export type SchemaCheck = (value: Json) => readonly SchemaError[];

export interface SchemaError {
  /** JSON pointer of the value that does not fit; empty for the whole. */
  readonly at: string;
  readonly message: string;
  /** A member that must not be there. */
  readonly unknownMember?: string;
}

/**
 * Compiles a JSON Schema (2020-12) of a user's. Formats are checked, unknown keywords are allowed, as the standard has it.
 *
 * @throws Error where it is no schema.
 */
export function compileSchema(schema: JsonObject): SchemaCheck {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known !== undefined) return known;
  if (compiled.size === compiledMax) compiled.clear();
  const check = compile(schema);
  compiled.set(text, check);
  return check;
}

/** By their text: a thousand cases of one scenario have a thousand copies of its schemas, and compiling one takes some milliseconds. */
const compiled = new Map<string, SchemaCheck>();
const compiledMax = 500;

const options = { allErrors: true, strict: false } as const;

/**
 * Says whether a schema is one. Each validator has its own schemas, since two of a user's may bear one `$id`; but what a schema is holds for all, and to compile
 * that takes ten times as long as an ordinary schema.
 */
let metaValidator: Ajv2020 | undefined;

function compile(schema: JsonObject): SchemaCheck {
  // Most scenarios have no schema of their own, and are spared the time to load ajv.
  const load = createRequire(import.meta.url);
  // Not in one expression: the compiler drops the brackets around the call, and the build would call the class without `new`.
  const { Ajv2020: Validator } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  void (metaValidator ??= new Validator(options)).validateSchema(schema, true);
  const ajv = new Validator({ ...options, validateSchema: false });
  // The package's types lag behind its module form.
  (load('ajv-formats') as typeof formats as unknown as (ajv: Ajv2020) => void)(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(toSchemaError));
}

function toSchemaError(error: ErrorObject): SchemaError {
  const { additionalProperty } = error.params as { additionalProperty?: string };
  return {
    at: error.instancePath,
    message: error.message ?? 'does not fit',
    ...(additionalProperty === undefined ? {} : { unknownMember: additionalProperty }),
  };
}
