import { describe, expect, test } from 'vitest';
import { parseSource } from '../../src/domain/document.ts';
import { formatPlace, RehearsalFailure } from '../../src/domain/failure.ts';

// Goal: a file says what is meant or is refused, with the place; nothing that the parser noticed is passed over in silence. Method: small texts, each with one
// thing that YAML only warns of, or forbids.

function refusal(text: string): { readonly place: string; readonly message: string } {
  try {
    parseSource(text, 'f.yaml', 'SCENARIO_INVALID', 'Do it right.');
  } catch (error) {
    if (!(error instanceof RehearsalFailure)) throw error;
    expect([error.code, error.hint]).toEqual(['SCENARIO_INVALID', 'Do it right.']);
    return { place: formatPlace(error.place!), message: error.message };
  }
  throw new Error('it was read');
}

describe('refused, with the place', () => {
  test.each([
    ['an unknown tag on a text', 'a: 1\nb:\n  - c\n  - !secret API_KEY\n', 'f.yaml:4:5', '!secret'],
    ['an unknown tag on a map', 'a: !include { file: x }\n', 'f.yaml:1:4', '!include'],
    ['an unknown tag on a key', '!key a: 1\n', 'f.yaml:1:1', '!key'],
    ['a tag of another schema', 'a: !!binary aGVsbG8=\n', 'f.yaml:1:4', 'binary'],
    ['a tag in a file with Windows line ends', 'a: 1\r\nb: !foo 2\r\n', 'f.yaml:2:4', '!foo'],
    ['another version of YAML', '%YAML 3.0\n---\na: 1\n', 'f.yaml:1:7', '3.0'],
    ['an unknown directive', '%FOO bar\n---\na: 1\n', 'f.yaml:1:1', 'FOO'],
    ['the same member twice', 'a: 1\nb: 2\na: 3\n', 'f.yaml:3:1', 'unique'],
    ['a bracket that is not closed', 'a: [1,\nb: 2\n', 'f.yaml:2:1', ''],
    ['two documents', 'a: 1\n---\nb: 2\n', 'f.yaml:2:1', 'multiple documents'],
  ])('%s', (_what, text, place, words) => {
    const refused = refusal(text);
    expect(refused.message).toContain('f.yaml is no valid YAML: ');
    expect(refused.message).toContain(words);
    expect(refused.message).not.toContain('\n');
    expect(refused.place).toBe(place);
  });

  test('aliases that multiply without bound', () => {
    const lines = [
      'a0: &a0 [x, x, x, x, x, x, x, x, x]',
      ...[1, 2, 3, 4, 5].map(
        (level) =>
          `a${level}: &a${level} [${Array(9)
            .fill(`*a${level - 1}`)
            .join(', ')}]`,
      ),
    ];
    expect(refusal(`${lines.join('\n')}\n`).message).toMatch(/alias/i);
  });
});

test('what is plain YAML, or JSON, is read; known tags too', () => {
  const read = (text: string): unknown => parseSource(text, 'f.yaml', 'SCENARIO_INVALID', '').value;
  expect(read('%YAML 1.2\n---\na: !!str 4711\nb: &x [1, "!foo", \'!bar\']\nc: *x\nd: |\n  !baz\n')).toEqual({
    a: '4711',
    b: [1, '!foo', '!bar'],
    c: [1, '!foo', '!bar'],
    d: '!baz\n',
  });
  expect(read('{"a": [1, 2.5, null, true]}')).toEqual({ a: [1, 2.5, null, true] });
});
