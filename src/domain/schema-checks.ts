import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject } from 'ajv/dist/2020.js';
import type formats from 'ajv-formats';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** What a value breaks: which rule of which part of the schema, and where in the value. */
export interface SchemaBreach {
  /** JSON pointer of the value that does not fit; empty for the whole. */
  readonly at: string;
  readonly keyword: string;
  /** Where the rule stands in the schema. It names no index of an array, so that it stays the same where elements come and go. */
  readonly rule: string;
  readonly message: string;
}

/** A schema as ajv sees it: yes or no, quickly; everything that is wrong; and the same of any of its parts. */
export interface SchemaChecks {
  /** @throws RangeError where the schema refers to itself for the very same value, without end. */
  accepts(value: Json): boolean;
  breaches(value: Json): readonly SchemaBreach[];
  /** The test of the part at a JSON pointer; undefined where there is no schema. */
  part(pointer: string): ((value: Json) => boolean) | undefined;
}

/**
 * Compiles a schema for many questions; `compileSchema` is for one. Same settings: formats are checked, unknown keywords are allowed.
 *
 * @throws Error where it is no schema.
 */
export function openSchemaChecks(schema: JsonObject | boolean): SchemaChecks {
  // Names of its own may clash with those of another schema; without any, all share one ajv, which takes a while to make.
  const isNamed = JSON.stringify(schema).includes('"$id"');
  const ajv = isNamed ? openAjv() : sharedAjv();
  const id = isJsonObject(schema) && typeof schema['$id'] === 'string' ? schema['$id'] : `https://rehearsal.invalid/schema-at-hand-${++count}`;
  const whole = ajv.addSchema(schema, isJsonObject(schema) && schema['$id'] === id ? undefined : id).getSchema(id) ?? ajv.compile(schema);
  return {
    accepts: (value) => whole(value) === true,
    breaches: (value) => (whole(value) === true ? [] : (whole.errors ?? []).map(toBreach)),
    part(pointer) {
      try {
        const validate = ajv.getSchema(`${id}#${encodeURI(pointer)}`);
        return validate === undefined ? undefined : (value) => validate(value) === true;
      } catch {
        return undefined;
      }
    },
  };
}

let count = 0;
let shared: Ajv2020 | undefined;
let uses = 0;
/** An ajv keeps every schema that it has seen; after so many there is a new one. */
const usesMax = 200;

function sharedAjv(): Ajv2020 {
  if (shared === undefined || ++uses > usesMax) {
    shared = openAjv();
    uses = 1;
  }
  return shared;
}

function openAjv(): Ajv2020 {
  const load = createRequire(import.meta.url);
  const { Ajv2020: Validator } = load('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
  const ajv = new Validator({ allErrors: true, strict: false, logger: false });
  // The package's types lag behind its module form.
  (load('ajv-formats') as typeof formats as unknown as (ajv: Ajv2020) => void)(ajv);
  return ajv;
}

function toBreach({ instancePath, keyword, schemaPath, message, params }: ErrorObject): SchemaBreach {
  const { additionalProperty, unevaluatedProperty, allowedValues } = params as {
    additionalProperty?: string;
    unevaluatedProperty?: string;
    allowedValues?: readonly Json[];
  };
  const name = additionalProperty ?? unevaluatedProperty;
  const more =
    name !== undefined ? ` (${name})` : allowedValues !== undefined ? ` (${allowedValues.map((one) => JSON.stringify(one)).join(', ')})` : '';
  return { at: instancePath, keyword, rule: schemaPath, message: `${message ?? 'does not fit'}${more}` };
}
