// Goal: whatever a schema asks for, the values made for it fit, the broken ones do not, and shrinking stays on its side. Method: ajv decides, with the
// settings of `compileSchema`; schemas are those of the list, those of every contract among the scenarios, and schemas that fast-check draws.
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readContract } from '../../src/contract/index.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { compileSchema } from '../../src/domain/json-schema.ts';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { formatNames } from '../../src/generate/schema/formats/index.ts';
import { invalidValues, openSchemaValues, validValues } from '../../src/generate/schema/open-schema-values.ts';
import { anyWholeSchema, schemaWithWitness } from './schema-arbitraries.ts';
import { impossible, schemas } from './schemas.ts';

const root = resolve(import.meta.dirname, '../..');
const contracts = globSync('scenarios/**/contracts/*.yaml', { cwd: root }).map((file) => readContract(readFileSync(join(root, file), 'utf8'), file));
const ofContracts = contracts.flatMap(({ name, version, input, output }) => [
  [`${name}${version ?? ''} input`, input] as const,
  ...(output === undefined ? [] : [[`${name}${version ?? ''} output`, output] as const]),
]);
const ofFormats = formatNames.map((format) => [`the format ${format}`, { type: 'string', format }] as const);
const all = [...Object.entries(schemas), ...ofContracts, ...ofFormats];

const isBreakable = (schema: JsonObject): boolean => openSchemaValues(schema).invalid !== undefined;

