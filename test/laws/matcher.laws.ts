import { describe, expect, test } from 'vitest';
import { canonicalRequest, exactKey, type CanonicalRequest } from '../../src/cassette/key.ts';
import { matcherNamed } from '../../src/cassette/matcher-named.ts';
import { looserMatchers } from '../../src/cassette/matchers/index.ts';
import { dialectFor } from '../../src/dialect/index.ts';
import { exactMatching } from '../../src/domain/cassette.ts';
import { encodeUtf8, type HttpRequest } from '../../src/domain/http.ts';
import type { Json } from '../../src/domain/json.ts';
import { mutationsOf } from '../dialect/mutations.ts';
import { requestSpecimens } from '../dialect/specimens.ts';

/*
 * Goal: a looser matcher is looser than the exact key, and never so loose that the user's words do not count. Method: every leaf, member and element of
 * realistic requests of every dialect is changed; the keys before and after are compared.
 */

function canonical(url: string, body: Json | string): CanonicalRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const request: HttpRequest = { method: 'POST', url, headers: [], body: encodeUtf8(text) };
  return canonicalRequest(request, dialectFor(request), exactMatching);
}

/** The last words of the user, as one text. */
function lastWords({ chat }: CanonicalRequest): string {
  const last = chat?.turns.findLast(({ role }) => role === 'user');
  return (last?.blocks ?? []).map((block) => (block.kind === 'text' ? block.text : '')).join('\n');
}

test('there are matchers, each with a name of its own that is found by it', () => {
  expect(looserMatchers.length).toBeGreaterThan(0);
  expect(new Set(['exact', ...looserMatchers.map(({ name }) => name)]).size).toBe(looserMatchers.length + 1);
  for (const matcher of looserMatchers) expect(matcherNamed(matcher.name)).toBe(matcher);
  expect(matcherNamed('exact')).toBeUndefined();
  expect(() => matcherNamed('conversatoin')).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_MATCHER', hint: expect.stringContaining('conversation') as string }),
  );
});

describe.each(looserMatchers)('$name', (matcher) => {
  const chats = requestSpecimens.filter(({ url, body }) => canonical(url, body).chat?.operation === 'chat');

  test('says in one sentence what it passes over', () => {
    expect(matcher.passesOver).toMatch(/^[a-z].* did not count$/);
  });

  test('requests that are exactly the same have one key', () => {
    for (const { url, body } of chats) {
      const key = matcher.key(canonical(url, body));
      expect(key).toBeTypeOf('string');
      expect(matcher.key(canonical(url, JSON.stringify(body, undefined, 3)))).toBe(key);
      for (const { value } of mutationsOf(body)) {
        const changed = canonical(url, value);
        if (exactKey(changed) === exactKey(canonical(url, body))) expect(matcher.key(changed)).toBe(key);
      }
    }
  });

  test('some that differ have one key too, or it would not be looser', () => {
    for (const { url, body } of chats) {
      const original = canonical(url, body);
      const taken = [...mutationsOf(body)].filter(({ value }) => {
        const changed = canonical(url, value);
        return exactKey(changed) !== exactKey(original) && matcher.key(changed) === matcher.key(original);
      });
      expect(taken.length, url).toBeGreaterThan(0);
    }
  });

  test('other words of the user are another key', () => {
    let tried = 0;
    for (const { url, body } of chats) {
      const original = canonical(url, body);
      for (const { where, value } of mutationsOf(body)) {
        const changed = canonical(url, value);
        if (changed.chat === undefined || lastWords(changed) === lastWords(original)) continue;
        tried++;
        expect(matcher.key(changed), where).not.toBe(matcher.key(original));
      }
    }
    expect(tried).toBeGreaterThan(chats.length);
  });

  test('two dialects never share one', () => {
    const keys = chats.map(({ url, body }) => matcher.key(canonical(url, body)));
    expect(new Set(keys).size).toBe(chats.length);
  });
});
