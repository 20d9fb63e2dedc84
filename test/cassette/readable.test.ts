import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { readCassette } from '../../src/cassette/read-cassette.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import type { RecordedExchange } from '../../src/domain/cassette.ts';
import { chatAnswer, chatRequest, conversation, cutInto, exchange, plainExchange, recordTo, says } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: a reviewer can read a change in a pull request. The readable part holds what was said, as text and once; re-recording the same answer changes
// nothing in it. Method: record through the real recording, read the files' bytes.

function record(exchanges: readonly RecordedExchange[], answer?: string): { readable: string; wire: string; path: string } {
  const path = join(tempFolder(), 'c.yaml');
  recordTo(path, exchanges, 'create', answer);
  const files = cassetteFiles(path);
  return { path, readable: readFileSync(files.readable, 'utf8'), wire: readFileSync(files.wire, 'utf8') };
}

describe('history', () => {
  test('a conversation of 60 turns grows with its length, not with its square', () => {
    const bytes = (count: number): { readable: number; wire: number } => {
      const { readable, wire } = record(conversation(count));
      return { readable: readable.length, wire: wire.length };
    };
    const [ten, thirty, sixty] = [bytes(10), bytes(30), bytes(60)];
    // Each further turn costs what the turn before cost; twice the turns must not cost four times as much.
    for (const part of ['readable', 'wire'] as const) {
      const perTurnEarly = (thirty[part] - ten[part]) / 20;
      const perTurnLate = (sixty[part] - thirty[part]) / 30;
      expect(perTurnLate, `${part}: ${perTurnEarly} bytes a turn at first, ${perTurnLate} later`).toBeLessThan(perTurnEarly * 1.05);
    }
    // And the readable part costs little more than what was said (about 110 characters a turn) and the frame around it.
    expect(sixty.readable / 60).toBeLessThan(450);
    const stored = record(conversation(60)).readable;
    expect(stored.split('question 7, asked in').length - 1).toBe(1);
    expect(stored.split('answer 7 é😀').length - 1).toBe(1);
  });

  test('two conversations that alternate are each stored once', () => {
    const [a, b] = [conversation(20, { topic: 'weather' }), conversation(20, { topic: 'refunds' })];
    const { readable, path } = record(a.flatMap((recorded, index) => [recorded, b[index]!]));
    for (const said of ['weather: question 3,', 'refunds: question 3,', 'weather: answer 3 ', 'refunds: answer 3 '])
      expect(readable.split(said).length - 1, said).toBe(1);
    const read = readCassette(cassetteFiles(path), allDialects).exchanges;
    expect(read.map(({ request }) => Buffer.from(request.body).toString())).toEqual(
      a.flatMap((recorded, index) => [recorded, b[index]!]).map(({ request }) => Buffer.from(request.body).toString()),
    );
  });
});

describe('what a reviewer sees', () => {
  test('prompt, answer and tool calls as text, not as escaped JSON', () => {
    const request = chatRequest([
      says('user', 'Line one\nline "two"'),
      {
        role: 'assistant',
        blocks: [{ kind: 'tool-call', id: 'x1', name: 'refund', arguments: { order: '4711', reason: 'said "broken"' } }],
      },
      { role: 'tool', blocks: [{ kind: 'tool-result', id: 'x1', content: [{ kind: 'text', text: 'done' }] }] },
    ]);
    const { readable, wire } = record([exchange(1, request, chatAnswer('Paid back.\nAll good.', true))], 'Paid back.');
    expect(readable).toContain('      - user: |-\n          Line one\n          line "two"\n');
    expect(readable).toContain('order: "4711"');
    expect(readable).toContain('reason: said "broken"');
    expect(readable).toContain('Paid back.\n');
    expect(readable).not.toContain('\\"');
    expect(readable).not.toContain('\\n');
    // Times, chunks, headers and provider's ids are the wire's business.
    for (const noise of ['chunkAtMs', 'endedAtMs', 'content-type', 'chatcmpl', 'x1']) expect(readable).not.toContain(noise);
    expect(wire).toContain('chunkAtMs');
  });

  test('the wire is folded away in diffs', () => {
    const { path } = record(conversation(1));
    expect(readFileSync(join(path, '..', '.gitattributes'), 'utf8')).toMatch(/^\*\.wire\.ndjson .*-diff/m);
  });

  test('long unbroken data is named, not printed', () => {
    const image = 'A'.repeat(9000);
    const request = chatRequest([
      { role: 'user', blocks: [{ kind: 'other', value: { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } } }] },
    ]);
    const { readable, path } = record([exchange(1, request, chatAnswer('A picture.', false))]);
    expect(readable.length).toBeLessThan(1500);
    expect(readable).toMatch(/\[90\d\d characters, sha256 [0-9a-f]{16}\]/);
    expect(readCassette(cassetteFiles(path), allDialects).exchanges).toHaveLength(1);
  });
});

