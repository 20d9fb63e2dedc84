import { canonicalJson, type Json, type JsonObject } from '../../domain/json.ts';
import { membersOf, schemasIn } from './conjunction.ts';
import { sortOf } from './complement.ts';
import type { Schema } from './schema-document.ts';

export type Type = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** What plain schemas together say of a value; the bounds are the tightest of all. */
export interface Leaf {
  /** Types that are possible; `number` stands for numbers of all kinds, `integer` for whole ones. */
  readonly types: readonly Type[];
  /** Types of which something is said; a value of another type fits as well, and is rarely meant. */
  readonly likely: readonly Type[];
  /** The values of `enum` and `const`, in their order; absent where any is possible. */
  readonly values?: readonly Json[];
  readonly number: NumberFacet;
  readonly string: StringFacet;
  readonly array: ArrayFacet;
  readonly object: ObjectFacet;
}

export interface NumberFacet {
  readonly min: number;
  readonly max: number;
  /** The bound itself is left out. */
  readonly openMin: boolean;
  readonly openMax: boolean;
  readonly multiplesOf: readonly number[];
  readonly formats: readonly string[];
}

export interface StringFacet {
  readonly lengthMin: number;
  readonly lengthMax: number;
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
  /** `formatMinimum` and its like: texts at a bound. */
  readonly bounds: readonly string[];
}

export interface ArrayFacet {
  readonly itemsMin: number;
  readonly itemsMax: number;
  readonly unique: boolean;
  /** So many places have a schema of their own. */
  readonly prefixLength: number;
  readonly contains: readonly { readonly schema: Schema; readonly min: number; readonly max: number }[];
  /** The schemas that the item at this place must fit. */
  itemAt(index: number): readonly Schema[];
}

export interface ObjectFacet {
  /** Members that are spoken of by name. */
  readonly names: readonly string[];
  readonly required: readonly string[];
  readonly membersMin: number;
  readonly membersMax: number;
  readonly needs: readonly (readonly [name: string, needed: readonly string[]])[];
  /** Schemas of names. */
  readonly nameSchemas: readonly Schema[];
  readonly namePatterns: readonly string[];
  /** Members beside those are expected: something is said of them. */
  readonly isMap: boolean;
  /** The schemas that the member of this name must fit. */
  memberOf(name: string): readonly Schema[];
}

/** Joins plain schemas. A contradiction leaves no types, or no values. */
export function joinPlain(plain: readonly JsonObject[]): Leaf {
  const values = joinValues(plain);
  return {
    types: joinTypes(plain),
    likely: likelyTypes(plain),
    ...(values === undefined ? {} : { values }),
    number: joinNumbers(plain),
    string: joinStrings(plain),
    array: joinArrays(plain),
    object: joinObjects(plain),
  };
}

const allTypes: readonly Type[] = ['object', 'string', 'number', 'boolean', 'array', 'null'];

function joinTypes(plain: readonly JsonObject[]): readonly Type[] {
  let left: readonly Type[] = allTypes;
  for (const { type, nullable } of plain) {
    if (type === undefined) continue;
    const said = [...((Array.isArray(type) ? type : [type]) as readonly Type[]), ...(nullable === true ? (['null'] as const) : [])];
    // In the order in which the schema names them: the first is the one that is meant first.
    const both = said.flatMap((one): readonly Type[] => {
      if (left.includes(one)) return [one];
      if (one === 'integer' && left.includes('number')) return ['integer'];
      return one === 'number' && left.includes('integer') ? ['integer'] : [];
    });
    left = both.filter((one, index) => both.indexOf(one) === index && !(one === 'integer' && both.includes('number')));
  }
  return left;
}

function likelyTypes(plain: readonly JsonObject[]): readonly Type[] {
  const spoken = new Set(plain.flatMap((schema) => Object.keys(schema).map((keyword) => sortOf(keyword))));
  return allTypes.filter((type) => (spoken as ReadonlySet<string | undefined>).has(type));
}

function joinValues(plain: readonly JsonObject[]): readonly Json[] | undefined {
  let left: readonly Json[] | undefined;
  for (const schema of plain) {
    const lists = [...(Array.isArray(schema['enum']) ? [schema['enum'] as readonly Json[]] : []), ...(schema['const'] === undefined ? [] : [[schema['const']]])];
    for (const list of lists) {
      const texts = new Set(list.map((one) => canonicalJson(one)));
      left = left === undefined ? list : left.filter((one) => texts.has(canonicalJson(one)));
    }
  }
  return left;
}

function numbersAt(plain: readonly JsonObject[], keyword: string): readonly number[] {
  return plain.flatMap((schema) => (typeof schema[keyword] === 'number' ? [schema[keyword]] : []));
}

function textsAt(plain: readonly JsonObject[], keyword: string): readonly string[] {
  return [...new Set(plain.flatMap((schema) => (typeof schema[keyword] === 'string' ? [schema[keyword]] : [])))];
}

