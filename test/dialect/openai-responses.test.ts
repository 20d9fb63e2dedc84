import { describe, expect, test } from 'vitest';
import { openaiResponses as dialect } from '../../src/dialect/openai-responses.ts';
import type { Json } from '../../src/domain/json.ts';
import { jsonAnswer, posted, streamAnswer } from './exchange.ts';

// Goal: what real clients of the Responses API and the API itself send means what it should. Method: one hand-picked case each.

const read = (input: Json, more: object = {}): ReturnType<typeof dialect.readRequest> =>
  dialect.readRequest(posted('/openai/v1/responses', { model: 'm', input, ...more }));
const message = (text: string): Json => ({
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
});

describe('requests', () => {
  test('a text is a message of the user, however it is spelled', () => {
    const expected = [{ role: 'user', blocks: [{ kind: 'text', text: 'Hi' }] }];
    for (const input of ['Hi', [{ role: 'user', content: 'Hi' }], [{ role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }]])
      expect(read(input).turns).toEqual(expected);
  });

  test('what a part of text is called matters where it is not the usual name', () => {
    const part = (type: string): unknown => read([{ role: 'assistant', content: [{ type, text: 'Hi' }] }]).turns;
    expect(part('output_text')).toEqual([{ role: 'assistant', blocks: [{ kind: 'text', text: 'Hi' }] }]);
    expect(part('input_text')).toEqual([{ role: 'assistant', blocks: [{ kind: 'text', text: 'Hi', extra: { type: 'input_text' } }] }]);
  });

  test('calls, results and thoughts are turns of their own', () => {
    const { turns, parameters, system } = read(
      [
        { type: 'reasoning', id: 'rs', summary: [{ type: 'summary_text', text: 'Hm.' }], encrypted_content: 'g' },
        { type: 'function_call', call_id: 'c', name: 'f', arguments: '{"a":1}', id: 'fc' },
        { type: 'function_call_output', call_id: 'c', output: 'sunny' },
        { type: 'web_search_call', id: 'ws' },
      ],
      { instructions: 'Be brief.', previous_response_id: 'resp_0', include: ['x'] },
    );
    expect(turns).toEqual([
      { role: 'assistant', blocks: [{ kind: 'reasoning', text: 'Hm.', extra: { id: 'rs', encrypted_content: 'g' } }] },
      { role: 'assistant', blocks: [{ kind: 'tool-call', id: 'c', name: 'f', arguments: { a: 1 }, extra: { id: 'fc' } }] },
      { role: 'tool', blocks: [{ kind: 'tool-result', id: 'c', content: [{ kind: 'text', text: 'sunny' }] }] },
      { role: 'assistant', blocks: [{ kind: 'other', value: { type: 'web_search_call', id: 'ws' } }], extra: { type: 'web_search_call' } },
    ]);
    expect(parameters).toEqual({ previous_response_id: 'resp_0', include: ['x'] });
    expect(system).toEqual([{ kind: 'text', text: 'Be brief.' }]);
  });

  test('an image alone in a message and an item of an unknown type are told apart when written', () => {
    for (const input of [[{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }], [{ type: 'item_reference', id: 'i' }]]) {
      expect(JSON.parse(Buffer.from(dialect.writeRequest(read(input)).body).toString())).toEqual({ model: 'm', input });
    }
  });

  test('input may be absent, but not be a number or hold what has no type', () => {
    expect(dialect.readRequest(posted('/openai/v1/responses', { model: 'm', prompt: { id: 'p' } })).turns).toEqual([]);
    expect(() => read(7)).toThrow('`input` is neither a text nor a list');
    expect(() => read([{ id: 'x' }])).toThrow('`input[0]` is neither a message nor an item with a type');
  });
});

