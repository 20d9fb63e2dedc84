import { expect, test } from 'vitest';
import { decodeStruct } from '../../../src/fault/tcp/server/json/decode-struct.ts';
import { proxyType } from '../../../src/fault/tcp/server/api-types.ts';
import { parseGoJson } from '../../../src/fault/tcp/server/json/parse-go-json.ts';
import { shortestFloat32, writeGoJson } from '../../../src/fault/tcp/server/json/write-go-json.ts';

// Goal: bodies are read and written as Go does, because clients show its words. Method: the texts of Go's own encoding/json, and JSON.parse as the judge of what is
// JSON at all.

test.for([
  ['', 'EOF'],
  [' \n', 'EOF'],
  ['{', 'unexpected EOF'],
  ['{"a"', 'unexpected EOF'],
  ['"abc', 'unexpected EOF'],
  ['nul', 'unexpected EOF'],
  ['-', 'unexpected EOF'],
  ['garbage', "invalid character 'g' looking for beginning of value"],
  ['{]', "invalid character ']' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 2}', "invalid character '2' after object key:value pair"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['[1 2]', "invalid character '2' after array element"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['trux', "invalid character 'x' in literal true (expecting 'e')"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ["'", "invalid character '\\'' looking for beginning of value"],
  ['\u0000', "invalid character '\\x00' looking for beginning of value"],
  ['é', "invalid character 'Ã' looking for beginning of value"],
])('%j is refused: %s', ([body, message]) => {
  expect(() => parseGoJson(Buffer.from(body!))).toThrow(expect.objectContaining({ message }));
});

test('a value that is too deep is refused, and ends nothing', () => {
  expect(() => parseGoJson(Buffer.from('['.repeat(1_000_000)))).toThrow('exceeded max depth');
});

test.for(['0', '-1.5e+3', '"a\\"\\u00e9\\n"', '[]', '[1,[2,{}]]', '{"a":{"b":[null,true,false]},"a":2}', ' 1 '])('%s is read', (text) => {
  expect(plain(parseGoJson(Buffer.from(text)))).toEqual(JSON.parse(text));
});

test('what follows the first value is not looked at, and half a surrogate pair becomes the replacement character', () => {
  expect(parseGoJson(Buffer.from('{} nonsense'))).toEqual({ kind: 'object', members: [] });
  expect(parseGoJson(Buffer.from('"\\ud800x"'))).toEqual({ kind: 'string', value: '\ufffdx' });
});

test('members match in any case, the exact name and the last one win, null changes nothing', () => {
  const read = (text: string): object => decodeStruct(parseGoJson(Buffer.from(text)), proxyType);
  expect(read('{"NAME":"a","enabled":null,"x":1}')).toEqual({ name: 'a' });
  expect(read('{"name":"a","Name":"b"}')).toEqual({ name: 'b' });
  expect(() => read('{"name":5,"listen":6}')).toThrow('json: cannot unmarshal number into Go struct field Proxy.name of type string');
  expect(() => read('{"enabled":"yes"}')).toThrow('json: cannot unmarshal string into Go struct field Proxy.enabled of type bool');
  expect(() => read('{"Logger":5}')).toThrow('json: cannot unmarshal number into Go struct field Proxy.Logger of type zerolog.Logger');
});

test('what is written is escaped for HTML, and maps keep their order', () => {
  expect(writeGoJson({ a: '<b>&\u2028' })).toBe('{"a":"\\u003cb\\u003e\\u0026\\u2028"}');
  expect(
    writeGoJson(
      new Map([
        ['b', 1],
        ['2', 2],
        ['__proto__', 3],
      ]),
    ),
  ).toBe('{"b":1,"2":2,"__proto__":3}');
});

test.for([0.1, 0.25, 1 / 3, 1e-7, 0.7, 123456.789])('%f is written as the shortest number of 32 bits', (value) => {
  const written = shortestFloat32(value);
  expect(Math.fround(written)).toBe(Math.fround(value));
  expect(String(written).length).toBeLessThanOrEqual(String(Math.fround(value)).length);
});

function plain(value: ReturnType<typeof parseGoJson>): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'number':
      return Number(value.text);
    case 'array':
      return value.items.map(plain);
    case 'object':
      return Object.fromEntries(value.members.map(([name, member]) => [name, plain(member)]));
    default:
      return value.value;
  }
}
