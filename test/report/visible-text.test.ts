/** Goal: nothing hides in a text, and nothing honest is disturbed. Method: examples of both. */
import { expect, test } from 'vitest';
import { cutText, escapeInvisibleInJson, visibleLine, visibleText } from '../../src/report/visible-text.ts';

test.each([
  ['an override', 'a\u202Eb', 'a⟪U+202E⟫b'],
  ['an escape sequence', '\u001B[2J', '⟪U+001B⟫[2J'],
  ['a one-byte escape', '\u009B2J', '⟪U+009B⟫2J'],
  ['a zero-width space', 'a\u200Bb', 'a⟪U+200B⟫b'],
  ['letters from the tag block', 'a\u{E0041}', 'a⟪U+E0041⟫'],
  ['bytes hidden in variation selectors', 'a\uFE01\u{E0101}', 'a⟪U+FE01⟫⟪U+E0101⟫'],
  ['a lone surrogate', 'a\uD800b', 'a⟪U+D800⟫b'],
  ['a carriage return', 'a\rb', 'a⟪U+000D⟫b'],
  ['a filler that looks like a space', 'a\u3164b', 'a⟪U+3164⟫b'],
  ['a joiner between Latin letters', 'a\u200Db', 'a⟪U+200D⟫b'],
  ['a separator', 'a\u2028b', 'a⟪U+2028⟫b'],
])('%s is spelled out', (_what, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test.each(['two\nlines\tand a tab', 'Grüße, 返金, \u05E9\u05DC\u05D5\u05DD', '👩‍💻 ❤️ 👍🏽 1️⃣', 'می\u200Cخواهم', 'क\u094D\u200Dष'])(
  '%j stays as it is',
  (text) => {
    expect(visibleText(text)).toBe(text);
  },
);

test('a line keeps no line feed', () => expect(visibleLine('a\nb\tc')).toBe('a⟪U+000A⟫b⟪U+0009⟫c'));

test('JSON keeps the data', () => {
  const value = ['\u202E', '\u{E0041}', '\u009B', 'é'];
  const text = escapeInvisibleInJson(JSON.stringify(value, undefined, 2));
  expect(text).toContain('"\\uDB40\\uDC41"');
  expect(JSON.parse(text)).toEqual(value);
});

test('a cut tears no pair of surrogates', () => {
  expect(cutText('abc', 3)).toEqual({ text: 'abc', leftOut: 0 });
  expect(cutText('ab👍c', 3)).toEqual({ text: 'ab', leftOut: 3 });
});
