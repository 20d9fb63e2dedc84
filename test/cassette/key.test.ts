import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalRequest, exactKey } from '../../src/cassette/key.ts';
import { digestOf } from '../../src/cassette/long-text.ts';
import { conversation } from '../../src/cassette/matchers/conversation.ts';
import { dialectFor } from '../../src/dialect/index.ts';
import { jsonText } from '../../src/dialect/json-text.ts';
import { exactMatching, type Matching } from '../../src/domain/cassette.ts';
import { encodeUtf8, type HttpRequest } from '../../src/domain/http.ts';
import { exactCanonicalJson } from '../../src/domain/exact-json.ts';
import { isJsonObject, parseJsonExactly, type Json, type JsonObject } from '../../src/domain/json.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { mutationsOf } from '../dialect/mutations.ts';
import { requestSpecimens } from '../dialect/specimens.ts';

// Goal: no false greens. Whatever can change what a model says changes the key; what cannot, and what was declared volatile, does not. Method: every
// leaf, member and element of realistic requests of every dialect is changed, and the hash of the whole is compared; the gateway's own reader reads them.

function request(url: string, body: string | Json, method = 'POST'): HttpRequest {
  return { method, url, headers: [], body: encodeUtf8(typeof body === 'string' ? body : JSON.stringify(body)) };
}

function keyOf(asked: HttpRequest, matching: Matching = exactMatching): string {
  return exactKey(canonicalRequest(asked, dialectFor(asked), matching));
}

