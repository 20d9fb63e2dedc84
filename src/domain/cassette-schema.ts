import type { JsonObject } from './json.ts';
import { redactionPatternsSchema } from './redaction-schema.ts';

const block = {
  description: 'A text, or one of { text }, { call, id, arguments }, { result, id }, { reasoning }, { refusal }, { other }.',
  anyOf: [{ type: 'string' }, { type: 'object', minProperties: 1 }],
};
const blocks = { anyOf: [{ type: 'string' }, { type: 'array', items: block }, { type: 'object', minProperties: 1 }] };

const exchange = {
  type: 'object',
  additionalProperties: false,
  required: ['to', 'answer'],
  properties: {
    id: { type: 'integer', minimum: 1, description: 'Counts from 1.' },
    branch: { type: 'string', minLength: 1, description: 'Recorded under the faults of this branch; `main` if absent.' },
    by: { const: 'hand', description: '`hand` where this exchange was written and has no wire.' },
    to: { type: 'string', pattern: '^[A-Z]+ /\\S*$', description: 'Method and URL below the base, e.g. `POST /openai/v1/chat/completions`.' },
    dialect: { type: 'string', description: 'Name of the dialect, e.g. `openai-chat`; absent for plain HTTP.' },
    continues: { type: 'integer', minimum: 1, description: 'The turns begin with all turns of that exchange and its answer.' },
    repeats: {
      type: 'object',
      additionalProperties: false,
      required: ['exchange', 'turns'],
      properties: { exchange: { type: 'integer', minimum: 1 }, turns: { type: 'integer', minimum: 1 } },
    },
    operation: { enum: ['chat', 'embed'] },
    model: { type: 'string' },
    stream: { type: 'boolean' },
    parameters: { type: 'object', description: 'Every other member of the request body.' },
    system: blocks,
    tools: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: { type: 'string' }, description: { type: 'string' }, schema: {}, extra: { type: 'object' } },
      },
    },
    turns: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: { system: blocks, developer: blocks, user: blocks, assistant: blocks, tool: blocks, extra: { type: 'object' } },
      },
    },
    body: { description: 'Plain HTTP: the request body as JSON or text.' },
    answer: {
      type: 'object',
      additionalProperties: false,
      properties: {
        status: { type: 'integer', minimum: 100, maximum: 599 },
        says: blocks,
        finish: { enum: ['stop', 'length', 'tool-calls', 'refusal', 'content-filter', 'error', 'other'] },
        complete: { type: 'boolean' },
        error: {
          type: 'object',
          additionalProperties: false,
          required: ['message'],
          properties: {
            type: { type: 'string' },
            code: { type: 'string' },
            message: { type: 'string' },
            retryAfterSeconds: { type: 'number', minimum: 0 },
          },
        },
        malformed: { type: 'string' },
        vectors: {},
        usage: {
          type: 'object',
          additionalProperties: false,
          properties: {
            inputTokens: { type: 'integer', minimum: 0 },
            outputTokens: { type: 'integer', minimum: 0 },
            cachedInputTokens: { type: 'integer', minimum: 0 },
            reasoningTokens: { type: 'integer', minimum: 0 },
          },
        },
        contentType: { type: 'string' },
        body: { description: 'Plain HTTP: the answer as JSON or text.' },
        ending: { enum: ['aborted', 'error'] },
      },
    },
  },
};

/** JSON Schema (2020-12) of the readable part of a cassette. */
export const cassetteSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rehearsal.invalid/schema/cassette.json',
  title: 'Rehearsal cassette',
  type: 'object',
  additionalProperties: false,
  required: ['rehearsal', 'exchanges'],
  properties: {
    rehearsal: { type: 'string', pattern: '^cassette/[0-9]+$', description: 'Format and version: `cassette/1`.' },
    source: { type: 'string', description: 'Who answered when it was recorded, or `written by hand`.' },
    command: { type: 'array', items: { type: 'string' }, description: 'The command that was recorded.' },
    answer: { type: 'string', description: 'What the agent answered in the end.' },
    redacted: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 }, description: 'Distinct secrets replaced, by detector.' },
    matching: {
      type: 'object',
      additionalProperties: false,
      properties: {
        matcher: { type: 'string', minLength: 1, description: '`exact`, or a looser one, such as `conversation`.' },
        volatileFields: { type: 'array', items: { type: 'string', minLength: 1 } },
        volatilePatterns: { type: 'array', items: { type: 'string', minLength: 1 } },
      },
    },
    redaction: {
      type: 'object',
      additionalProperties: false,
      properties: {
        patterns: redactionPatternsSchema,
        disabled: { type: 'array', items: { type: 'string' } },
      },
    },
    branches: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'faults'],
        properties: { name: { type: 'string', minLength: 1 }, faults: { type: 'array', items: { type: 'object' } } },
      },
    },
    wire: { type: 'string', description: 'The file beside this one that holds the wire; absent where all was written by hand.' },
    exchanges: { type: 'array', items: exchange },
  },
};
