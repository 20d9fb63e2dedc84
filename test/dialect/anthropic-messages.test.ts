import { describe, expect, test } from 'vitest';
import { anthropicMessages as dialect } from '../../src/dialect/anthropic-messages.ts';
import type { Json } from '../../src/domain/json.ts';
import { jsonAnswer, posted, streamAnswer } from './exchange.ts';

// Goal: what real clients of the Messages API and the API itself send means what it should. Method: one hand-picked case each.

const read = (messages: Json, more: object = {}): ReturnType<typeof dialect.readRequest> =>
  dialect.readRequest(posted('/anthropic/v1/messages', { model: 'm', max_tokens: 5, messages, ...more }));
const start = {
  type: 'message_start',
  message: {
    id: 'msg',
    model: 'm',
    content: [],
    usage: { input_tokens: 3, cache_read_input_tokens: 4, cache_creation_input_tokens: 5, output_tokens: 1 },
  },
};
const opened = (index: number, block: Json): Json => ({ type: 'content_block_start', index, content_block: block });
const delta = (index: number, change: Json): Json => ({ type: 'content_block_delta', index, delta: change });
const closed = (index: number): Json => ({ type: 'content_block_stop', index });
const end = (reason: string): Json[] => [
  { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 9 } },
  { type: 'message_stop' },
];

test('it is recognised with and without a version, and counting tokens is something else', () => {
  const recognised = (url: string): boolean => dialect.recognises({ method: 'POST', url });
  expect(['/anthropic/v1/messages', '/anthropic/messages', '/anthropic/v1/messages?beta=true'].map(recognised)).toEqual([true, true, true]);
  expect(['/anthropic/v1/messages/count_tokens', '/openai/v1/messages', '/anthropic/v1/complete'].map(recognised)).toEqual([false, false, false]);
});

describe('requests', () => {
  test('instructions as a text and as a list of one are the same; a cache marker makes a difference', () => {
    expect(read([], { system: 'Be brief.' })).toEqual(read([], { system: [{ type: 'text', text: 'Be brief.' }] }));
    expect(read([], { system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } }] }).system).toEqual([
      { kind: 'text', text: 'x', extra: { cache_control: { type: 'ephemeral' } } },
    ]);
  });

  test('results of tools: as a text, as blocks, as nothing, as an error', () => {
    const results = [
      { type: 'tool_result', tool_use_id: 'a', content: 'sunny' },
      {
        type: 'tool_result',
        tool_use_id: 'b',
        content: [
          { type: 'text', text: 'sunny' },
          { type: 'image', source: {} },
        ],
        is_error: true,
      },
      { type: 'tool_result', tool_use_id: 'c' },
    ];
    expect(read([{ role: 'user', content: results }]).turns).toEqual([
      {
        role: 'user',
        blocks: [
          { kind: 'tool-result', id: 'a', content: [{ kind: 'text', text: 'sunny' }] },
          {
            kind: 'tool-result',
            id: 'b',
            content: [
              { kind: 'text', text: 'sunny' },
              { kind: 'other', value: { type: 'image', source: {} } },
            ],
            isError: true,
          },
          { kind: 'tool-result', id: 'c', content: [] },
        ],
      },
    ]);
  });

  test('thoughts keep their signature; hidden ones and tools of the server are kept whole', () => {
    const hidden = { type: 'redacted_thinking', data: 'E' };
    const served = { type: 'server_tool_use', id: 's', name: 'web_search', input: {} };
    const content = [{ type: 'thinking', thinking: 'Hm.', signature: 'S' }, hidden, served];
    expect(read([{ role: 'assistant', content }]).turns[0]!.blocks).toEqual([
      { kind: 'reasoning', text: 'Hm.', extra: { signature: 'S' } },
      { kind: 'other', value: hidden },
      { kind: 'other', value: served },
    ]);
  });
});

describe('answers', () => {
  test('thoughts, text with citations and calls, with pings between', () => {
    const response = streamAnswer([
      start,
      { type: 'ping' },
      opened(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'H' }),
      delta(0, { type: 'thinking_delta', thinking: 'm.' }),
      delta(0, { type: 'signature_delta', signature: 'S' }),
      closed(0),
      opened(1, { type: 'text', text: '', citations: [] }),
      delta(1, { type: 'text_delta', text: 'Sunny.' }),
      delta(1, { type: 'citations_delta', citation: { cited_text: 'x' } }),
      { type: 'ping' },
      closed(1),
      opened(2, { type: 'tool_use', id: 'a', name: 'f', input: {} }),
      delta(2, { type: 'input_json_delta', partial_json: '' }),
      delta(2, { type: 'input_json_delta', partial_json: '{"x":' }),
      delta(2, { type: 'input_json_delta', partial_json: ' 1}' }),
      closed(2),
      opened(3, { type: 'tool_use', id: 'b', name: 'g', input: {} }),
      closed(3),
      ...end('tool_use'),
    ]);
    const answer = dialect.readResponse(response);
    expect(answer).toEqual({
      id: 'msg',
      model: 'm',
      blocks: [
        { kind: 'reasoning', text: 'Hm.', extra: { signature: 'S' } },
        { kind: 'text', text: 'Sunny.', extra: { citations: [{ cited_text: 'x' }] } },
        { kind: 'tool-call', id: 'a', name: 'f', arguments: { x: 1 } },
        { kind: 'tool-call', id: 'b', name: 'g', arguments: {} },
      ],
      finish: { reason: 'tool-calls', raw: 'tool_use' },
      usage: { inputTokens: 12, outputTokens: 9, cachedInputTokens: 4 },
      complete: true,
    });
    for (const stream of [true, false]) expect(dialect.readResponse(dialect.writeResponse(answer, { stream }))).toEqual(answer);
  });

  test('half-written input is kept as it is, and input not begun is not taken for none', () => {
    const call = opened(0, { type: 'tool_use', id: 'a', name: 'f', input: {} });
    const blocks = (...events: readonly Json[]): unknown => dialect.readResponse(streamAnswer([start, call, ...events])).blocks[0];
    expect(blocks(delta(0, { type: 'input_json_delta', partial_json: '{"x":' }))).toMatchObject({ malformed: '{"x":' });
    expect(blocks()).toMatchObject({ malformed: '' });
    expect(blocks(closed(0))).toMatchObject({ arguments: {} });
  });

  test('a reason to stop is not yet the end', () => {
    const [stop] = end('end_turn');
    expect(dialect.readResponse(streamAnswer([start, stop!]))).toMatchObject({ finish: { reason: 'stop' }, complete: false });
  });

  test.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['refusal', 'refusal'],
    ['pause_turn', 'other'],
  ])('%s', (raw, reason) => {
    const answer = dialect.readResponse(jsonAnswer({ type: 'message', content: [], stop_reason: raw, usage: {} }));
    expect(answer.finish).toEqual({ reason, raw });
    expect(dialect.readResponse(dialect.writeResponse(answer, { stream: true })).finish).toEqual({ reason, raw });
  });

  test.each([
    ['overloaded_error', 529],
    ['rate_limit_error', 429],
    ['api_error', 500],
  ])('%s in mid-stream stands for %d', (type, status) => {
    const answer = dialect.readResponse(
      streamAnswer([start, opened(0, { type: 'text', text: 'Sun' }), { type: 'error', error: { type, message: 'No.' } }]),
    );
    expect(answer).toMatchObject({ blocks: [{ text: 'Sun' }], error: { status, type, message: 'No.' }, complete: false });
  });
});
