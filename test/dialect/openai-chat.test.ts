import { describe, expect, test } from 'vitest';
import { openaiChat as dialect } from '../../src/dialect/openai-chat.ts';
import { joinChunks } from '../../src/domain/http.ts';
import type { Json } from '../../src/domain/json.ts';
import { jsonAnswer, posted, streamAnswer } from './exchange.ts';

// Goal: what real clients and servers of Chat Completions send means what it should. Method: one hand-picked case each.

const read = (messages: Json, more: object = {}): ReturnType<typeof dialect.readRequest> =>
  dialect.readRequest(posted('/openai/v1/chat/completions', { model: 'm', messages, ...more }));
const chunk = (delta: Json, finish: string | null = null, index = 0): Json => ({
  id: 'c',
  model: 'm',
  object: 'chat.completion.chunk',
  choices: [{ index, delta, finish_reason: finish }],
  obfuscation: 'x1',
});

describe('requests', () => {
  test('system messages at the very start are instructions; developer messages and later ones are turns', () => {
    const { system, turns } = read([
      { role: 'system', content: 'a' },
      { role: 'system', content: 'b' },
      { role: 'developer', content: 'c' },
      { role: 'system', content: 'd' },
    ]);
    expect(system).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'text', text: 'b', extra: { role: 'system' } },
    ]);
    expect(turns.map(({ role }) => role)).toEqual(['developer', 'system']);
  });

  test('a text and a list of one text are the same; two messages and one of two parts are not', () => {
    expect(read([{ role: 'user', content: 'a' }])).toEqual(read([{ role: 'user', content: [{ type: 'text', text: 'a' }] }]));
    expect(
      read([
        { role: 'system', content: 'a' },
        { role: 'system', content: 'b' },
      ]),
    ).not.toEqual(
      read([
        {
          role: 'system',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
      ]),
    );
    expect(read([{ role: 'assistant', content: null, refusal: null, annotations: [] }])).toEqual(read([{ role: 'assistant' }]));
    expect(read([{ role: 'assistant', content: '' }])).not.toEqual(read([{ role: 'assistant' }]));
  });

  test('arguments are parsed, so that their spelling does not matter, and their digits do', () => {
    const call = (text: string): Json => [
      { role: 'assistant', tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: text } }] },
    ];
    expect(read(call('{"a":1,"b":2}'))).toEqual(read(call('{ "b": 2, "a": 1 }')));
    expect(read(call('{"a":12345678901234567890}'))).not.toEqual(read(call('{"a":12345678901234567891}')));
    expect(read(call('{"a":')).turns[0]!.blocks[0]).toEqual({ kind: 'tool-call', id: 'c', name: 'f', malformed: '{"a":' });
    const written = Buffer.from(dialect.writeRequest(read(call('{"a":12345678901234567890}'))).body).toString();
    expect(written).toContain('\\"a\\":12345678901234567890');
  });

  test('a model, or a name, that is no text is not lost', () => {
    const bodies: Json[] = [{}, { model: '' }, { model: null }, { model: 7 }, { stream: null }, { stream: 'true' }, { tools: null }, { tools: [] }];
    const readings = bodies.map((body) =>
      JSON.stringify(dialect.readRequest(posted('/openai/v1/chat/completions', { messages: [], ...(body as object) }))),
    );
    expect(new Set(readings).size).toBe(bodies.length);
    expect(read([{ role: 'tool', tool_call_id: 'c', content: '', name: 7 }])).not.toEqual(read([{ role: 'tool', tool_call_id: 'c', content: '' }]));
  });

  test('tool results are blocks of a tool’s turn, and a turn of several is written as one message each', () => {
    const { turns } = read([{ role: 'tool', tool_call_id: 'c', content: 'sunny' }]);
    expect(turns).toEqual([{ role: 'tool', blocks: [{ kind: 'tool-result', id: 'c', content: [{ kind: 'text', text: 'sunny' }] }] }]);
    const two = dialect.writeRequest({
      ...read([]),
      turns: [{ role: 'user', blocks: [...turns[0]!.blocks, ...turns[0]!.blocks, { kind: 'text', text: 'and?' }] }],
    });
    const { messages } = JSON.parse(Buffer.from(two.body).toString()) as { messages: { role: string }[] };
    expect(messages.map(({ role }) => role)).toEqual(['tool', 'tool', 'user']);
  });

  test.each([
    ['no messages', { model: 'm' }, '`messages` is not a list'],
    ['a message without a role', { messages: [{ content: 'x' }] }, '`messages[0]` is not an object with a role'],
    ['tools that are no list', { messages: [], tools: 'x' }, '`tools` is not a list'],
    ['a tool without a type', { messages: [], tools: [{ name: 'x' }] }, '`tools[0]` has no type'],
  ])('%s: the failure says where', (_what, body, sentence) => {
    expect(() => dialect.readRequest(posted('/openai/v1/chat/completions', body as Json))).toThrow(
      expect.objectContaining({ code: 'UNREADABLE_REQUEST', message: expect.stringContaining(sentence), hint: expect.any(String) }),
    );
  });
});

