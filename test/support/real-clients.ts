import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { jsonSchema, streamText, tool, type ToolSet } from 'ai';
import OpenAI from 'openai';

/** What the code that calls a client has in the end. */
export interface ClientSaw {
  readonly text: string;
  /** Names of the tools that it was asked to call. */
  readonly calls: readonly string[];
  /** Why the answer ended, in the client's own word; `none` where it says nothing. */
  readonly finish: string;
  /** The error that it threw, or that its stream told; absent where it ended in good order. */
  readonly error?: string;
}

export const streamingClients = [
  'openai, chat, raw stream',
  'openai, chat, .stream()',
  'openai, responses, raw stream',
  'anthropic, .stream()',
  'google, stream',
  'ai, streamText',
] as const;
export const wholeClients = ['openai, chat', 'openai, responses', 'anthropic', 'google'] as const;
export type ClientName = (typeof streamingClients)[number] | (typeof wholeClients)[number];

const schema = { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] } as const;
const messages = [{ role: 'user' as const, content: 'Refund order 4711' }];
const chatTools = [{ type: 'function' as const, function: { name: 'refund', parameters: schema } }];
const aiTools: ToolSet = { refund: tool({ inputSchema: jsonSchema(schema) }) };
// How they try again is seen on virtual time.
const openai = (origin: string): OpenAI => new OpenAI({ baseURL: `${origin}/openai/v1`, apiKey: 'none', maxRetries: 0 });
const anthropic = (origin: string): Anthropic => new Anthropic({ baseURL: `${origin}/anthropic`, apiKey: 'none', maxRetries: 0 });

/** The official clients, each as a program of a few lines uses it. Half of what was heard is there when an error comes. */
export const realClients: Readonly<Record<ClientName, (origin: string) => Promise<ClientSaw>>> = {
  'openai, chat, raw stream': (origin) =>
    during(async (saw) => {
      for await (const { choices } of await openai(origin).chat.completions.create({ model: 'm', messages, tools: chatTools, stream: true })) {
        const [choice] = choices;
        saw.text += choice?.delta.content ?? '';
        for (const call of choice?.delta.tool_calls ?? []) if (call.function?.name !== undefined) saw.calls.push(call.function.name);
        saw.finish = choice?.finish_reason ?? saw.finish;
      }
    }),
  'openai, chat, .stream()': (origin) =>
    during(async (saw) => {
      const stream = openai(origin).chat.completions.stream({ model: 'm', messages, tools: chatTools });
      const { choices } = await stream.finalChatCompletion();
      saw.text = choices[0]?.message.content ?? '';
      saw.calls = (choices[0]?.message.tool_calls ?? []).map((call) => (call.type === 'function' ? call.function.name : call.type));
      saw.finish = choices[0]?.finish_reason ?? 'none';
    }),
  'openai, chat': (origin) =>
    during(async (saw) => {
      const { choices } = await openai(origin).chat.completions.create({ model: 'm', messages, tools: chatTools });
      saw.text = choices[0]?.message.content ?? '';
      saw.calls = (choices[0]?.message.tool_calls ?? []).map((call) => (call.type === 'function' ? call.function.name : call.type));
      saw.finish = choices[0]?.finish_reason ?? 'none';
    }),
  'openai, responses, raw stream': (origin) =>
    during(async (saw) => {
      for await (const event of await openai(origin).responses.create({ model: 'm', input: 'Refund order 4711', stream: true })) {
        if (event.type === 'response.output_text.delta') saw.text += event.delta;
        if (event.type === 'response.output_item.done' && event.item.type === 'function_call') saw.calls.push(event.item.name);
        if (event.type === 'response.completed' || event.type === 'response.incomplete') saw.finish = event.response.status ?? 'none';
      }
    }),
  'openai, responses': (origin) =>
    during(async (saw) => {
      const response = await openai(origin).responses.create({ model: 'm', input: 'Refund order 4711' });
      saw.text = response.output_text;
      saw.finish = response.status ?? 'none';
    }),
  'anthropic, .stream()': (origin) =>
    during(async (saw) => {
      const stream = anthropic(origin).messages.stream({
        model: 'm',
        max_tokens: 100,
        messages,
        tools: [{ name: 'refund', input_schema: { ...schema, required: ['order'] } }],
      });
      stream.on('text', (delta) => (saw.text += delta));
      const { content, stop_reason } = await stream.finalMessage();
      saw.calls = content.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []));
      saw.finish = stop_reason ?? 'none';
    }),
  anthropic: (origin) =>
    during(async (saw) => {
      const { content, stop_reason } = await anthropic(origin).messages.create({ model: 'm', max_tokens: 100, messages });
      saw.text = content.map((block) => (block.type === 'text' ? block.text : '')).join('');
      saw.finish = stop_reason ?? 'none';
    }),
  'google, stream': (origin) =>
    during(async (saw) => {
      const google = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: `${origin}/gemini` } });
      const config = { tools: [{ functionDeclarations: [{ name: 'refund', parametersJsonSchema: schema }] }] };
      for await (const chunk of await google.models.generateContentStream({ model: 'm', contents: 'Refund order 4711', config })) {
        for (const part of chunk.candidates?.[0]?.content?.parts ?? []) saw.text += part.text ?? '';
        saw.calls.push(...(chunk.functionCalls ?? []).map(({ name }) => name ?? ''));
        saw.finish = chunk.candidates?.[0]?.finishReason ?? saw.finish;
      }
    }),
  google: (origin) =>
    during(async (saw) => {
      const google = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: `${origin}/gemini` } });
      const response = await google.models.generateContent({ model: 'm', contents: 'Refund order 4711' });
      saw.text = (response.candidates?.[0]?.content?.parts ?? []).map(({ text }) => text ?? '').join('');
      saw.finish = response.candidates?.[0]?.finishReason ?? 'none';
    }),
  'ai, streamText': (origin) =>
    during(async (saw) => {
      const model = createOpenAI({ baseURL: `${origin}/openai/v1`, apiKey: 'none' }).chat('m');
      // Whoever reads the text alone is not told of an error; without this it would be printed.
      const result = streamText({ model, prompt: 'Refund order 4711', tools: aiTools, maxRetries: 0, onError: () => undefined });
      for await (const delta of result.textStream) saw.text += delta;
      saw.calls = (await result.toolCalls).map(({ toolName }) => toolName);
      saw.finish = await result.finishReason;
    }),
};

interface Seen {
  text: string;
  calls: string[];
  finish: string;
}

async function during(use: (saw: Seen) => Promise<void>): Promise<ClientSaw> {
  const saw: Seen = { text: '', calls: [], finish: 'none' };
  try {
    await use(saw);
    return saw;
  } catch (error) {
    return { ...saw, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
