import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { generateText, jsonSchema, streamText, tool, type ToolSet } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dialectFor } from '../../src/dialect/index.ts';
import type { ChatRequest, ChatResponse, ProviderError } from '../../src/domain/chat.ts';
import type { HttpRequest, HttpResponse } from '../../src/domain/http.ts';

// Goal: the official clients read from what is written here what was meant. Method: a real server on loopback that knows nothing but the dialects.

const calls = [
  { kind: 'tool-call', id: 'call_rome', name: 'weather', arguments: { city: 'Rome', note: 'é 😀' } },
  { kind: 'tool-call', id: 'call_oslo', name: 'weather', arguments: { city: 'Oslo' } },
] as const;
const text = 'Let me look at both – Grüße 😀!';
const answer: ChatResponse = {
  id: 'answer_1',
  model: 'model-1',
  blocks: [{ kind: 'text', text }, ...calls],
  usage: { inputTokens: 11, outputTokens: 7 },
  complete: true,
};
const rateLimited: ProviderError = { status: 429, type: '', message: 'Slow down.', retryAfterSeconds: 3 };
const broken: ChatResponse = {
  id: 'answer_2',
  model: 'model-1',
  blocks: [{ kind: 'text', text: 'Let me' }],
  complete: false,
  error: { status: 500, type: '', message: 'It broke.' },
};
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } as const;

let server: Server;
let base: string;
let respond: (request: HttpRequest, asked: ChatRequest) => HttpResponse;
let asked: ChatRequest[] = [];

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
      const request: HttpRequest = { method: incoming.method!, url: incoming.url!, headers, body: Buffer.concat(chunks) };
      const read = dialectFor(request)!.readRequest(request);
      asked.push(read);
      const response = respond(request, read);
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      for (const chunk of response.chunks) outgoing.write(chunk);
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
beforeEach(() => {
  asked = [];
  answerWith(answer);
});

function answerWith(response: ChatResponse): void {
  respond = (request, read) => dialectFor(request)!.writeResponse(response, { stream: read.stream, request });
}
function failWith(error: ProviderError): void {
  respond = (request) => dialectFor(request)!.writeError(error);
}

const openai = (): OpenAI => new OpenAI({ baseURL: `${base}/openai/v1`, apiKey: 'none', maxRetries: 0 });
const anthropic = (): Anthropic => new Anthropic({ baseURL: `${base}/anthropic`, apiKey: 'none', maxRetries: 0 });
const google = (): GoogleGenAI => new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: `${base}/gemini` } });

const chatTools = [{ type: 'function' as const, function: { name: 'weather', parameters: schema } }];
const messages = [{ role: 'user' as const, content: 'Weather?' }];

describe('openai, Chat Completions', () => {
  const expectedCalls = calls.map(({ id, name, arguments: given }) => [id, name, given]);
  const read = (message: OpenAI.ChatCompletionMessage): unknown =>
    message.tool_calls?.map((call) => (call.type === 'function' ? [call.id, call.function.name, JSON.parse(call.function.arguments)] : call));

  test('plain', async () => {
    const { choices, usage } = await openai().chat.completions.create({ model: 'm', messages, tools: chatTools });
    expect(choices[0]!.message.content).toBe(text);
    expect(read(choices[0]!.message)).toEqual(expectedCalls);
    expect(choices[0]!.finish_reason).toBe('tool_calls');
    expect(usage).toMatchObject({ prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 });
    expect(asked[0]).toMatchObject({ model: 'm', stream: false, tools: [{ name: 'weather', schema }], turns: [{ role: 'user' }] });
  });

  test('streamed, with its usage only where it was asked for', async () => {
    for (const include_usage of [true, false]) {
      const stream = openai().chat.completions.stream({ model: 'm', messages, tools: chatTools, stream_options: { include_usage } });
      const { choices, usage } = await stream.finalChatCompletion();
      expect(choices[0]!.message.content).toBe(text);
      expect(read(choices[0]!.message)).toEqual(expectedCalls);
      expect(usage?.total_tokens).toBe(include_usage ? 18 : undefined);
    }
    expect(asked[0]!.stream).toBe(true);
  });

  test('errors, at once and in mid-stream', async () => {
    failWith(rateLimited);
    await expect(openai().chat.completions.create({ model: 'm', messages })).rejects.toMatchObject({
      status: 429,
      type: 'rate_limit_error',
      message: expect.stringContaining('Slow down.'),
    });
    answerWith(broken);
    await expect(openai().chat.completions.stream({ model: 'm', messages }).finalContent()).rejects.toThrow('It broke.');
  });
});