describe('answers', () => {
  test('parallel calls arrive interleaved and are told apart by their index', () => {
    const call = (index: number, more: object): Json => chunk({ tool_calls: [{ index, ...more }] });
    const response = streamAnswer([
      chunk({ role: 'assistant', content: null }),
      call(0, { id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
      call(1, { id: 'b', type: 'function', function: { name: 'g', arguments: '{"x"' } }),
      call(0, { function: { arguments: '{"y":2}' } }),
      call(1, { id: '', function: { name: '', arguments: ':1}' } }),
      chunk({}, 'tool_calls'),
      '[DONE]',
    ]);
    expect(dialect.readResponse(response)).toEqual({
      id: 'c',
      model: 'm',
      blocks: [
        { kind: 'tool-call', id: 'a', name: 'f', arguments: { y: 2 } },
        { kind: 'tool-call', id: 'b', name: 'g', arguments: { x: 1 } },
      ],
      finish: { reason: 'tool-calls', raw: 'tool_calls' },
      complete: true,
    });
  });

  test('a call without an index continues the last one until another id comes', () => {
    const response = streamAnswer([
      chunk({ tool_calls: [{ id: 'a', function: { name: 'f', arguments: '{' } }] }),
      chunk({ tool_calls: [{ function: { arguments: '}' } }] }),
      chunk({ tool_calls: [{ id: 'b', function: { name: 'g', arguments: '{}' } }] }, 'tool_calls'),
    ]);
    expect(dialect.readResponse(response).blocks).toMatchObject([
      { id: 'a', arguments: {} },
      { id: 'b', name: 'g' },
    ]);
  });

  test('a stream is whole by a finish reason for every choice, or by [DONE]', () => {
    const complete = (...events: readonly Json[]): boolean => dialect.readResponse(streamAnswer(events)).complete;
    expect(complete(chunk({ content: 'a' }))).toBe(false);
    expect(complete(chunk({ content: 'a' }), '[DONE]')).toBe(true);
    expect(complete(chunk({ content: 'a' }, 'stop'))).toBe(true);
    expect(complete(chunk({ content: 'a' }, 'stop'), chunk({ content: 'b' }, null, 1))).toBe(false);
    expect(complete(chunk({ content: 'a' }, 'stop'), chunk({ content: 'b' }, 'stop', 1))).toBe(true);
  });

  test('a last event that breaks off is malformed only where the stream had ended', () => {
    const whole = streamAnswer([chunk({ content: 'a' })]);
    const cut = { ...whole, chunks: [...whole.chunks, Buffer.from('data: {"choi')] };
    expect(dialect.readResponse(cut).malformed).toMatch(/^Event 2 of the stream is not a JSON object/);
    expect(dialect.readResponse({ ...cut, ending: 'aborted' }).malformed).toBeUndefined();
  });

  test('the usage of the last chunk, which has no choices', () => {
    const usage = {
      prompt_tokens: 9,
      completion_tokens: 5,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 2 },
    };
    const response = streamAnswer([chunk({ content: 'a' }, 'stop'), { id: 'c', choices: [], usage }, '[DONE]']);
    expect(dialect.readResponse(response).usage).toEqual({ inputTokens: 9, outputTokens: 5, cachedInputTokens: 4, reasoningTokens: 2 });
  });

  test.each(['reasoning_content', 'reasoning'])('`%s` of compatible servers is reasoning, in a body and in a stream', (member) => {
    const expected = [
      { kind: 'reasoning', text: 'Hm, yes.' },
      { kind: 'text', text: 'Yes.' },
    ];
    expect(
      dialect.readResponse(jsonAnswer({ choices: [{ message: { [member]: 'Hm, yes.', content: 'Yes.' }, finish_reason: 'stop' }] })).blocks,
    ).toEqual(expected);
    expect(
      dialect.readResponse(streamAnswer([chunk({ [member]: 'Hm,' }), chunk({ [member]: ' yes.' }), chunk({ content: 'Yes.' }, 'stop')])).blocks,
    ).toEqual(expected);
  });

  test('Mistral thinks in parts of the content', () => {
    const thinking = (text: string): Json => [{ type: 'thinking', thinking: [{ type: 'text', text }] }];
    const expected = [
      { kind: 'reasoning', text: 'One two' },
      { kind: 'text', text: 'Three' },
    ];
    expect(
      dialect.readResponse(
        streamAnswer([chunk({ content: thinking('One') }), chunk({ content: thinking(' two') }), chunk({ content: 'Three' }, 'stop')]),
      ).blocks,
    ).toEqual(expected);
  });

  test('a refusal, and what else a message may hold', () => {
    const message = { role: 'assistant', content: null, refusal: 'No.', annotations: [], audio: { id: 'a' } };
    const answer = dialect.readResponse(jsonAnswer({ choices: [{ message, finish_reason: 'stop' }] }));
    expect(answer.blocks).toEqual([
      { kind: 'refusal', text: 'No.' },
      { kind: 'other', value: { message: { audio: { id: 'a' } } } },
    ]);
    expect(answer.finish).toEqual({ reason: 'refusal', raw: 'stop' });
  });

  test('further choices are kept in one block', () => {
    const choice = (index: number): Json => ({ index, message: { role: 'assistant', content: `answer ${index}` }, finish_reason: 'stop' });
    const answer = dialect.readResponse(jsonAnswer({ id: 'c', choices: [choice(0), choice(1), choice(2)] }));
    expect(answer.blocks).toEqual([
      { kind: 'text', text: 'answer 0' },
      { kind: 'other', value: { choices: [choice(1), choice(2)] } },
    ]);
    for (const stream of [true, false]) expect(dialect.readResponse(dialect.writeResponse(answer, { stream })).blocks).toEqual(answer.blocks);
  });

  test('a finished call with empty arguments has none; an unfinished one may have been about to', () => {
    const call = { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '' } }] };
    expect(dialect.readResponse(streamAnswer([chunk(call), chunk({}, 'tool_calls')])).blocks).toEqual([
      { kind: 'tool-call', id: 'a', name: 'f', arguments: {} },
    ]);
    expect(dialect.readResponse(streamAnswer([chunk(call)])).blocks).toEqual([{ kind: 'tool-call', id: 'a', name: 'f', malformed: '' }]);
  });

  test.each([
    [
      'under an error status',
      jsonAnswer({ error: { message: 'Slow', type: 'tokens', param: null, code: 'rate_limit_exceeded' } }, 429),
      { status: 429, type: 'tokens', code: 'rate_limit_exceeded', message: 'Slow' },
    ],
    ['under 200', jsonAnswer({ error: { message: 'Slow', type: 'rate_limit_error' } }), { status: 429, type: 'rate_limit_error', message: 'Slow' }],
    [
      'with a number for a code',
      jsonAnswer({ error: { message: 'Down', code: 502 } }),
      { status: 502, type: 'unknown_error', code: '502', message: 'Down' },
    ],
    ['as a text', jsonAnswer({ error: 'no' }, 500), { status: 500, type: 'unknown_error', message: 'no' }],
    ['without the word error', jsonAnswer({ detail: 'Not Found' }, 404), { status: 404, type: 'unknown_error', message: 'Not Found' }],
    ['in a list', jsonAnswer([{ error: { message: 'Bad', type: 'x' } }], 400), { status: 400, type: 'x', message: 'Bad' }],
    [
      'in mid-stream',
      streamAnswer([chunk({ content: 'a' }), { error: { message: 'Broke', type: 'server_error' } }]),
      { status: 500, type: 'server_error', message: 'Broke' },
    ],
    [
      'inside a choice',
      jsonAnswer({ choices: [{ message: { content: 'a' }, finish_reason: 'error', error: { code: 502, message: 'Broke' } }] }),
      { status: 502, type: 'unknown_error', code: '502', message: 'Broke' },
    ],
  ])('an error %s', (_where, response, error) => {
    expect(dialect.readResponse(response).error).toEqual(error);
  });

  test('usage is written in a stream only where the request asked for it', () => {
    const answer = { blocks: [], usage: { inputTokens: 1 }, complete: true };
    const written = (options: Json): string => {
      const request = posted('/openai/v1/chat/completions', { messages: [], stream: true, stream_options: options });
      return Buffer.from(joinChunks(dialect.writeResponse(answer, { stream: true, request }).chunks)).toString();
    };
    expect(written({ include_usage: true })).toContain('prompt_tokens');
    expect(written({ include_usage: false })).not.toContain('prompt_tokens');
    expect(written(null)).not.toContain('"choices":[]');
  });
});