const chatUrl = '/openai/v1/chat/completions';
const chat: JsonObject = {
  model: 'gpt-4o',
  temperature: 0,
  tools: [
    {
      type: 'function',
      function: { name: 'refund', description: 'Pays back', parameters: { type: 'object', properties: { id: { type: 'string' } } } },
    },
  ],
  messages: [
    { role: 'system', content: 'You are a careful agent' },
    { role: 'user', content: 'Refund order 4711 please' },
    {
      role: 'assistant',
      content: 'I look',
      tool_calls: [
        { id: 'call_a', type: 'function', function: { name: 'refund', arguments: '{"id":"4711"}' } },
        { id: 'call_b', type: 'function', function: { name: 'refund', arguments: '{"id":"4712"}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'call_a', content: 'paid back' },
    { role: 'tool', tool_call_id: 'call_b', content: 'not paid back' },
    { role: 'user', content: 'And now tell the customer' },
  ],
};

// Ids of calls are names that the provider made up; they count by their order only.
const idLeaf = /\.(id|tool_call_id|call_id|tool_use_id)( changed| deleted)$/;

describe.each(requestSpecimens)('$dialect $url', ({ url, body, harmless = [] }) => {
  test('any change of the body is another key', () => {
    const original = keyOf(request(url, body));
    const unnoticed: string[] = [];
    let tried = 0;
    for (const { where, value } of mutationsOf(body)) {
      if (harmless.includes(where) || idLeaf.test(where)) continue;
      tried++;
      if (keyOf(request(url, value)) === original) unnoticed.push(where);
    }
    expect(unnoticed).toEqual([]);
    expect(tried).toBeGreaterThan(5);
  });

  test('any word exchanged, added or left out is another key', () => {
    const original = keyOf(request(url, body));
    for (const { where, value } of textsOf(body)) {
      if (!/\s/.test(value.text)) continue;
      const words = value.text.split(' ');
      for (const index of words.keys()) {
        for (const changed of [words.with(index, 'other'), words.toSpliced(index, 1), words.toSpliced(index, 0, 'not')]) {
          expect(keyOf(request(url, value.replace(changed.join(' ')))), `${where}: ${changed.join(' ')}`).not.toBe(original);
        }
      }
    }
  });

  test('the order of members and the white space of the body are not part of the key', () => {
    const original = keyOf(request(url, body));
    expect(keyOf(request(url, JSON.stringify(body, undefined, 2)))).toBe(original);
    expect(keyOf(request(url, reversed(body)))).toBe(original);
  });
});

/** Every text in a value, with a way to put another in its place. */
function* textsOf(value: Json, where = '$'): Generator<{ where: string; value: { text: string; replace(text: string): Json } }> {
  if (typeof value === 'string') yield { where, value: { text: value, replace: (text) => text } };
  else if (Array.isArray(value)) {
    const list = value as readonly Json[];
    for (const [index, element] of list.entries())
      for (const inner of textsOf(element, `${where}[${index}]`))
        yield { where: inner.where, value: { text: inner.value.text, replace: (text) => list.with(index, inner.value.replace(text)) } };
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value))
      for (const inner of textsOf(member, `${where}.${name}`))
        yield { where: inner.where, value: { text: inner.value.text, replace: (text) => ({ ...value, [name]: inner.value.replace(text) }) } };
  }
}

/** Members in the opposite order, at every depth; lists keep theirs. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(reversed);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

describe('tool-call ids', () => {
  const withIds = (a: string, b: string, resultA = a, resultB = b): Json =>
    JSON.parse(
      JSON.stringify(chat)
        .replaceAll('"id":"call_a"', `"id":"${a}"`)
        .replaceAll('"id":"call_b"', `"id":"${b}"`)
        .replaceAll('"tool_call_id":"call_a"', `"tool_call_id":"${resultA}"`)
        .replaceAll('"tool_call_id":"call_b"', `"tool_call_id":"${resultB}"`),
    ) as Json;

  test('renamed consistently they are the same request', () => {
    const random = seededRandom(7);
    const original = keyOf(request(chatUrl, chat));
    for (let round = 0; round < 20; round++) {
      const [a, b] = [`call_${random.below(1e9)}`, `toolu_${random.below(1e9)}`];
      expect(keyOf(request(chatUrl, withIds(a, b)))).toBe(original);
    }
    // Names of another call's own form must not collide with what ids are renamed to.
    expect(keyOf(request(chatUrl, withIds('call_2', 'call_1')))).toBe(original);
  });

  test('results that answer the other call are another request', () => {
    const original = keyOf(request(chatUrl, chat));
    expect(keyOf(request(chatUrl, withIds('call_a', 'call_b', 'call_b', 'call_a')))).not.toBe(original);
    expect(keyOf(request(chatUrl, withIds('call_a', 'call_a')))).not.toBe(original);
    expect(keyOf(request(chatUrl, withIds('call_a', 'call_b', 'call_a', 'call_c')))).not.toBe(original);
  });

  test('an id that stands in a text is a text', () => {
    const mention = (id: string): Json => ({ ...chat, messages: [...(chat['messages'] as readonly Json[]), { role: 'user', content: `see ${id}` }] });
    expect(keyOf(request(chatUrl, mention('call_a')))).not.toBe(keyOf(request(chatUrl, mention('call_b'))));
  });
});

test('the order of turns, and of the tools, counts', () => {
  const original = keyOf(request(chatUrl, chat));
  const messages = chat['messages'] as readonly Json[];
  expect(keyOf(request(chatUrl, { ...chat, messages: [messages[0]!, messages[5]!, ...messages.slice(2, 5), messages[1]!] }))).not.toBe(original);
  expect(keyOf(request(chatUrl, { ...chat, messages: [...messages, { role: 'user', content: '' }] }))).not.toBe(original);
});

describe('long texts, which are remembered and stand as digests', () => {
  const long = 'The parcel waits, and then it goes back. '.repeat(60);
  const asking = (content: string): HttpRequest => request(chatUrl, { model: 'm', messages: [{ role: 'user', content }] });

  test('one character anywhere counts, also after many others were seen', () => {
    const keys = new Set<string>();
    for (let at = 0; at < long.length; at += 7) keys.add(keyOf(asking(`${long.slice(0, at)}#${long.slice(at + 1)}`)));
    expect(keys.size).toBe(Math.ceil(long.length / 7));
    expect(keys.has(keyOf(asking(long)))).toBe(false);
    for (let at = 0; at < long.length; at += 7) expect(keys.has(keyOf(asking(`${long.slice(0, at)}#${long.slice(at + 1)}`)))).toBe(true);
  });

  test('where they are cut into blocks counts, and their digest is another text', () => {
    const keys = [
      [{ role: 'user', content: long }],
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: long.slice(0, 1200) },
            { type: 'text', text: long.slice(1200) },
          ],
        },
      ],
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: long.slice(0, 1201) },
            { type: 'text', text: long.slice(1201) },
          ],
        },
      ],
      [{ role: 'user', content: digestOf(long) }],
      [{ role: 'user', content: digestOf(long).padEnd(1500) }],
    ].map((messages) => keyOf(request(chatUrl, { model: 'm', messages })));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the URL', () => {
  test('credentials in the query say who asks, not what', () => {
    const original = keyOf(request('/gemini/v1beta/models/g:generateContent?key=AIza1', { contents: [] }));
    expect(keyOf(request('/gemini/v1beta/models/g:generateContent?key=AIza2', { contents: [] }))).toBe(original);
    expect(keyOf(request('/gemini/v1beta/models/g:generateContent', { contents: [] }))).toBe(original);
  });

  test('of a service that is no model, they may well say what is asked', () => {
    const asked = (query: string): string => keyOf(request(`/http/store/get?${query}`, '', 'GET'));
    expect(asked('key=colour')).not.toBe(asked('key=size'));
    expect(asked('token=1')).not.toBe(asked('token=2'));
  });

  test('everything else in it counts, in any order', () => {
    const url = (query: string): string => keyOf(request(`/http/crm/orders${query}`, '', 'GET'));
    expect(url('?page=1&size=2')).toBe(url('?size=2&page=1'));
    // prettier-ignore
    const keys = ['', '?page=1', '?page=2', '?page=', '?page=1&page=1', '?page=1&key2=x', '?Page=1', '?a=1%262', '?a=1&2',
      '?s=a&s=b', '?s=b&s=a', '?s=%ff', '?s=%fe', '?s=%25ff', '?s=a%3Db', '?s%3Da=b',
    ].map(url);
    expect(new Set(keys).size).toBe(keys.length);
    expect(url('?s=a&page=1&s=b')).toBe(url('?page=1&s=a&s=b'));
    expect(url('?s=a+b')).toBe(url('?s=a%20b'));
    expect(keyOf(request('/http/crm/orders', '', 'GET'))).not.toBe(keyOf(request('/http/crm/orders', '', 'DELETE')));
    expect(keyOf(request('/http/crm/orders', '', 'GET'))).not.toBe(keyOf(request('/http/erp/orders', '', 'GET')));
    expect(keyOf(request('/http/crm/orders', '', 'GET'))).not.toBe(keyOf(request('/http/crm/order', '', 'GET')));
  });
});

describe('plain HTTP', () => {
  const body = (content: string): string => keyOf(request('/http/crm/orders', content));

  test('a JSON body counts by its value, any other body by its bytes', () => {
    expect(body('{"a":1,"b":2}')).toBe(body('{ "b": 2,\n "a": 1 }'));
    expect(body('{"a":"\\u00e9\\/"}')).toBe(body('{"a":"é/"}'));
    // prettier-ignore
    const bodies = [
      '{"a":1}', '{"a":2}', '{"a":"1"}', '{"a":[1]}', 'a=1', 'a=2', 'a=1 ', '', '""', 'null', 'hello', '"hello"', 'aGVsbG8=', '"aGVsbG8="',
      'empty', 'text "hello"', 'base64 aGVsbG8=', '\uFEFF{"a":1}',
      '{"a":1,"a":2}', '{"a":2,"a":1}', '{"a":1,"a":1}', '[1,[2]]', '[[1],2]', '[]', '{}', '[null]', '{"a":null}', '{"a":1e400}', '{"a":-1e400}',
      '{"a":9007199254740993}', '{"a":{"$number":"9007199254740993"}}', '{"a":"9007199254740993"}', '{"a":1e-400}', '{"a":0}', '{"__proto__":1}',
    ];
    const seen = new Map<string, string>();
    for (const content of bodies) {
      const key = body(content);
      expect(seen.get(key), content).toBeUndefined();
      seen.set(key, content);
    }
    const bytes = (last: number): string => keyOf({ method: 'POST', url: '/http/crm/x', headers: [], body: Uint8Array.of(0xff, 0xfe, last) });
    expect(bytes(1)).not.toBe(bytes(2));
  });

  test('law: two bodies have one key exactly where they say the same', () => {
    fc.assert(
      fc.property(document, document, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (one, other, choices) => {
        expect(body(written(one, choices))).toBe(body(written(one, choices.toReversed())));
        expect(body(written(one, choices)) === body(written(other, choices))).toBe(JSON.stringify(meant(one)) === JSON.stringify(meant(other)));
        expect(body(written(one, choices))).not.toBe(body(`${written(one, choices)}x`));
        expect(body(written(one, choices))).not.toBe(body(JSON.stringify(written(one, choices))));
      }),
      { seed: 42, numRuns: 3000 },
    );
  });

  test('a document too deep to be read is compared by its text', () => {
    const deep = (inner: string): string => body('['.repeat(200_000) + inner + ']'.repeat(200_000));
    expect(deep('1')).not.toBe(deep('2'));
    expect(deep('1')).toBe(deep('1'));
  });
});

/** JSON as it is written: numbers are digits and a power of ten, members may stand twice. */
type Document =
  | { readonly number: readonly [digits: bigint, exponent: number] }
  | { readonly text: string }
  | { readonly list: readonly Document[] }
  | { readonly members: readonly (readonly [string, Document])[] };

const { document } = fc.letrec<{ document: Document }>((tie) => ({
  document: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ number: fc.tuple(fc.constantFrom(0n, 1n, -1n, 10n, 9007199254740992n, 9007199254740993n), fc.constantFrom(-330, -1, 0, 1, 2, 400)) }),
    fc.record({ text: fc.constantFrom('', 'a', '1', '"', '\\', '\\"', '\n', 'é', '\ud800', '$number', '9007199254740993') }),
    fc.record({ list: fc.array(tie('document'), { maxLength: 3 }) }),
    fc.record({ members: fc.array(fc.tuple(fc.constantFrom('a', 'b', '', '$number', '__proto__', '"'), tie('document')), { maxLength: 3 }) }),
  ),
}));