describe('answers', () => {
  test('the terminal event carries the answer whole', () => {
    const response = {
      id: 'r',
      object: 'response',
      model: 'm',
      status: 'completed',
      output: [message('Sunny.')],
      usage: { input_tokens: 3, output_tokens: 2 },
    };
    const answer = dialect.readResponse(
      streamAnswer([
        { type: 'response.created', response: { ...response, output: [] } },
        { type: 'response.completed', response },
      ]),
    );
    expect(answer).toEqual({
      id: 'r',
      model: 'm',
      blocks: [{ kind: 'text', text: 'Sunny.' }],
      finish: { reason: 'stop', raw: 'completed' },
      usage: { inputTokens: 3, outputTokens: 2 },
      complete: true,
    });
    expect(dialect.readResponse(jsonAnswer(response))).toEqual(answer);
  });

  test('without it, or with an empty one, the answer is what the deltas made', () => {
    const events = [
      { type: 'response.created', response: { id: 'r', model: 'm', status: 'in_progress', output: [] } },
      { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', id: 'rs', summary: [] } },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'H' },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'm.' },
      { type: 'response.output_item.added', output_index: 1, item: { type: 'message', role: 'assistant', content: [] } },
      { type: 'response.content_part.added', output_index: 1, content_index: 0, part: { type: 'output_text', text: '', annotations: [] } },
      { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: 'Sun', obfuscation: 'zz' },
      { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: 'ny.' },
      { type: 'response.refusal.delta', output_index: 1, content_index: 1, delta: 'No.' },
      { type: 'response.output_item.added', output_index: 2, item: { type: 'function_call', call_id: 'c', name: 'f', arguments: '' } },
      { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{"a":' },
    ];
    const blocks = [
      { kind: 'reasoning', text: 'Hm.' },
      { kind: 'text', text: 'Sunny.' },
      { kind: 'refusal', text: 'No.' },
      { kind: 'tool-call', id: 'c', name: 'f', malformed: '{"a":' },
    ];
    expect(dialect.readResponse(streamAnswer(events))).toEqual({ id: 'r', model: 'm', blocks, complete: false });
    const ended = [
      ...events,
      { type: 'response.function_call_arguments.delta', output_index: 2, delta: '1}' },
      { type: 'response.completed', response: { id: 'r', model: 'm', status: 'completed', output: [] } },
    ];
    expect(dialect.readResponse(streamAnswer(ended))).toMatchObject({
      blocks: [...blocks.slice(0, 3), { arguments: { a: 1 } }],
      finish: { reason: 'tool-calls' },
      complete: true,
    });
  });

  test.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content-filter'],
    ['something_new', 'other'],
  ])('incomplete because of %s', (reason, expected) => {
    const answer = dialect.readResponse(
      jsonAnswer({ object: 'response', status: 'incomplete', incomplete_details: { reason }, output: [message('Sun')] }),
    );
    expect(answer).toMatchObject({ finish: { reason: expected, raw: reason }, complete: true });
  });

  test('an answer still being made in the background is not complete', () => {
    for (const status of ['queued', 'in_progress'])
      expect(dialect.readResponse(jsonAnswer({ object: 'response', status, output: [], error: null })).complete).toBe(false);
  });

  test('a failed response has its error beside what had been said', () => {
    const response = { object: 'response', status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Slow' }, output: [message('Sun')] };
    const expected = {
      blocks: [{ kind: 'text', text: 'Sun' }],
      error: { status: 429, type: 'rate_limit_exceeded', message: 'Slow' },
      complete: true,
    };
    expect(dialect.readResponse(jsonAnswer(response))).toEqual(expected);
    expect(dialect.readResponse(streamAnswer([{ type: 'response.failed', response }]))).toEqual(expected);
  });

  test.each([
    [{ type: 'error', code: 'server_error', message: 'Broke', param: null, sequence_number: 3 }],
    [{ type: 'error', error: { type: 'server_error', message: 'Broke', code: null } }],
  ])('the event `error`, in both of its forms', (event) => {
    const answer = dialect.readResponse(streamAnswer([{ type: 'response.created', response: { id: 'r', output: [] } }, event]));
    expect(answer).toMatchObject({ error: { status: 500, type: 'server_error', message: 'Broke' }, complete: false });
  });

  test('a call of a custom tool has its input as a text', () => {
    const item = { type: 'custom_tool_call', id: 'ctc', status: 'completed', call_id: 'c', name: 'shell', input: 'ls -l' };
    const answer = dialect.readResponse(jsonAnswer({ object: 'response', status: 'completed', output: [item] }));
    expect(answer.blocks).toEqual([{ kind: 'tool-call', id: 'c', name: 'shell', arguments: 'ls -l', extra: { type: 'custom_tool_call' } }]);
    for (const stream of [true, false]) expect(dialect.readResponse(dialect.writeResponse(answer, { stream })).blocks).toEqual(answer.blocks);
  });
});
