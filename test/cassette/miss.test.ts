import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explainExhausted, explainMiss } from '../../src/cassette/miss.ts';
import { canonicalRequest } from '../../src/cassette/key.ts';
import { openCassette } from '../../src/cassette/open-cassette.ts';
import { createLibrary, type Playback } from '../../src/cassette/playback.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { dialectFor } from '../../src/dialect/index.ts';
import { encodeUtf8, type HttpRequest } from '../../src/domain/http.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { chatAnswer, exchange, plainExchange, recordTo } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: a miss explains itself: which recording was nearest and where it stands, what differs, word by word, what it would have answered, and the command
// that mends it. Method: one part of a recorded request is changed, and the text is read.

const url = '/openai/v1/chat/completions';
const body: JsonObject = {
  model: 'gpt-4o',
  temperature: 0,
  tools: [
    { type: 'function', function: { name: 'refund', description: 'Pays money back to the customer', parameters: { type: 'object' } } },
    { type: 'function', function: { name: 'lookup', description: 'Looks an order up', parameters: { type: 'object' } } },
  ],
  messages: [
    { role: 'system', content: 'You are a careful refunds agent for a small web shop.' },
    { role: 'user', content: 'Refund order 4711' },
    { role: 'assistant', content: 'Shall I?', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'lookup', arguments: '{"id":2}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: 'order 4711: 80 EUR' },
  ],
};

function request(asked: Json, to = `POST ${url}`): HttpRequest {
  const [method, path] = to.split(' ') as [string, string];
  return { method, url: path, headers: [], body: encodeUtf8(typeof asked === 'string' ? asked : JSON.stringify(asked)) };
}

const another = { ...body, model: 'gpt-3', messages: [{ role: 'user', content: 'Something else altogether' }] };

async function open(): Promise<{ playback: Playback; path: string }> {
  const path = join(tempFolder(), 'refund.yaml');
  recordTo(path, [
    exchange(1, request(another), chatAnswer('Not this one', false)),
    exchange(2, request(body), chatAnswer('I refunded 80 EUR', true)),
    plainExchange(3, 'POST /http/crm/orders', '{"id":4711,"state":"open"}', 'made'),
  ]);
  return { path, playback: createLibrary([await openCassette(path, allDialects)]).play() };
}

function explain(playback: Playback, asked: HttpRequest): string {
  const { code, text } = explainMiss(canonicalRequest(asked, dialectFor(asked), playback.matching), playback, {
    call: 2,
    updateCommand: 'npx rehearsal record --update refund',
    dialects: allDialects,
  });
  expect(code).toBe('REPLAY_MISS');
  return text;
}

function changed(from: string, to: string): Json {
  const text = JSON.stringify(body);
  expect(text).toContain(from);
  return JSON.parse(text.replace(from, to)) as Json;
}

test('the whole text', async () => {
  const { playback, path } = await open();
  const line = readFileSync(path, 'utf8').split('\n').indexOf('  - id: 2') + 1;
  expect(explain(playback, request(changed('a careful refunds', 'a helpful refunds')))).toBe(
    [
      'request 2 has no recording (0 of 3 recordings played)',
      `  nearest: ${path}:${line} (not played yet) — differs in: system prompt`,
      '    system prompt: You are a [-careful-]{+helpful+} refunds agent for a small web shop.',
      '  it would have answered: I refunded 80 EUR',
      '  if the change is meant: npx rehearsal record --update refund',
    ].join('\n'),
  );
});

describe('what differs', () => {
  test.each([
    ['the system prompt', 'careful', 'careless', 'system prompt', '[-careful-]{+careless+}'],
    ['a tool', 'Pays money back', 'Pays cash back', 'tool refund', '[-money-]{+cash+}'],
    ['a parameter', '"temperature":0', '"temperature":1', 'parameter temperature', '[-0-]{+1+}'],
    ['a parameter that is new', '"temperature":0', '"temperature":0,"top_p":0.5', 'parameter top_p', '{+0.5+} (not in the recording)'],
    ['a parameter that is gone', '"temperature":0,', '', 'parameter temperature', '[-0-] (only in the recording)'],
    ['the model', 'gpt-4o', 'gpt-5', 'model', 'gpt-[-4o-]{+5+}'],
    ['streaming', '"temperature":0', '"temperature":0,"stream":true', 'streaming', '[-false-]{+true+}'],
    ["the user's words", 'Refund order 4711', 'Refund order 4712', 'turn 1 (user)', '[-4711-]{+4712+}'],
    ['an answer in the history', 'Shall I?', 'May I?', 'turn 2 (assistant)', '[-Shall-]{+May+}'],
    ['arguments of a call in the history', '{\\"id\\":2}', '{\\"id\\":3}', 'turn 2 (assistant)', '[-'],
    ['a result in the history', '80 EUR', '90 EUR', 'turn 3 (tool)', '[-80-]{+90+}'],
  ])('%s', async (_, from, to, name, difference) => {
    const text = explain((await open()).playback, request(changed(from, to)));
    expect(text).toContain(`differs in: ${name}\n`);
    expect(text).toContain(`    ${name}: `);
    expect(text).toContain(difference);
    expect(text).toContain('it would have answered: I refunded 80 EUR');
    expect(text).not.toContain('Not this one');
  });

  test('a turn too many', async () => {
    const more = { ...body, messages: [...(body['messages'] as readonly Json[]), { role: 'user', content: 'Hurry' }] };
    expect(explain((await open()).playback, request(more))).toContain('turn 4 (user): {+Hurry+} (not in the recording)');
  });

  test('the order of the tools', async () => {
    const text = explain((await open()).playback, request({ ...body, tools: (body['tools'] as readonly Json[]).toReversed() }));
    expect(text).toContain('differs in: order of tools');
  });

  test('plain HTTP: method, URL, body', async () => {
    const { playback } = await open();
    expect(explain(playback, request('{"id":4712,"state":"open"}', 'POST /http/crm/orders'))).toMatch(
      /differs in: body\n {4}body: .*\[-.*4711.*-\]\{\+.*4712.*\+\}/,
    );
    expect(explain(playback, request('{"id":4711,"state":"open"}', 'PUT /http/crm/orders'))).toContain('differs in: method or URL');
    expect(explain(playback, request('{"id":4712,"state":"open"}', 'POST /http/crm/orders'))).toContain('it would have answered: HTTP 200 made');
  });

  test('much at once is listed in short', async () => {
    const messages = (body['messages'] as readonly Json[]).map((message) => ({ ...(message as JsonObject), content: 'all new' }));
    const text = explain((await open()).playback, request({ model: 'm', a: 1, b: 2, c: 3, d: 4, messages }));
    expect(text).toMatch(/differs in: .* and \d+ more\n/);
    expect(text.split('\n').length).toBeLessThan(12);
  });
});

test('only what was not played yet is offered', async () => {
  const { playback } = await open();
  const found = playback.find(canonicalRequest(request(body), dialectFor({ method: 'POST', url }), playback.matching), { faulted: false });
  if (found.kind === 'found') found.take();
  const text = explain(playback, request(changed('careful', 'careless')));
  expect(text).toContain('(1 of 3 recordings played)');
  expect(text).not.toContain('I refunded');
  expect(text).toContain('Not this one');
});

test('where everything was played, it says so', async () => {
  const { playback } = await open();
  for (const entry of playback.unused()) {
    const found = playback.find(canonicalRequest(entry.request(), dialectFor(entry.request()), playback.matching), { faulted: false });
    if (found.kind === 'found') found.take();
  }
  const text = explain(playback, request(changed('careful', 'careless')));
  expect(text).toContain('3 of 3 recordings played');
  expect(text).not.toContain('nearest:');
  expect(text).toContain('npx rehearsal record --update refund');
});

test('the line is the one of the exchange, also where arguments look like one', async () => {
  const path = join(tempFolder(), 'ids.yaml');
  const asks = (question: string): HttpRequest =>
    request({ model: 'm', metadata: { id: 2, list: [{ id: 2 }] }, messages: [{ role: 'user', content: question }] });
  recordTo(path, [exchange(1, asks('first'), chatAnswer('one', false)), exchange(2, asks('second thing'), chatAnswer('two', false))]);
  const playback = createLibrary([await openCassette(path, allDialects)]).play();
  const text = explain(playback, asks('second thingy'));
  expect(text).toContain('two');
  expect(text).toContain(`${path}:${readFileSync(path, 'utf8').split('\n').indexOf('  - id: 2') + 1} `);
});

test('the line is right in a cassette that was written by hand, without ids', async () => {
  const path = join(tempFolder(), 'hand.yaml');
  writeFileSync(
    path,
    `# mine
rehearsal: cassette/1
exchanges:
- to: POST /http/crm/a
  body: { list: [1] }
  answer: { body: one }

- answer: { body: two }
  to: POST /http/crm/b
`,
  );
  const playback = createLibrary([await openCassette(path, allDialects)]).play();
  expect(explain(playback, request('', 'POST /http/crm/bb'))).toContain(`${path}:8 `);
  expect(explain(playback, request('{"list":[2]}', 'POST /http/crm/a'))).toContain(`${path}:4 `);
});

test('an exhausted recording is named with its place and the command', async () => {
  const { playback, path } = await open();
  const [, entry] = playback.unused();
  const { code, text } = explainExhausted(entry!, { call: 5, updateCommand: 'npx rehearsal record --update refund', dialects: allDialects });
  expect(code).toBe('REPLAY_EXHAUSTED');
  expect(text).toContain('request 5');
  expect(text).toMatch(new RegExp(`${path}:\\d+`));
  expect(text).toContain('npx rehearsal record --update refund');
});

test('huge prompts are compared in little time and little space', async () => {
  const { playback } = await open();
  const long = (word: string): string => `${'lorem ipsum dolor '.repeat(40_000)}${word} ${'sit amet '.repeat(40_000)}`;
  const path = join(tempFolder(), 'long.yaml');
  recordTo(path, [exchange(1, request({ model: 'm', messages: [{ role: 'user', content: long('old') }] }), chatAnswer('x', false))]);
  const longPlayback = createLibrary([await openCassette(path, allDialects)]).play();
  const text = explain(longPlayback, request({ model: 'm', messages: [{ role: 'user', content: long('new') }] }));
  expect(text).toContain('[-old-]{+new+}');
  expect(text.length).toBeLessThan(2000);
  expect(explain(playback, request({ model: 'm', messages: [{ role: 'user', content: long('x') }] })).length).toBeLessThan(4000);
});