/** One of the many ways to write it: blanks, escapes, the place of the point, the order of members with different names. */
function written(node: Document, choices: readonly number[], depth = 0): string {
  const choice = choices[depth % choices.length]!;
  const blank = ['', ' ', '\n\t'][choice % 3]!;
  const text = (value: string): string => (choice % 2 === 0 ? JSON.stringify(value) : `"${escaped(value)}"`);
  if ('text' in node) return text(node.text);
  if ('list' in node) return `[${node.list.map((element, index) => blank + written(element, choices, depth + index + 1) + blank).join(',')}]`;
  if ('members' in node) {
    const order = choice % 2 === 0 ? node.members : node.members.toSorted(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0));
    return `{${order.map(([name, value]) => `${blank}${text(name)}${blank}:${written(value, choices, depth + 1)}`).join(',')}${blank}}`;
  }
  const [digits, exponent] = node.number;
  return [`${digits}e${exponent}`, `${digits}.0E+${exponent}`.replace('+-', '-'), digits === 0n ? '-0.00' : `${digits}00e${exponent - 2}`][
    choice % 3
  ]!;
}

function escaped(text: string): string {
  return Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}

/** What it says: numbers as integers of one tiny unit, members by name, those of one name in their order. */
function meant(node: Document): unknown {
  if ('text' in node) return { text: node.text };
  if ('list' in node) return node.list.map(meant);
  if ('members' in node)
    return { members: node.members.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([name, value]) => [name, meant(value)]) };
  return String(node.number[0] * 10n ** BigInt(node.number[1] + 400));
}

