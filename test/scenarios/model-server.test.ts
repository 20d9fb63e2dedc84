import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startModelServer, type ModelServer } from './processes.ts';

/** Goal: the scripted model server behaves as providers do where agents and recorders would notice. */
let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(async () => {
  await server.stop();
});

const keys = { authorization: 'Bearer k', 'x-goog-api-key': 'k' };
const user = [{ role: 'user', content: 'Hé' }];
const orphan = [
  ...user,
  { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }] },
];

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = keys,
): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('refusals, worded as the provider words them', () => {
  const chat = '/openai/v1/chat/completions';
  const refused: readonly [string, string, unknown, number, string][] = [
    ['a body that is not JSON', chat, '{', 400, 'invalid_request_error'],
    ['no messages', chat, { model: 'gpt-4o' }, 400, "Missing required parameter: 'messages'."],
    ['an impossible temperature', chat, { model: 'gpt-4o', messages: user, temperature: 9 }, 400, 'temperature'],
    ['a tool call without its result', chat, { model: 'gpt-4o', messages: orphan }, 400, 'c1'],
    ['an unknown model', chat, { model: 'gpt-99', messages: user }, 404, 'model_not_found'],
    ['an unknown path', '/openai/v1/nothing', {}, 404, 'Invalid URL'],
    ['an unknown provider', '/mistral/v1/chat', {}, 404, 'No provider lives at'],
    ['a lost response', '/openai/v1/responses', { model: 'gpt-4o', input: 'hi', previous_response_id: 'resp_1' }, 400, 'not found'],
    ['no max_tokens', '/anthropic/v1/messages', { model: 'claude-haiku-4-5', messages: user }, 400, 'max_tokens: Field required'],
    ['no contents', '/gemini/v1beta/models/gemini-2.5-flash:generateContent', {}, 400, 'INVALID_ARGUMENT'],
    ['an unknown model in the path', '/gemini/v1beta/models/gemini-0:generateContent', {}, 404, 'NOT_FOUND'],
  ];
  for (const [what, path, body, status, words] of refused) {
    test(what, async () => {
      const answer = await post(path, body);
      expect(answer.status, answer.text).toBe(status);
      expect(answer.text).toContain(words);
    });
  }

  test('no key at all', async () => {
    expect((await post(chat, {}, {})).status).toBe(401);
    expect((await post('/anthropic/v1/messages', {}, {})).status).toBe(401);
    expect((await post('/gemini/v1beta/models/gemini-2.5-flash:generateContent', {}, {})).status).toBe(403);
  });
});

describe('every endpoint answers the same request with the same bytes, streamed or not, and says that it is scripted', () => {
  const asked: readonly [string, unknown, unknown][] = [
    ['/openai/v1/chat/completions', { model: 'gpt-4o', messages: user, stream: true }, { model: 'gpt-4o', messages: user }],
    ['/openai/v1/responses', { model: 'gpt-4o', input: 'Hé', stream: true }, { model: 'gpt-4o', input: 'Hé' }],
    [
      '/anthropic/v1/messages',
      { model: 'claude-haiku-4-5', max_tokens: 9, messages: user, stream: true },
      { model: 'claude-haiku-4-5', max_tokens: 9, messages: user },
    ],
    ['/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse', { contents: [{ parts: [{ text: 'Hé' }] }] }, undefined],
    ['/gemini/v1beta/models/gemini-2.5-flash:generateContent', undefined, { contents: [{ parts: [{ text: 'Hé' }] }] }],
  ];
  for (const [path, streamed, plain] of asked) {
    test(path, async () => {
      for (const body of [streamed, plain].filter((one) => one !== undefined)) {
        const [first, second] = [await post(path, body), await post(path, body)];
        expect(first.status, first.text).toBe(200);
        expect(second.text).toBe(first.text);
        expect(first.headers.get('x-model-server')).toBe('scripted');
        expect(first.headers.get('content-type')).toContain(body === streamed ? 'text/event-stream' : 'application/json');
        // Streamed text comes in pieces, and its multibyte characters arrive whole although they were cut on the way.
        expect(first.text).toContain('Hé');
        expect(first.text.split('\n\n').length > 5).toBe(body === streamed);
      }
    });
  }

  test('a changed request gets other identifiers', async () => {
    const [one, other] = [
      await post('/openai/v1/chat/completions', { model: 'gpt-4o', messages: user, temperature: 0 }),
      await post('/openai/v1/chat/completions', { model: 'gpt-4o', messages: user, temperature: 1 }),
    ];
    expect(one.headers.get('x-request-id')).not.toBe(other.headers.get('x-request-id'));
    expect(one.text).not.toBe(other.text);
  });
});

test('without alt=sse a Gemini stream is one JSON array', async () => {
  const { text } = await post('/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent', { contents: [{ parts: [{ text: 'Hé' }] }] });
  expect((JSON.parse(text) as unknown[]).length).toBeGreaterThan(3);
});

test('texts that share words lie near each other', async () => {
  const input = ['How long does delivery take?', 'When is my delivery?', 'I forgot my password'];
  const { text } = await post('/openai/v1/embeddings', { model: 'text-embedding-3-small', input });
  const [a = [], b = [], c = []] = (JSON.parse(text) as { data: { embedding: number[] }[] }).data.map(({ embedding }) => embedding);
  const product = (one: number[], other: number[]): number => one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
  expect(product(a, b)).toBeGreaterThan(product(a, c));
});

test('the answer follows the instructions: the limit for refunds is read from the system prompt', async () => {
  const tools = ['get_order', 'refund'].map((name) => ({ type: 'function', function: { name } }));
  const history = (limit: number): unknown => ({
    model: 'gpt-4o',
    tools,
    messages: [
      { role: 'system', content: `Never refund more than ${limit} EUR.` },
      { role: 'user', content: 'Refund order 4711' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'get_order', arguments: '{"order_id":"4711"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: '{"amount_eur":80,"customer":"Zoë","status":"delivered"}' },
    ],
  });
  expect((await post('/openai/v1/chat/completions', history(100))).text).toContain('"name":"refund"');
  expect((await post('/openai/v1/chat/completions', history(50))).text).toContain('needs approval');
});
