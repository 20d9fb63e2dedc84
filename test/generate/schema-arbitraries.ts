import * as fc from 'fast-check';
import { isJsonObject, type Json, type JsonObject } from '../../src/domain/json.ts';

const numbers = fc.integer({ min: -5, max: 20 });
const small = fc.integer({ min: 0, max: 4 });
const names = fc.constantFrom('a', 'b', 'c', 'a b', '');
const patterns = fc.constantFrom('^a', 'b$', '^[a-c]{1,3}$', '\\d', '^.{2}$', '^(x|yz)+$');
const scalars = fc.constantFrom<Json>(null, true, false, 0, 1, 2.5, 'a', 'b', '', 'abc');

/** Any schema at all, sensible or not: keywords beside each other that nobody would write so, and many that no value fits. */
export const anySchema: fc.Arbitrary<JsonObject | boolean> = fc.letrec<{ schema: JsonObject | boolean }>((tie) => {
  const schema = tie('schema');
  const few = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 3 });
  const keywords: fc.Arbitrary<JsonObject>[] = [
    fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object').map((type) => ({ type })),
    fc.uniqueArray(fc.constantFrom('null', 'integer', 'string', 'array', 'object'), { minLength: 1, maxLength: 3 }).map((type) => ({ type })),
    fc.uniqueArray(scalars, { minLength: 1, maxLength: 4 }).map((list) => ({ enum: list })),
    scalars.map((value) => ({ const: value })),
    numbers.map((minimum) => ({ minimum })),
    numbers.map((maximum) => ({ maximum })),
    numbers.map((exclusiveMinimum) => ({ exclusiveMinimum })),
    numbers.map((exclusiveMaximum) => ({ exclusiveMaximum })),
    fc.constantFrom(2, 3, 0.5, 0.1).map((multipleOf) => ({ multipleOf })),
    small.map((minLength) => ({ minLength })),
    small.map((maxLength) => ({ maxLength })),
    patterns.map((pattern) => ({ pattern })),
    fc.constantFrom('date', 'email', 'uuid', 'ipv4', 'uri').map((format) => ({ format })),
    small.map((minItems) => ({ minItems })),
    small.map((maxItems) => ({ maxItems })),
    fc.boolean().map((uniqueItems) => ({ uniqueItems })),
    schema.map((items) => ({ items })),
    few(schema).map((prefixItems) => ({ prefixItems })),
    schema.map((contains) => ({ contains })),
    fc.record({ contains: schema, minContains: small, maxContains: small }),
    schema.map((unevaluatedItems) => ({ unevaluatedItems })),
    fc.dictionary(names, schema, { maxKeys: 3, noNullPrototype: true }).map((properties) => ({ properties })),
    fc.uniqueArray(names, { maxLength: 3 }).map((required) => ({ required })),
    schema.map((additionalProperties) => ({ additionalProperties })),
    fc.dictionary(patterns, schema, { maxKeys: 2, noNullPrototype: true }).map((patternProperties) => ({ patternProperties })),
    schema.map((propertyNames) => ({ propertyNames })),
    small.map((minProperties) => ({ minProperties })),
    small.map((maxProperties) => ({ maxProperties })),
    schema.map((unevaluatedProperties) => ({ unevaluatedProperties })),
    fc
      .dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), { maxKeys: 2, noNullPrototype: true })
      .map((dependentRequired) => ({ dependentRequired })),
    fc.dictionary(names, schema, { maxKeys: 2, noNullPrototype: true }).map((dependentSchemas) => ({ dependentSchemas })),
    few(schema).map((allOf) => ({ allOf })),
    few(schema).map((anyOf) => ({ anyOf })),
    few(schema).map((oneOf) => ({ oneOf })),
    schema.map((not) => ({ not })),
    fc.record({ if: schema, then: schema, else: schema }, { requiredKeys: ['if'] }),
    fc.constantFrom('#', '#/$defs/x').map(($ref) => ({ $ref })),
  ];
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 1, arbitrary: fc.boolean() },
      {
        weight: 8,
        arbitrary: fc.array(fc.oneof(...keywords), { minLength: 1, maxLength: 4 }).map((list) => Object.assign({}, ...list) as JsonObject),
      },
    ),
  };
}).schema;

/** A whole schema, with a part that references can name. */
export const anyWholeSchema: fc.Arbitrary<JsonObject> = fc
  .tuple(anySchema, anySchema)
  .map(([whole, part]) => ({ ...(isJsonObject(whole) ? whole : { allOf: [whole] }), $defs: { x: part } }));

const anyJson: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

/** A value, and a schema that it fits by the way in which it was made: nobody may say of it that nothing fits. */
export const schemaWithWitness: fc.Arbitrary<{ readonly witness: Json; readonly schema: JsonObject }> = anyJson.chain((witness) =>
  schemaFor(witness).map((schema) => ({ witness, schema })),
);

function schemaFor(value: Json): fc.Arbitrary<JsonObject> {
  return fc.tuple(plainSchemaFor(value), fc.integer({ min: 0, max: 7 }), anyJson).chain(([schema, shape, other]) => {
    switch (shape) {
      case 0:
        return plainSchemaFor(value).map((again) => ({ allOf: [schema, again] }));
      case 1:
        return plainSchemaFor(other).map((another) => ({ anyOf: [another, schema] }));
      case 2:
        return fc.constant({ if: schema, else: false });
      case 3:
        return fc.constant({ not: { not: schema } });
      case 4:
        return fc.constant({ $defs: { x: schema }, $ref: '#/$defs/x' });
      default:
        return fc.constant(schema);
    }
  });
}

/** Whatever is true of a value. Parts have no references, so that they mean the same wherever they stand. */
function plainSchemaFor(value: Json): fc.Arbitrary<JsonObject> {
  if (value === null || typeof value === 'boolean')
    return fc.constantFrom<JsonObject>({}, { const: value }, { type: value === null ? 'null' : 'boolean' });
  const some = (...all: JsonObject[]): fc.Arbitrary<JsonObject> => fc.subarray(all).map((list) => Object.assign({}, ...list) as JsonObject);
  if (typeof value === 'number')
    return fc
      .nat(3)
      .chain((gap) =>
        some(
          { type: 'number' },
          { minimum: value - gap },
          { maximum: value + gap },
          { enum: [value, 'x'] },
          ...(Number.isInteger(value) ? [{ multipleOf: 1 }] : []),
        ),
      );
  if (typeof value === 'string') {
    const length = Array.from(value).length;
    return fc
      .nat(2)
      .chain((gap) => some({ type: 'string' }, { minLength: Math.max(0, length - gap) }, { maxLength: length + gap }, { pattern: '^[^]*$' }));
  }
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return fc.tuple(...items.map(plainSchemaFor), fc.nat(2)).chain((all) => {
      const parts = all.slice(0, -1) as JsonObject[];
      return some(
        { type: 'array' },
        { minItems: items.length },
        { maxItems: items.length + (all.at(-1) as number) },
        ...(parts.length > 0 ? [{ prefixItems: parts }, { contains: parts[0]! }, { items: { anyOf: parts } }] : []),
      );
    });
  }
  const entries = Object.entries(value);
  return fc
    .tuple(...entries.map(([, member]) => plainSchemaFor(member)))
    .chain((parts) =>
      some(
        { type: 'object' },
        { properties: Object.fromEntries(entries.map(([name], index) => [name, parts[index]!])) },
        { required: entries.map(([name]) => name) },
        { minProperties: entries.length },
        { maxProperties: entries.length + 1 },
        { propertyNames: { type: 'string' } },
      ),
    );
}