describe('numbers', () => {
  const key = (number: string): string => keyOf(request('/http/crm/orders', `{"id":${number}}`));
  const asArgument = (number: string): string =>
    keyOf(
      request(
        chatUrl,
        JSON.stringify({ ...chat, seed: 12345 })
          .replace('12345', number)
          .replace('{\\"id\\":\\"4711\\"}', `{\\"id\\":${number}}`),
      ),
    );

  test('that differ only beyond what a double holds are other numbers', () => {
    for (const keyIn of [key, asArgument]) {
      expect(keyIn('9007199254740993')).not.toBe(keyIn('9007199254740992'));
      expect(keyIn('12345678901234567890')).not.toBe(keyIn('12345678901234567891'));
      expect(keyIn('0.1234567890123456789')).not.toBe(keyIn('0.1234567890123456788'));
    }
  });

  test('and an object in the notation by which we keep their digits is no number, however it is spelled', () => {
    const spelled = ['9007199254740993', '{"$number":"9007199254740993"}', '{"$literal":{"$number":"9007199254740993"}}', '"9007199254740993"'];
    for (const keyIn of [key, asArgument]) expect(new Set(spelled.map(keyIn)).size).toBe(spelled.length);
    expect(key('{"\\u0024number":"9007199254740993"}')).toBe(key('{"$number":"9007199254740993"}'));
    for (const escaped of ['{"\\u0024number":"9007199254740993"}', '{"$numbe\\u0072":"9007199254740993"}', '{"$\\u006eumber":"9007199254740993"}']) {
      const chatWith = (id: string): string =>
        keyOf(request(chatUrl, `{"model":"m","messages":[{"role":"user","content":"x"}],"metadata":{"id":${id}}}`));
      expect(chatWith(escaped)).not.toBe(chatWith('9007199254740993'));
      expect(chatWith(escaped)).toBe(chatWith('{"$number":"9007199254740993"}'));
    }
  });

  test('law: what was read exactly is written as it was', () => {
    const anyOf = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<Json>(1, 0.5, 'x', '9007199254740993', null),
        fc.dictionary(fc.constantFrom('$number', '$literal', 'a'), tie('value'), { maxKeys: 2 }),
        fc.array(tie('value'), { maxLength: 2 }),
      ),
    })).value;
    fc.assert(
      fc.property(anyOf, fc.boolean(), (value, isLong) => {
        const text = JSON.stringify({ value, n: 5 }).replace('"n":5', isLong ? '"n":9007199254740993' : '"n":5');
        expect(exactCanonicalJson(jsonText(parseJsonExactly(text)))).toBe(exactCanonicalJson(text));
      }),
      { seed: 7, numRuns: 1000 },
    );
  });

  test('of the same value in another spelling are the same', () => {
    expect(key('1.0')).toBe(key('1'));
    expect(key('1e2')).toBe(key('100'));
    expect(key('0.70')).toBe(key('0.7'));
  });
});

