// Goal: a user's schema is refused for what is wrong with it, and never meets another one. Method: bad schemas in the words of the validator; good ones that bear
// the same name, one after the other, since what was compiled is remembered.
import { describe, expect, test } from 'vitest';
import { compileSchema } from '../../src/domain/json-schema.ts';
import type { JsonObject } from '../../src/domain/json.ts';

describe('no schema', () => {
  test.each<[string, JsonObject, RegExp]>([
    ['an unknown type', { type: 'strng' }, /^schema is invalid: data\/type must be equal to one of the allowed values/],
    ['properties that are none', { type: 'object', properties: 4 }, /^schema is invalid: data\/properties must be object$/],
    ['a bound that is no number', { minimum: 'a' }, /^schema is invalid: data\/minimum must be number$/],
    [
      'another draft',
      { $schema: 'http://json-schema.org/draft-07/schema#' },
      /^no schema with key or ref "http:\/\/json-schema.org\/draft-07\/schema#"$/,
    ],
    ['a dialect that is no name', { $schema: 5 }, /^\$schema must be a string$/],
    ['a reference to nowhere', { $ref: '#/nope' }, /^can't resolve reference #\/nope/],
    ['a pattern that is none', { pattern: '(' }, /^Invalid regular expression/],
  ])('%s', (_, schema, message) => {
    expect(() => compileSchema(schema)).toThrow(message);
    // Nor the second time, when other schemas have been compiled.
    expect(compileSchema({ type: 'string' })(1)).toHaveLength(1);
    expect(() => compileSchema(schema)).toThrow(message);
  });
});

test('two schemas of one name are two', () => {
  const [one, other] = [compileSchema({ $id: 'order', type: 'string' }), compileSchema({ $id: 'order', type: 'number' })];
  expect([one('a'), one(1).length, other(1), other('a').length]).toEqual([[], 1, [], 1]);
});

test('a schema may speak of schemas, and name its dialect; formats are checked', () => {
  const speaks = compileSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema', $ref: 'https://json-schema.org/draft/2020-12/schema' });
  expect([speaks({ type: 'string' }), speaks({ type: 'strng' }).length > 0]).toEqual([[], true]);
  const date = compileSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'string', format: 'date' });
  expect([date('2026-11-20'), date('tomorrow').map(({ message }) => message)]).toEqual([[], ['must match format "date"']]);
});
