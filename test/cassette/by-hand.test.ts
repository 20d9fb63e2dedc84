import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCassette } from '../../src/cassette/open-cassette.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { textOf, type ChatResponse } from '../../src/domain/chat.ts';
import { decodeUtf8, joinChunks, type HttpResponse } from '../../src/domain/http.ts';
import type { Json } from '../../src/domain/json.ts';
import { conversation, recordTo } from '../support/exchanges.ts';
import { replayGateway } from '../support/gateway.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: a cassette may be written from meaning alone. Method: YAML as a person writes it, with as little as possible, opened by a real gateway and asked
// over HTTP with a body as that provider's SDK sends it; the answer is read by the dialect's own reader.

interface Case {
  readonly name: string;
  readonly yaml: string;
  readonly url: string;
  readonly body: Json;
  readonly dialect: string;
  readonly says: string;
  readonly stream?: boolean;
}

const weather = { type: 'object', properties: { city: { type: 'string' } } };
const cases: readonly Case[] = [
  {
    name: 'Chat Completions',
    dialect: 'openai-chat',
    url: '/openai/v1/chat/completions',
    body: {
      model: 'gpt-4o',
      temperature: 0,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
    },
    yaml: `to: POST /openai/v1/chat/completions
    dialect: openai-chat
    model: gpt-4o
    parameters: { temperature: 0 }
    system: Be brief.
    turns: [{ user: Hello }]
    answer: { says: Good morning }`,
    says: 'Good morning',
  },
  {
    name: 'Chat Completions, streamed',
    dialect: 'openai-chat',
    url: '/openai/v1/chat/completions',
    body: { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Hello' }] },
    yaml: `to: POST /openai/v1/chat/completions
    dialect: openai-chat
    model: gpt-4o
    stream: true
    turns: [{ user: Hello }]
    answer: { says: Good morning }`,
    says: 'Good morning',
    stream: true,
  },
  {
    name: 'Responses',
    dialect: 'openai-responses',
    url: '/openai/v1/responses',
    body: { model: 'gpt-5', instructions: 'Be brief.', input: 'Hello' },
    yaml: `to: POST /openai/v1/responses
    dialect: openai-responses
    model: gpt-5
    system: Be brief.
    turns: [{ user: Hello }]
    answer: { says: Good morning }`,
    says: 'Good morning',
  },
  {
    name: 'Responses, streamed',
    dialect: 'openai-responses',
    url: '/openai/v1/responses',
    body: { model: 'gpt-5', stream: true, input: 'Hello' },
    yaml: `to: POST /openai/v1/responses
    dialect: openai-responses
    model: gpt-5
    stream: true
    turns: [{ user: Hello }]
    answer: { says: Good morning }`,
    says: 'Good morning',
    stream: true,
  },
  {
    name: 'Messages',
    dialect: 'anthropic-messages',
    url: '/anthropic/v1/messages',
    body: { model: 'claude-sonnet', max_tokens: 100, system: 'Be brief.', messages: [{ role: 'user', content: 'Hello' }] },
    yaml: `to: POST /anthropic/v1/messages
    dialect: anthropic-messages
    model: claude-sonnet
    parameters: { max_tokens: 100 }
    system: Be brief.
    turns: [{ user: Hello }]
    answer: { says: Good morning }`,
    says: 'Good morning',
  },
  {
    name: 'Messages, streamed',
    dialect: 'anthropic-messages',
    url: '/anthropic/v1/messages',
    body: { model: 'claude-sonnet', max_tokens: 100, stream: true, messages: [{ role: 'user', content: 'Hello' }] },
    yaml: `to: POST /anthropic/v1/messages
    dialect: anthropic-messages
    model: claude-sonnet
    stream: true
    parameters: { max_tokens: 100 }
    turns: [{ user: Hello }]
    answer: { says: Good morning }`,
    says: 'Good morning',
    stream: true,
  },
  {
    name: 'Gemini',
    dialect: 'gemini',
    url: '/gemini/v1beta/models/gemini-2.5-flash:generateContent',
    body: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] },
    yaml: `to: POST /gemini/v1beta/models/gemini-2.5-flash:generateContent
    dialect: gemini
    model: gemini-2.5-flash
    turns: [{ user: Hello }]
    answer: { says: Good morning }`,
    says: 'Good morning',
  },
  {
    name: 'Gemini, streamed',
    dialect: 'gemini',
    url: '/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    body: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] },
    yaml: `to: POST /gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse
    dialect: gemini
    model: gemini-2.5-flash
    stream: true
    turns: [{ user: Hello }]
    answer: { says: Good morning }`,
    says: 'Good morning',
    stream: true,
  },
];