describe('what is declared volatile', () => {
  const asked = (members: JsonObject): HttpRequest => request(chatUrl, { ...chat, ...members });
  const fields = (...volatileFields: string[]): Matching => ({ ...exactMatching, volatileFields });

  test('fields count only where they are declared', () => {
    const [one, two] = [asked({ metadata: { request_id: 'r1', team: 'a' } }), asked({ metadata: { request_id: 'r2', team: 'a' } })];
    const third = asked({ metadata: { request_id: 'r2', team: 'b' } });
    expect(keyOf(one)).not.toBe(keyOf(two));
    expect(keyOf(one, fields('metadata.request_id'))).toBe(keyOf(two, fields('metadata.request_id')));
    expect(keyOf(one, fields('metadata.request_id'))).not.toBe(keyOf(third, fields('metadata.request_id')));
    expect(keyOf(one, fields('request_id'))).not.toBe(keyOf(two, fields('request_id')));
  });

  test('a star stands for every element', () => {
    const named = (name: string, content = 'hello'): HttpRequest => asked({ messages: [{ role: 'user', name, content }] });
    const matching = fields('messages.*.name');
    expect(keyOf(named('ada'), matching)).toBe(keyOf(named('grace'), matching));
    expect(keyOf(named('ada'), matching)).not.toBe(keyOf(named('ada', 'hallo'), matching));
  });

  test('patterns count as one text, and hide nothing beside it', () => {
    const matching: Matching = { ...exactMatching, volatilePatterns: ['Today is [^.]*\\.'] };
    const dated = (text: string): HttpRequest => asked({ messages: [{ role: 'user', content: text }] });
    expect(keyOf(dated('Today is Monday. Refund it'), matching)).toBe(keyOf(dated('Today is Friday. Refund it'), matching));
    expect(keyOf(dated('Today is Monday. Refund it'), matching)).not.toBe(keyOf(dated('Today is Monday. Refund that'), matching));
    expect(keyOf(dated('Today is Monday. Refund it'))).not.toBe(keyOf(dated('Today is Friday. Refund it')));
  });

  test('a pattern that is no regular expression is refused, and says which', () => {
    expect(() => keyOf(asked({}), { ...exactMatching, volatilePatterns: ['('] })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION_INVALID', message: expect.stringContaining('"("') as string }),
    );
  });
});

test('the looser key passes over model, tools and parameters, and over nothing else', () => {
  const loose = (body: Json): string | undefined => {
    const asked = request(chatUrl, body);
    return conversation.key(canonicalRequest(asked, dialectFor(asked), exactMatching));
  };
  const original = loose(chat);
  expect(loose({ ...chat, model: 'gpt-5', temperature: 1, stream: true, tools: [] })).toBe(original);
  expect(loose(JSON.parse(JSON.stringify(chat).replace('careful', 'careless')) as Json)).not.toBe(original);
  expect(loose(JSON.parse(JSON.stringify(chat).replace('not paid back', 'paid back')) as Json)).not.toBe(original);
  const plain = request('/http/crm/orders', '{}');
  expect(conversation.key(canonicalRequest(plain, undefined, exactMatching))).toBeUndefined();
});
