import { describe, expect, test } from 'vitest';
import { gemini as dialect } from '../../src/dialect/gemini.ts';
import { joinChunks, type HttpResponse } from '../../src/domain/http.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { jsonAnswer, posted, streamAnswer } from './exchange.ts';

// Goal: what real clients of Gemini and the API itself send means what it should. Method: one hand-picked case each.

const url = '/gemini/v1beta/models/gemini-1:generateContent';
const read = (body: JsonObject, at = url): ReturnType<typeof dialect.readRequest> => dialect.readRequest(posted(at, { contents: [], ...body }));
const chunk = (parts: Json, finish?: string): JsonObject => ({
  candidates: [{ content: { parts, role: 'model' }, index: 0, ...(finish === undefined ? {} : { finishReason: finish }) }],
  modelVersion: 'm',
  responseId: 'r',
});
const asArray = (events: readonly Json[]): HttpResponse => ({
  ...jsonAnswer(null),
  chunks: [Buffer.from(`[${events.map((event) => JSON.stringify(event, null, 2)).join(',\r\n')}\n]\n`)],
});

test('the path says the model and whether to stream, whatever comes before `models`', () => {
  for (const version of ['v1beta/', 'v1/', '', 'v1beta1/projects/p/locations/l/publishers/google/']) {
    expect(read({}, `/gemini/${version}models/gemini-2.5-flash:streamGenerateContent?alt=sse&key=k`)).toMatchObject({
      model: 'gemini-2.5-flash',
      stream: true,
      parameters: { '?alt': 'sse' },
    });
  }
  const recognised = (path: string): boolean => dialect.recognises({ method: 'POST', url: path });
  expect(
    ['/gemini/v1beta/models/m:countTokens', '/gemini/v1beta/models/m', '/openai/v1beta/models/m:generateContent', '/gemini/v1beta/files'].map(
      recognised,
    ),
  ).toEqual([false, false, false, false]);
});

describe('requests', () => {
  test('snake_case reads like camelCase', () => {
    const camel = {
      systemInstruction: { parts: [{ text: 's' }] },
      tools: [{ functionDeclarations: [{ name: 'f', parametersJsonSchema: {} }] }],
      contents: [
        { role: 'model', parts: [{ functionCall: { name: 'f', args: { a: 1 } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'f', response: { a: 1 } } }] },
      ],
    };
    const snake = {
      system_instruction: { parts: [{ text: 's' }] },
      tools: [{ function_declarations: [{ name: 'f', parameters_json_schema: {} }] }],
      contents: [
        { role: 'model', parts: [{ function_call: { name: 'f', args: { a: 1 } } }] },
        { role: 'user', parts: [{ function_response: { name: 'f', response: { a: 1 } } }] },
      ],
    };
    expect(read(snake)).toEqual(read(camel));
    expect(read(snake).system).toEqual([{ kind: 'text', text: 's' }]);
  });

  test('results of tools are texts where they can be, and JSON where not', () => {
    const result = (response: Json): unknown =>
      read({ contents: [{ role: 'user', parts: [{ functionResponse: { name: 'f', response } }] }] }).turns[0]!.blocks[0];
    expect(result({ output: 'sunny' })).toEqual({ kind: 'tool-result', id: '', name: 'f', content: [{ kind: 'text', text: 'sunny' }] });
    expect(result({ error: 'no city' })).toEqual({
      kind: 'tool-result',
      id: '',
      name: 'f',
      content: [{ kind: 'text', text: 'no city' }],
      isError: true,
    });
    expect(result({ sky: 'clear', degrees: 21 })).toEqual({
      kind: 'tool-result',
      id: '',
      name: 'f',
      content: [{ kind: 'text', text: '{"degrees":21,"sky":"clear"}', extra: { response: 'json' } }],
    });
    expect(result({ output: '{"a":1}' })).not.toEqual(result({ a: 1 }));
  });

  test('the two members for a schema are told apart, and written as they were', () => {
    const request = (member: string): ReturnType<typeof read> =>
      read({ tools: [{ functionDeclarations: [{ name: 'f', [member]: { type: 'object' } }] }] });
    expect(request('parameters').tools[0]!.schema).toEqual(request('parametersJsonSchema').tools[0]!.schema);
    for (const member of ['parameters', 'parametersJsonSchema'])
      expect(Buffer.from(dialect.writeRequest(request(member)).body).toString()).toContain(`"${member}":`);
  });

  test('one object in place of a list of one', () => {
    const content = { role: 'user', parts: [{ text: 'Hi' }] };
    expect(read({ contents: content, tools: { googleSearch: {} } })).toEqual(read({ contents: [content], tools: [{ googleSearch: {} }] }));
    expect(() => dialect.readRequest(posted(url, {}))).toThrow('`contents`');
  });
});