describe('openai, Responses', () => {
  const read = (response: OpenAI.Responses.Response): unknown =>
    response.output.filter((item) => item.type === 'function_call').map((item) => [item.call_id, item.name, JSON.parse(item.arguments)]);
  const expectedCalls = calls.map(({ id, name, arguments: given }) => [id, name, given]);
  const tools = [{ type: 'function' as const, name: 'weather', parameters: schema, strict: false }];

  test('plain', async () => {
    const response = await openai().responses.create({ model: 'm', input: 'Weather?', instructions: 'Be brief.', tools });
    expect(response.output_text).toBe(text);
    expect(read(response)).toEqual(expectedCalls);
    expect(response.usage?.total_tokens).toBe(18);
    expect(asked[0]).toMatchObject({ system: [{ text: 'Be brief.' }], turns: [{ role: 'user', blocks: [{ kind: 'text', text: 'Weather?' }] }] });
  });

  test('streamed', async () => {
    const stream = openai().responses.stream({ model: 'm', input: 'Weather?', tools });
    let deltas = '';
    stream.on('response.output_text.delta', ({ delta }) => (deltas += delta));
    const response = await stream.finalResponse();
    expect(deltas).toBe(text);
    expect(response.output_text).toBe(text);
    expect(read(response)).toEqual(expectedCalls);
  });

  test('reasoning, refusals and an answer cut short, streamed', async () => {
    answerWith({
      blocks: [
        { kind: 'reasoning', text: 'Two places.' },
        { kind: 'refusal', text: 'I would rather not.' },
      ],
      finish: { reason: 'length', raw: '' },
      complete: true,
    });
    const response = await openai().responses.stream({ model: 'm', input: 'Weather?' }).finalResponse();
    expect(response).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
    expect(response.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'Two places.' }] },
      { type: 'message', content: [{ type: 'refusal', refusal: 'I would rather not.' }] },
    ]);
  });

  test('errors, at once, in mid-stream and as a response that failed', async () => {
    failWith(rateLimited);
    await expect(openai().responses.create({ model: 'm', input: 'x' })).rejects.toMatchObject({ status: 429 });
    answerWith(broken);
    await expect(openai().responses.stream({ model: 'm', input: 'x' }).finalResponse()).rejects.toThrow('It broke.');
    answerWith({ ...broken, complete: true, error: { status: 500, type: 'server_error', message: 'It broke.' } });
    const failed = await openai().responses.create({ model: 'm', input: 'x' });
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'server_error', message: 'It broke.' } });
  });
});

test('openai, embeddings: numbers, and base64 where the client asks for it', async () => {
  answerWith({
    model: 'm',
    blocks: [],
    embeddings: [
      [0.5, -0.25],
      [1, 0],
    ],
    usage: { inputTokens: 4 },
    complete: true,
  });
  for (const options of [{}, { encoding_format: 'float' as const }, { encoding_format: 'base64' as const }]) {
    const { data } = await openai().embeddings.create({ model: 'm', input: ['one', 'two'], ...options });
    if (options.encoding_format === 'base64') expect(data[0]!.embedding).toBe(Buffer.from(new Float32Array([0.5, -0.25]).buffer).toString('base64'));
    else
      expect(data.map(({ embedding }) => [...embedding])).toEqual([
        [0.5, -0.25],
        [1, 0],
      ]);
  }
  expect(asked[0]!.turns[0]!.blocks).toEqual([
    { kind: 'text', text: 'one' },
    { kind: 'text', text: 'two' },
  ]);
});

describe('anthropic', () => {
  const parameters = {
    model: 'm',
    max_tokens: 10,
    messages,
    tools: [{ name: 'weather', input_schema: schema as unknown as Anthropic.Tool.InputSchema }],
  };
  const expected = [{ type: 'text', text }, ...calls.map(({ id, name, arguments: input }) => ({ type: 'tool_use', id, name, input }))];

  test('plain and streamed', async () => {
    const plain = await anthropic().messages.create(parameters);
    const streamed = await anthropic().messages.stream(parameters).finalMessage();
    for (const message of [plain, streamed]) {
      expect(message.content).toMatchObject(expected);
      expect(message).toMatchObject({ id: 'answer_1', model: 'model-1', stop_reason: 'tool_use', usage: { input_tokens: 11, output_tokens: 7 } });
    }
    expect(asked.map(({ stream }) => stream)).toEqual([false, true]);
  });

  test('thoughts keep their signature', async () => {
    answerWith({
      blocks: [
        { kind: 'reasoning', text: 'Two places, hm.', extra: { signature: 'EqQB' } },
        { kind: 'text', text: 'Both.' },
      ],
      complete: true,
    });
    const { content } = await anthropic().messages.stream(parameters).finalMessage();
    expect(content).toMatchObject([
      { type: 'thinking', thinking: 'Two places, hm.', signature: 'EqQB' },
      { type: 'text', text: 'Both.' },
    ]);
  });

  test('errors, at once and in mid-stream', async () => {
    failWith({ ...rateLimited, status: 529 });
    await expect(anthropic().messages.create(parameters)).rejects.toMatchObject({
      status: 529,
      message: expect.stringContaining('overloaded_error'),
    });
    answerWith(broken);
    await expect(anthropic().messages.stream(parameters).finalMessage()).rejects.toThrow('It broke.');
  });
});

