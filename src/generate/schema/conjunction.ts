import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { complementOf } from './complement.ts';
import type { Schema, SchemaDocument } from './schema-document.ts';

/** Everything that must hold of one value at once, laid flat: no references, no `allOf`. */
export interface Conjunction {
  /** Schemas of which only the plain keywords are meant: types, bounds, members, items. */
  readonly plain: readonly JsonObject[];
  /** Schemas that were false. */
  readonly impossible: boolean;
  /** The first choice that was not taken: as many ways as this. */
  readonly ways: number;
  /** The plain keywords say everything: what fits them, fits. */
  readonly exact: boolean;
}

/**
 * Lays schemas flat that must hold together. Where one leaves a choice (`anyOf`, `oneOf`, `if`, `not`, `dependentSchemas`), the next of `taken` says which way
 * to go; where none is left, the conjunction stops there and says how many ways there are. So the choices of a schema are a tree, and each of its leaves is plain.
 */
export function layFlat(document: SchemaDocument, members: readonly Schema[], taken: readonly number[]): Conjunction {
  const plain: JsonObject[] = [];
  const seen = new Set<JsonObject>();
  let impossible = false;
  let exact = true;
  let next = 0;
  let ways = 0;

  const choose = (alternatives: readonly Schema[]): void => {
    if (alternatives.length === 0) impossible = true;
    else if (alternatives.length === 1) add(alternatives[0]!);
    else if (next < taken.length) add(alternatives[taken[next++]!]!);
    else if (ways === 0) ways = alternatives.length;
  };

  const add = (schema: Schema): void => {
    if (schema === false) impossible = true;
    if (typeof schema === 'boolean' || seen.has(schema) || impossible || ways > 0) return;
    seen.add(schema);
    plain.push(schema);
    for (const name of ['$ref', '$dynamicRef'] as const) {
      if (typeof schema[name] !== 'string') continue;
      const target = document.resolve(schema, schema[name]);
      if (target === undefined || name === '$dynamicRef') exact = false;
      if (target !== undefined) add(target);
    }
    for (const one of schemasIn(schema['allOf'])) add(one);
    if (schema['anyOf'] !== undefined) choose(schemasIn(schema['anyOf']));
    if (schema['oneOf'] !== undefined) {
      const alternatives = schemasIn(schema['oneOf']);
      if (alternatives.length > 1) exact = false;
      choose(alternatives);
    }
    if (schema['not'] !== undefined) {
      const complement = complementOf(document, schema, schema['not'] as Schema);
      exact &&= complement.exact;
      choose(complement.alternatives);
    }
    for (const alternatives of conditionsOf(document, schema)) {
      exact = false;
      choose(alternatives);
    }
    if (schema['unevaluatedProperties'] !== undefined || schema['unevaluatedItems'] !== undefined) exact = false;
  };

  for (const member of members) add(member);
  return { plain, impossible, ways, exact };
}

const conditions = new WeakMap<JsonObject, readonly (readonly Schema[])[]>();

/** `if`, `dependentSchemas` and the older `dependencies`, each as the two ways to keep it. The same schema has the same ways, or recursion would never come home. */
function conditionsOf(document: SchemaDocument, schema: JsonObject): readonly (readonly Schema[])[] {
  const known = conditions.get(schema);
  if (known !== undefined) return known;
  const made = (part: JsonObject): JsonObject => document.derive(part, schema);
  const found: (readonly Schema[])[] = [];
  const { if: condition, then, else: otherwise } = schema;
  if (condition !== undefined && (then !== undefined || otherwise !== undefined))
    found.push([made({ allOf: [condition, then ?? true] }), made({ allOf: [made({ not: condition }), otherwise ?? true] })]);
  for (const [name, dependent] of [...membersOf(schema['dependentSchemas']), ...membersOf(schema['dependencies'])]) {
    if (Array.isArray(dependent)) continue;
    found.push([made({ properties: { [name]: false } }), made({ required: [name], allOf: [dependent] })]);
  }
  conditions.set(schema, found);
  return found;
}

export function schemasIn(list: Json | undefined): readonly Schema[] {
  return Array.isArray(list) ? (list as readonly Schema[]) : [];
}

export function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