function joinNumbers(plain: readonly JsonObject[]): NumberFacet {
  const closedMin = Math.max(-Infinity, ...numbersAt(plain, 'minimum'));
  const openMin = Math.max(-Infinity, ...numbersAt(plain, 'exclusiveMinimum'));
  const closedMax = Math.min(Infinity, ...numbersAt(plain, 'maximum'));
  const openMax = Math.min(Infinity, ...numbersAt(plain, 'exclusiveMaximum'));
  return {
    min: Math.max(closedMin, openMin),
    max: Math.min(closedMax, openMax),
    openMin: openMin >= closedMin && openMin > -Infinity,
    openMax: openMax <= closedMax && openMax < Infinity,
    multiplesOf: [...new Set(numbersAt(plain, 'multipleOf'))],
    formats: textsAt(plain, 'format'),
  };
}

function joinStrings(plain: readonly JsonObject[]): StringFacet {
  return {
    lengthMin: Math.max(0, ...numbersAt(plain, 'minLength')),
    lengthMax: Math.min(Infinity, ...numbersAt(plain, 'maxLength')),
    patterns: textsAt(plain, 'pattern'),
    formats: textsAt(plain, 'format').filter((format) => !unchecked.has(format)),
    bounds: ['formatMinimum', 'formatMaximum', 'formatExclusiveMinimum', 'formatExclusiveMaximum'].flatMap((keyword) => textsAt(plain, keyword)),
  };
}

/** Formats that say nothing of a text. */
const unchecked = new Set(['password', 'binary', 'int32', 'int64', 'float', 'double']);

function joinArrays(plain: readonly JsonObject[]): ArrayFacet {
  const prefixes = plain.map((schema) => schemasIn(schema['prefixItems']));
  return {
    itemsMin: Math.max(0, ...numbersAt(plain, 'minItems')),
    itemsMax: Math.min(Infinity, ...numbersAt(plain, 'maxItems')),
    unique: plain.some((schema) => schema['uniqueItems'] === true),
    prefixLength: Math.max(0, ...prefixes.map((one) => one.length)),
    contains: plain.flatMap((schema) =>
      schema['contains'] === undefined
        ? []
        : [
            {
              schema: schema['contains'] as Schema,
              min: (schema['minContains'] as number | undefined) ?? 1,
              max: (schema['maxContains'] as number | undefined) ?? Infinity,
            },
          ],
    ),
    itemAt(index) {
      const said = plain.flatMap((schema, at) => {
        const one = prefixes[at]![index] ?? (schema['items'] as Schema | undefined);
        return one === undefined ? [] : [one];
      });
      if (said.length > 0) return said;
      return plain.flatMap((schema) => (schema['unevaluatedItems'] === undefined ? [] : [schema['unevaluatedItems'] as Schema]));
    },
  };
}

function joinObjects(plain: readonly JsonObject[]): ObjectFacet {
  const patterns = plain.map((schema) => membersOf(schema['patternProperties']).map(([pattern, one]) => ({ pattern: new RegExp(pattern, 'u'), one: one as Schema })));
  const needs = plain.flatMap((schema) =>
    [...membersOf(schema['dependentRequired']), ...membersOf(schema['dependencies'])].flatMap(([name, list]) =>
      Array.isArray(list) ? [[name, list as readonly string[]] as const] : [],
    ),
  );
  const properties = plain.flatMap((schema) => membersOf(schema['properties']).map(([name]) => name));
  // ajv takes a member that every object inherits (`constructor`) for one that is there: it fits only where the object has one of its own.
  const inherited = properties.filter((name) => name in Object.prototype);
  const required = [...new Set([...plain.flatMap((schema) => (schema['required'] ?? []) as readonly string[]), ...inherited])];
  const names = [...new Set([...properties, ...required])];
  return {
    names,
    required,
    membersMin: Math.max(0, ...numbersAt(plain, 'minProperties')),
    membersMax: Math.min(Infinity, ...numbersAt(plain, 'maxProperties')),
    needs,
    nameSchemas: plain.flatMap((schema) => (schema['propertyNames'] === undefined ? [] : [schema['propertyNames'] as Schema])),
    namePatterns: [...new Set(plain.flatMap((schema) => membersOf(schema['patternProperties']).map(([pattern]) => pattern)))],
    isMap: plain.some((schema) => schema['patternProperties'] !== undefined || (schema['additionalProperties'] ?? true) !== true),
    memberOf(name) {
      const said = plain.flatMap((schema, at) => {
        const properties = schema['properties'] as JsonObject | undefined;
        const found: Schema[] = properties !== undefined && Object.hasOwn(properties, name) ? [properties[name] as Schema] : [];
        for (const { pattern, one } of patterns[at]!) if (pattern.test(name)) found.push(one);
        if (found.length === 0 && schema['additionalProperties'] !== undefined) found.push(schema['additionalProperties'] as Schema);
        return found;
      });
      if (said.length > 0) return said;
      return plain.flatMap((schema) => (schema['unevaluatedProperties'] === undefined ? [] : [schema['unevaluatedProperties'] as Schema]));
    },
  };
}