describe('google', () => {
  const parameters = {
    model: 'gemini-1',
    contents: 'Weather?',
    config: { systemInstruction: 'Be brief.', tools: [{ functionDeclarations: [{ name: 'weather', parametersJsonSchema: schema }] }] },
  };
  const expected = calls.map(({ id, name, arguments: args }) => ({ id, name, args }));

  test('plain and streamed', async () => {
    const plain = await google().models.generateContent(parameters);
    expect(plain.candidates?.[0]?.content?.parts?.[0]?.text).toBe(text);
    expect(plain.functionCalls).toEqual(expected);
    expect(plain.usageMetadata).toMatchObject({ promptTokenCount: 11, candidatesTokenCount: 7 });
    let streamed = '';
    const found: unknown[] = [];
    for await (const chunk of await google().models.generateContentStream(parameters)) {
      for (const part of chunk.candidates?.[0]?.content?.parts ?? []) streamed += part.text ?? '';
      found.push(...(chunk.functionCalls ?? []));
    }
    expect(streamed).toBe(text);
    expect(found).toEqual(expected);
    expect(asked[0]).toMatchObject({ model: 'gemini-1', stream: false, system: [{ text: 'Be brief.' }], tools: [{ name: 'weather', schema }] });
    expect(asked[1]).toMatchObject({ model: 'gemini-1', stream: true, parameters: { '?alt': 'sse' } });
  });

  test('errors, at once and in mid-stream', async () => {
    failWith({ status: 429, type: '', message: 'Slow down.' });
    await expect(google().models.generateContent(parameters)).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining('RESOURCE_EXHAUSTED'),
    });
    answerWith(broken);
    const read = async (): Promise<void> => {
      for await (const chunk of await google().models.generateContentStream(parameters)) expect(chunk.text).toMatch(/Let| me/);
    };
    await expect(read()).rejects.toThrow('It broke.');
  });

  test('embeddings', async () => {
    for (const contents of [['one', 'two'], ['one']]) {
      answerWith({ blocks: [], embeddings: contents.map((_, index) => [index, 0.5]), complete: true });
      const { embeddings } = await google().models.embedContent({ model: 'gemini-embedding-001', contents });
      expect(embeddings?.map(({ values }) => values)).toEqual(contents.map((_, index) => [index, 0.5]));
    }
    expect(asked[0]!.turns[0]!.blocks).toMatchObject([
      { kind: 'text', text: 'one' },
      { kind: 'text', text: 'two' },
    ]);
  });
});

describe('ai', () => {
  const models = (): readonly ReturnType<ReturnType<typeof createOpenAI>['chat']>[] => {
    const provider = createOpenAI({ baseURL: `${base}/openai/v1`, apiKey: 'none' });
    return [provider.chat('m'), provider.responses('m')];
  };
  const tools: ToolSet = { weather: tool({ inputSchema: jsonSchema<{ city: string }>(schema) }) };
  const expected = calls.map(({ id, name, arguments: input }) => ({ toolCallId: id, toolName: name, input }));

  test('plain and streamed', async () => {
    for (const model of models()) {
      const plain = await generateText({ model, prompt: 'Weather?', tools, maxRetries: 0 });
      expect(plain.text).toBe(text);
      expect(plain.toolCalls).toMatchObject(expected);
      expect(plain.finishReason).toBe('tool-calls');
      const streamed = streamText({ model, prompt: 'Weather?', tools, maxRetries: 0 });
      expect(await streamed.text).toBe(text);
      expect(await streamed.toolCalls).toMatchObject(expected);
      expect(await streamed.finishReason).toBe('tool-calls');
      expect((await streamed.usage).inputTokens).toBe(11);
    }
  });

  test('errors say how long to wait', async () => {
    failWith(rateLimited);
    for (const model of models()) {
      await expect(generateText({ model, prompt: 'x', maxRetries: 0 })).rejects.toMatchObject({
        statusCode: 429,
        responseHeaders: { 'retry-after': '3' },
      });
    }
  });
});