describe('re-recording the same answer', () => {
  const plain = (): readonly RecordedExchange[] => [
    ...conversation(3, { stream: true }),
    plainExchange(4, 'POST /http/crm/orders', '{"id":1}', 'made'),
  ];

  test('with other chunks, times and provider ids leaves the readable part byte for byte', () => {
    const first = record(plain(), 'the answer');
    const again = record(
      plain().map((recorded, index) => ({
        ...recorded,
        response:
          recorded.dialect === undefined
            ? cutInto(recorded.response, 1)
            : cutInto(chatAnswer(`topic: answer ${index + 1} é😀`, true, `chatcmpl-other-${index}`), 5 + index),
        chunkAtMs: [],
        endedAtMs: 123_456,
      })),
      'the answer',
    );
    expect(again.readable).toBe(first.readable);
    expect(again.wire).not.toBe(first.wire);
  });

  test('with other ids of tool calls leaves the readable part byte for byte', () => {
    const withId = (id: string): readonly RecordedExchange[] => {
      const call = { kind: 'tool-call' as const, id, name: 'refund', arguments: { order: 1 } };
      const asked = [says('user', 'refund it')];
      const answered = allDialects
        .named('openai-chat')!
        .writeResponse(
          { id: `r-${id}`, model: 'gpt-4o', blocks: [call], finish: { reason: 'tool-calls', raw: 'tool_calls' }, complete: true },
          { stream: true },
        );
      const result = { role: 'tool' as const, blocks: [{ kind: 'tool-result' as const, id, content: [{ kind: 'text' as const, text: 'ok' }] }] };
      return [
        exchange(1, chatRequest(asked), answered),
        exchange(2, chatRequest([...asked, { role: 'assistant', blocks: [call] }, result]), chatAnswer('done', true)),
      ];
    };
    expect(record(withId('call_zq81')).readable).toBe(record(withId('call_other')).readable);
  });

  test('with another answer changes the readable part', () => {
    const changed = plain().with(1, { ...plain()[1]!, response: chatAnswer('something else', true) });
    expect(record(changed).readable).not.toBe(record(plain()).readable);
  });

  test('in place of the old one touches nothing where nothing changed', () => {
    const { path, readable } = record(plain());
    recordTo(path, plain(), 'replace');
    expect(readFileSync(path, 'utf8')).toBe(readable);
    expect(statSync(cassetteFiles(path).journal, { throwIfNoEntry: false })).toBeUndefined();
  });
});

test.each([
  ['a lone carriage return', 'one\rtwo'],
  ['leading blanks', '   three blanks\n  and two'],
  ['a line separator', 'a\u2028b\u2029c'],
  ['control characters', 'bell\u0007, null\u0000, escape\u001b[31m'],
  ['what YAML takes for something else', 'no'],
  ['a number', '007'],
  ['an alias', '*alias &anchor !tag'],
  ['a document marker', '---\n...\n--- x'],
  ['a byte order mark', '\uFEFFhello'],
  ['emoji and combining marks', '👩‍👩‍👧‍👦 e\u0301'],
  ['nothing', ''],
  ['line ends only', '\n\n\n'],
  ['a colon and a hash', 'key: value # no comment'],
  ['half a surrogate pair', 'half \ud83d pair'],
])('a text with %s is read back as it was said', (_, said) => {
  const path = join(tempFolder(), 'c.yaml');
  recordTo(path, [exchange(1, chatRequest([says('user', said)]), chatAnswer(`echo ${said}`, true))]);
  const [read] = readCassette(cassetteFiles(path), allDialects).exchanges;
  expect(Buffer.from(read!.request.body).equals(Buffer.from(chatRequest([says('user', said)]).body))).toBe(true);
});