describe('answers', () => {
  test('a stream, as events and as one array, folds into what the body would have been', () => {
    const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 3, thoughtsTokenCount: 2, cachedContentTokenCount: 1 };
    const events = [
      chunk([{ text: 'Two ', thought: true }]),
      chunk([{ text: 'places.', thought: true }]),
      chunk([{ text: 'Let me' }]),
      chunk([{ text: ' look.' }, { functionCall: { name: 'f', args: { city: 'Rome' } }, thoughtSignature: 'S' }]),
      chunk([{ functionCall: { name: 'g' } }]),
      { ...chunk([{ text: '', thoughtSignature: 'T' }], 'STOP'), usageMetadata },
    ];
    const answer = dialect.readResponse(streamAnswer(events));
    expect(answer).toEqual({
      id: 'r',
      model: 'm',
      blocks: [
        { kind: 'reasoning', text: 'Two places.' },
        { kind: 'text', text: 'Let me look.' },
        { kind: 'tool-call', id: '', name: 'f', arguments: { city: 'Rome' }, extra: { thoughtSignature: 'S' } },
        { kind: 'tool-call', id: '', name: 'g', arguments: {} },
        { kind: 'text', text: '', extra: { thoughtSignature: 'T' } },
      ],
      finish: { reason: 'tool-calls', raw: 'STOP' },
      usage: { inputTokens: 5, outputTokens: 5, cachedInputTokens: 1, reasoningTokens: 2 },
      complete: true,
    });
    expect(dialect.readResponse(asArray(events))).toEqual(answer);
    for (const stream of [true, false]) expect(dialect.readResponse(dialect.writeResponse(answer, { stream }))).toEqual(answer);
  });

  test('without `alt=sse` a stream is written as one array, and can be read wherever it stops', () => {
    const request = posted('/gemini/v1beta/models/m:streamGenerateContent', { contents: [] });
    const written = dialect.writeResponse(
      { blocks: [{ kind: 'text', text: 'It is [sunny, 5" \\ {in} Rome.' }], complete: true },
      { stream: true, request },
    );
    const bytes = joinChunks(written.chunks);
    expect(written.headers[0]![1]).toContain('application/json');
    expect(JSON.parse(Buffer.from(bytes).toString())).toHaveLength(written.chunks.length - 1);
    let lastText = '';
    for (let length = 0; length <= bytes.length; length++) {
      const answer = dialect.readResponse({ ...written, chunks: [bytes.subarray(0, length)], ending: 'aborted' });
      const text = answer.blocks[0]?.kind === 'text' ? answer.blocks[0].text : '';
      expect(text.startsWith(lastText)).toBe(true);
      lastText = text;
      if (length > 0) expect(answer.malformed).toBeUndefined();
      if (answer.complete) expect(text).toBe('It is [sunny, 5" \\ {in} Rome.');
    }
    expect(dialect.readResponse(written).complete).toBe(true);
    // Without its closing bracket the array is no JSON, yet every element of it has arrived.
    const unclosed = dialect.readResponse({ ...written, chunks: written.chunks.slice(0, -1), ending: 'aborted' });
    expect(unclosed).toEqual(dialect.readResponse(written));
    const events = dialect.writeResponse({ blocks: [], complete: true }, { stream: true, request: { ...request, url: `${request.url}?alt=sse` } });
    expect(events.headers[0]![1]).toBe('text/event-stream');
  });

  test.each([
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'error'],
    ['SOMETHING_NEW', 'other'],
  ])('%s', (raw, reason) => {
    expect(dialect.readResponse(jsonAnswer(chunk([{ text: 'x' }], raw))).finish).toEqual({ reason, raw });
  });

  test('a prompt that was blocked has no candidate', () => {
    const blocked = { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 4 } };
    for (const response of [jsonAnswer(blocked), streamAnswer([blocked])]) {
      const answer = dialect.readResponse(response);
      expect(answer).toEqual({
        blocks: [],
        finish: { reason: 'content-filter', raw: 'PROHIBITED_CONTENT' },
        usage: { inputTokens: 4 },
        complete: true,
      });
      expect(dialect.readResponse(dialect.writeResponse(answer, { stream: true }))).toMatchObject(answer);
    }
  });

  test('further candidates and citations are kept', () => {
    const grounding = { groundingMetadata: { webSearchQueries: ['rome'] } };
    const body = {
      candidates: [
        { content: { parts: [{ text: 'a' }] }, finishReason: 'STOP', index: 0, ...grounding },
        { content: { parts: [{ text: 'b' }] }, finishReason: 'STOP', index: 1 },
      ],
      responseId: 'r',
      modelVersion: 'm',
    };
    const answer = dialect.readResponse(jsonAnswer(body));
    expect(answer.blocks).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'other', value: { candidate: grounding } },
      { kind: 'other', value: { candidates: [body.candidates[1]] } },
    ]);
    for (const stream of [true, false]) expect(dialect.readResponse(dialect.writeResponse(answer, { stream }))).toEqual(answer);
  });

  test.each([
    [
      'in a body',
      jsonAnswer(
        {
          error: {
            code: 429,
            message: 'Slow',
            status: 'RESOURCE_EXHAUSTED',
            details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' }],
          },
        },
        429,
      ),
      { retryAfterSeconds: 34.5 },
    ],
    ['in a list', jsonAnswer([{ error: { code: 429, message: 'Slow', status: 'RESOURCE_EXHAUSTED' } }], 429), {}],
    ['in mid-stream', streamAnswer([chunk([{ text: 'a' }]), { error: { code: 429, message: 'Slow', status: 'RESOURCE_EXHAUSTED' } }]), {}],
  ])('an error %s', (_where, response, more) => {
    expect(dialect.readResponse(response).error).toEqual({ status: 429, type: 'RESOURCE_EXHAUSTED', message: 'Slow', ...more });
  });
});
