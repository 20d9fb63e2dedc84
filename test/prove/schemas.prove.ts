// Goal: no schema is too odd. Method: thousands of schemas that fast-check draws; ajv looks at every value that is made of them, and none of which a value is known is called impossible.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { compileSchema } from '../../src/domain/json-schema.ts';
import { openSchemaValues } from '../../src/generate/index.ts';
import { anyWholeSchema, schemaWithWitness } from '../generate/schema-arbitraries.ts';

const numRuns = 2000;
const seed = 4711;

it('values of any schema fit it, and broken ones do not', () => {
  let kept = 0;
  let crashed = 0;
  for (const schema of fc.sample(anyWholeSchema, { numRuns, seed })) {
    try {
      const { valid, invalid } = openSchemaValues(schema);
      const check = compileSchema(schema);
      for (const value of fc.sample(valid, { numRuns: 5, seed })) expect([schema, check(value)]).toEqual([schema, []]);
      if (invalid !== undefined) for (const { value } of fc.sample(invalid, { numRuns: 3, seed })) expect(check(value).length).toBeGreaterThan(0);
      kept++;
    } catch (error) {
      if (!(error instanceof RehearsalFailure)) throw error;
      // ajv itself crashes on some.
      if (error.code !== 'SCHEMA_UNSATISFIABLE') crashed++;
    }
  }
  expect(kept).toBeGreaterThan(numRuns / 2);
  expect(crashed).toBeLessThan(numRuns / 100);
});

it('no schema of which a value is known is called impossible', () => {
  let tried = 0;
  for (const { witness, schema } of fc.sample(schemaWithWitness, { numRuns, seed })) {
    // ajv's own arithmetic refuses some multiples of large numbers.
    if (compileSchema(schema)(witness).length > 0) continue;
    tried++;
    expect(openSchemaValues(schema).accepts(witness)).toBe(true);
  }
  expect(tried).toBeGreaterThan(numRuns / 2);
});
