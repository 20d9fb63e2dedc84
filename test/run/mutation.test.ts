import { describe, expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { canonicalRequest, exactKey } from '../../src/cassette/key.ts';
import { readCassette } from '../../src/cassette/read-cassette.ts';
import { dialectFor } from '../../src/dialect/index.ts';
import { exactMatching } from '../../src/domain/cassette.ts';
import type { HttpRequest } from '../../src/domain/http.ts';
import { bundledCases, changes, expectRed } from '../support/mutants.ts';

// Goal: one word changed makes a bundled scenario red, never green with an old answer. Method: every change on every recorded request of every bundled
// cassette, by its key; and real agents for one change of each kind. (Every case with every change: test/prove/mutation.prove.ts.)

function keyOf(request: HttpRequest): string {
  return exactKey(canonicalRequest(request, dialectFor(request), exactMatching));
}

test.each(Object.keys(changes))('%s: no changed request of any bundled cassette has a recording', (change) => {
  let changed = 0;
  for (const { cassette, id } of bundledCases()) {
    const { exchanges } = readCassette(cassetteFiles(cassette), allDialects);
    const recorded = new Set(exchanges.map(({ request }) => keyOf(request)));
    for (const { request } of exchanges) {
      expect(recorded.has(keyOf(request))).toBe(true);
      const dialect = dialectFor(request);
      const chat = dialect === undefined ? undefined : changes[change]!(dialect.readRequest(request));
      if (dialect === undefined || chat === undefined) continue;
      changed++;
      expect(recorded.has(keyOf({ ...request, body: dialect.writeRequest(chat).body })), id).toBe(false);
    }
  }
  expect(changed).toBeGreaterThan(10);
});

describe('with real agents', () => {
  const cases = bundledCases();
  const pick = (file: string): (typeof cases)[number] => cases.find((plan) => plan.file.endsWith(file))!;
  test.each([
    ['a function', 'notes.yaml', 'system prompt'],
    ['a function', 'notes.yaml', 'tool description'],
    ['a function', 'triage.yaml', "user's text"],
    ['a command', 'tickets.yaml', 'history turn'],
    ['a command', 'refund.yaml', 'temperature'],
    ['a service', 'faq.yaml', "user's text"],
  ])('%s: %s, %s', async (_, file, change) => {
    expect(await expectRed(pick(file), change)).toBeGreaterThan(0);
  });
});