describe('values of a schema', () => {
  it('are tried with every contract of the scenarios and every format of ajv-formats', () => {
    expect(contracts.length).toBeGreaterThan(40);
    expect(formatNames.length).toBeGreaterThan(18);
  });

  it.each(all)('%s: those that fit are accepted', (_name, schema) => {
    const check = compileSchema(schema);
    fc.assert(
      fc.property(validValues(schema), (value) => {
        expect(check(value)).toEqual([]);
        expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it.each(all)('%s: broken ones are refused', (_name, schema) => {
    const check = compileSchema(schema);
    const { invalid } = openSchemaValues(schema);
    // The outputs of some contracts promise nothing.
    if (invalid === undefined) return;
    fc.assert(
      fc.property(invalid, ({ value, breach }) => {
        expect(check(value)).not.toEqual([]);
        expect(breach.sentence).not.toBe('');
        expect(JSON.parse(JSON.stringify(value))).toEqual(value);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('can all be broken, but for those that refuse nothing', () => {
    expect(Object.entries(schemas).filter(([, schema]) => !isBreakable(schema))).toEqual([]);
  });

  it('mostly break one rule only', () => {
    let one = 0;
    let others = 0;
    for (const [, schema] of ofContracts.filter(([, each]) => isBreakable(each)))
      for (const { value } of fc.sample(invalidValues(schema), { numRuns: 20, seed: 3 }))
        if (compileSchema(schema)(value).length === 1) one++;
        else others++;
    expect(one + others).toBeGreaterThan(1000);
    expect(others / one).toBeLessThan(0.05);
  });

  it('are the same from the same seed', () => {
    for (const [, schema] of all) {
      const draw = (): readonly Json[] => fc.sample(validValues(structuredClone(schema)), { numRuns: 5, seed: 11 });
      expect(draw()).toEqual(draw());
    }
  });

  it.each(Object.entries(impossible))('%s: is said to be impossible, and does not go on for ever', (_name, schema) => {
    const attempt = (): unknown => openSchemaValues(schema);
    expect(attempt).toThrow(RehearsalFailure);
    expect(attempt).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSATISFIABLE' }));
  });

  it('that are impossible are told where', () => {
    expect(() => validValues(impossible['a deep contradiction']!)).toThrow(/at #\/properties\/a\/properties\/b,/);
    expect(() => validValues({ $ref: '#' })).toThrow(/refers to itself/);
  });

  it('cannot be broken where everything fits, which is said', () => {
    expect(() => invalidValues({})).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSATISFIABLE' }));
    expect(() => validValues({ type: 'nonsense' })).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }));
  });
});

describe('values of any schema that fast-check draws', () => {
  it('fit, or do not, as they should; or the schema is said to be impossible', () => {
    let kept = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyWholeSchema, fc.integer(), (schema, seed) => {
        const values = openOrUndefined(schema);
        if (values === undefined) {
          refused++;
          return;
        }
        kept++;
        const check = compileSchema(schema);
        for (const value of fc.sample(values.valid, { numRuns: 4, seed })) expect(check(value)).toEqual([]);
        if (values.invalid === undefined) return;
        for (const { value } of fc.sample(values.invalid, { numRuns: 3, seed })) expect(check(value)).not.toEqual([]);
      }),
      { numRuns: 150, seed: 20261120 },
    );
    expect(kept).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(5);
  });

  it('are found wherever there is one', () => {
    fc.assert(
      fc.property(schemaWithWitness, ({ witness, schema }) => {
        // ajv's own arithmetic refuses some multiples of large numbers.
        fc.pre(compileSchema(schema)(witness).length === 0);
        expect(openSchemaValues(schema).accepts(witness)).toBe(true);
      }),
      { numRuns: 150, seed: 20261120 },
    );
  });
});

function openOrUndefined(schema: JsonObject): ReturnType<typeof openSchemaValues> | undefined {
  try {
    return openSchemaValues(schema);
  } catch (error) {
    if (error instanceof RehearsalFailure && ['SCHEMA_UNSATISFIABLE', 'CONFIGURATION_INVALID'].includes(error.code)) return undefined;
    throw error;
  }
}

describe('shrinking of values', () => {
  const simplestOf = (name: string, breaks: (value: Json) => boolean): Json => {
    const found = fc.check(
      fc.property(validValues(schemas[name]!), (value) => !breaks(value)),
      { numRuns: 2000, seed: 5 },
    );
    expect(found.failed).toBe(true);
    return found.counterexample![0];
  };

  it('ends at the simplest value that still breaks the claim', () => {
    expect(simplestOf('whole numbers below zero', (value) => (value as number) < -500)).toBe(-501);
    expect(simplestOf('a list', (value) => (value as number[]).some((item) => item > 40))).toEqual([41]);
    expect(simplestOf('a tree', (value) => (value as { children?: Json[] }).children?.length === 2)).toEqual({
      name: 'a',
      children: [{ name: 'a' }, { name: 'a' }],
    });
    expect(simplestOf('one of, told apart', (value) => (value as JsonObject)['kind'] === 'card')).toEqual({ kind: 'card', number: '0000' });
    expect(simplestOf('if then else', (value) => (value as JsonObject)['country'] === 'NL')).toEqual({ country: 'NL', code: '0000 AA' });
  });

  it.each(all)('%s: goes down, stays inside, and ends', (_name, schema) => {
    const { valid, accepts } = openSchemaValues(schema);
    for (const start of fc.sample(valid, { numRuns: 3, seed: 2 })) {
      let at = start;
      let steps = 0;
      for (; steps < 500; steps++) {
        const next = valid.shrink(at, undefined).next();
        if (next.done === true) break;
        at = next.value.value;
        expect(accepts(at)).toBe(true);
      }
      expect(steps).toBeLessThan(500);
    }
  });

  it('of a broken value keeps the rule that it breaks', () => {
    const invalid = invalidValues(schemas['a base with variants']!);
    for (const start of fc.sample(invalid, { numRuns: 40, seed: 9 })) {
      const all = [...invalid.shrink(start, undefined)].map((one) => one.value);
      for (const { value, breach } of all) {
        expect(compileSchema(schemas['a base with variants']!)(value)).not.toEqual([]);
        expect(breach.keyword).toBe(start.breach.keyword);
      }
    }
  });

  it('needs no memory: a value from a file is shrunk like one that was drawn', () => {
    const valid = validValues(schemas['a tree']!);
    expect(valid.canShrinkWithoutContext({ name: 'recorded', children: [] })).toBe(true);
    expect(valid.canShrinkWithoutContext({ children: [] })).toBe(false);
    expect(valid.shrink({ name: 'recorded', children: [] }, undefined).next().value.value).toEqual({ name: 'a' });
  });
});