function cassette(...exchanges: readonly string[]): string {
  const path = join(tempFolder(), 'hand.yaml');
  writeFileSync(path, `rehearsal: cassette/1\nexchanges:\n${exchanges.map((yaml) => `  - ${yaml}\n`).join('')}`);
  return path;
}

async function ask(origin: string, url: string, body: Json, method = 'POST'): Promise<HttpResponse> {
  const response = await fetch(`${origin}${url}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-test', 'x-goog-api-key': 'k' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    chunks: [new Uint8Array(await response.arrayBuffer())],
    ending: 'complete',
  };
}

function read(dialect: string, response: HttpResponse): ChatResponse {
  return allDialects.named(dialect)!.readResponse(response);
}

describe.each(cases)('$name', ({ dialect, url, body, yaml, says, stream }) => {
  test('answers what was written, and a request that differs by a word gets nothing', async () => {
    const { origin, playback, events } = await replayGateway(cassette(yaml));
    const changed = JSON.parse(JSON.stringify(body).replace('Hello', 'Hallo')) as Json;
    const refused = await ask(origin, url, changed);
    expect(refused.status).toBe(400);
    expect(decodeUtf8(joinChunks(refused.chunks))).not.toContain(`"${says}"`);
    const response = await ask(origin, url, body);
    const answer = read(dialect, response);
    expect(textOf(answer.blocks)).toBe(says);
    expect(answer).toMatchObject({ complete: true, finish: { reason: 'stop' } });
    expect(/event-stream/.test(JSON.stringify(response.headers))).toBe(stream === true);
    expect(playback.unused()).toEqual([]);
    expect(events.filter(({ kind }) => kind === 'replay-missed')).toHaveLength(1);
  });
});

test('tool calls, results and what continues', async () => {
  const tool = { type: 'function', function: { name: 'weather', description: 'Weather now', parameters: weather } };
  const { origin, playback } = await replayGateway(
    cassette(
      `to: POST /openai/v1/chat/completions
    dialect: openai-chat
    model: gpt-4o
    tools: [{ name: weather, description: Weather now, schema: ${JSON.stringify(weather)} }]
    turns: [{ user: Rain? }]
    answer: { says: [{ call: weather, id: call_1, arguments: { city: Bern } }] }`,
      `to: POST /openai/v1/chat/completions
    dialect: openai-chat
    continues: 1
    turns: [{ tool: [{ result: dry, id: call_1 }] }]
    answer: { says: No umbrella }`,
    ),
  );
  const first = [{ role: 'user', content: 'Rain?' }];
  const url = '/openai/v1/chat/completions';
  const one = read('openai-chat', await ask(origin, url, { model: 'gpt-4o', tools: [tool], messages: first }));
  expect(one.finish?.reason).toBe('tool-calls');
  const [call] = one.blocks;
  expect(call).toMatchObject({ kind: 'tool-call', name: 'weather', arguments: { city: 'Bern' } });
  const id = (call as { id: string }).id;
  expect(id).not.toBe('');
  const history = [
    ...first,
    { role: 'assistant', tool_calls: [{ id, type: 'function', function: { name: 'weather', arguments: '{"city":"Bern"}' } }] },
    { role: 'tool', tool_call_id: id, content: 'dry' },
  ];
  const two = read('openai-chat', await ask(origin, url, { model: 'gpt-4o', tools: [tool], messages: history }));
  expect(textOf(two.blocks)).toBe('No umbrella');
  expect(playback.unused()).toEqual([]);
});

test.each([
  ['openai-chat', '/openai/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content: 'Hello' }] }],
  ['anthropic-messages', '/anthropic/v1/messages', { model: 'm', messages: [{ role: 'user', content: 'Hello' }] }],
  ['gemini', '/gemini/v1beta/models/m:generateContent', { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] }],
])('an error answer in %s, in the words of the provider', async (dialect, url, body) => {
  const { origin } = await replayGateway(
    cassette(`to: POST ${url}
    dialect: ${dialect}
    model: m
    turns: [{ user: Hello }]
    answer: { status: 429, error: { type: rate_limit_error, message: Slow down, retryAfterSeconds: 3 } }`),
  );
  const response = await ask(origin, url, body);
  expect(response.status).toBe(429);
  expect(response.headers).toContainEqual(['retry-after', '3']);
  expect(read(dialect, response).error).toMatchObject({ status: 429, message: 'Slow down', retryAfterSeconds: 3 });
});

test('embeddings of both providers', async () => {
  const { origin } = await replayGateway(
    cassette(
      `to: POST /openai/v1/embeddings
    dialect: openai-embeddings
    operation: embed
    model: text-embedding-3-small
    turns: [{ user: [one, two] }]
    answer: { vectors: [[1, 0], [0, 1]] }`,
      `to: POST /gemini/v1beta/models/embedding-001:embedContent
    dialect: gemini-embeddings
    operation: embed
    model: embedding-001
    turns: [{ user: one }]
    answer: { vectors: [[0.5, 0.25]] }`,
    ),
  );
  const openai = await ask(origin, '/openai/v1/embeddings', { model: 'text-embedding-3-small', input: ['one', 'two'] });
  expect(read('openai-embeddings', openai).embeddings).toEqual([
    [1, 0],
    [0, 1],
  ]);
  const gemini = await ask(origin, '/gemini/v1beta/models/embedding-001:embedContent', { content: { parts: [{ text: 'one' }] } });
  expect(read('gemini-embeddings', gemini).embeddings).toEqual([[0.5, 0.25]]);
});

test('plain HTTP: JSON, text, a status, no body', async () => {
  const { origin, playback } = await replayGateway(
    cassette(
      `to: POST /http/crm/orders?dry=1\n    body: { id: 4711 }\n    answer: { status: 201, body: { made: true } }`,
      `to: GET /http/crm/motd\n    answer: { body: Hello }`,
      `to: DELETE /http/crm/orders/4711\n    answer: { status: 204 }`,
    ),
  );
  const made = await fetch(`${origin}/http/crm/orders?dry=1`, { method: 'POST', body: '{ "id": 4711 }' });
  expect([made.status, made.headers.get('content-type'), await made.json()]).toEqual([201, 'application/json', { made: true }]);
  const text = await fetch(`${origin}/http/crm/motd`);
  expect([text.status, await text.text()]).toEqual([200, 'Hello']);
  const gone = await fetch(`${origin}/http/crm/orders/4711`, { method: 'DELETE' });
  expect([gone.status, await gone.text()]).toEqual([204, '']);
  expect(playback.unused()).toEqual([]);
});

test('exchanges written by hand may stand among recorded ones', async () => {
  const { appendFileSync } = await import('node:fs');
  const path = join(tempFolder(), 'mixed.yaml');
  recordTo(path, conversation(2));
  appendFileSync(
    path,
    `  - id: 3
    by: hand
    to: POST /openai/v1/chat/completions
    dialect: openai-chat
    continues: 2
    turns: [{ user: one more }]
    answer: { says: written by a person }
`,
  );
  const opened = await openCassette(path, allDialects);
  expect(opened.entries).toHaveLength(3);
  const { origin } = await replayGateway(path);
  const messages = [
    { role: 'system', content: 'You are a careful agent.' },
    { role: 'user', content: 'topic: question 1, asked in some more words' },
    { role: 'assistant', content: 'topic: answer 1 é😀' },
    { role: 'user', content: 'topic: question 2, asked in some more words' },
    { role: 'assistant', content: 'topic: answer 2 é😀' },
    { role: 'user', content: 'one more' },
  ];
  const answer = read('openai-chat', await ask(origin, '/openai/v1/chat/completions', { model: 'gpt-4o', temperature: 0, messages }));
  expect(textOf(answer.blocks)).toBe('written by a person');
});
