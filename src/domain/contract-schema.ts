import type { JsonObject } from './json.ts';

const names: JsonObject = { type: 'array', uniqueItems: true, items: { type: 'string', minLength: 1 } };
const template = (description: string): JsonObject => ({ type: 'string', minLength: 1, description });

/** JSON Schema (2020-12) of a tool contract file. */
export const contractSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rehearsal.invalid/schema/contract.json',
  title: 'Rehearsal tool contract',
  type: 'object',
  additionalProperties: false,
  required: ['tool', 'input'],
  properties: {
    $schema: { type: 'string' },
    tool: { type: 'string', pattern: '^[^@\\s/]+$', description: 'Name of the tool, as the model is offered it.' },
    description: { type: 'string' },
    input: { type: 'object', description: 'JSON Schema of the arguments.' },
    output: { type: 'object', description: 'JSON Schema of the result; leave it out where nothing is promised.' },
    version: { type: 'string', pattern: '^[\\w.-]+$', description: 'Versions stand side by side, one file each: v1, v2.' },
    lifecycle: { enum: ['active', 'deprecated', 'removed'], description: 'Calls of deprecated versions are listed, calls of removed ones fail.' },
    effect: { enum: ['read', 'write'], description: 'Whether a call changes anything outside.' },
    dangerous: { type: 'boolean', description: 'It waits for an approval of the same arguments.' },
    intent: template('What a call is to bring about, e.g. refund:{order_id}. At most one effect per intent.'),
    entity: template('What a call is about, e.g. order:{order_id}.'),
    key: { type: 'string', minLength: 1, description: 'The argument that holds the idempotency key.' },
    volatile: { ...names, description: 'Arguments that do not make another operation of it.' },
    rateLimit: {
      type: 'object',
      additionalProperties: false,
      required: ['calls', 'seconds'],
      properties: { calls: { type: 'integer', minimum: 1 }, seconds: { type: 'number', exclusiveMinimum: 0 } },
    },
    usd: { type: 'number', minimum: 0, description: 'Cost of one call.' },
    secondsMax: { type: 'number', exclusiveMinimum: 0, description: 'The longest that a call may take.' },
    idempotent: { type: 'boolean' },
    compensation: {
      type: 'object',
      additionalProperties: false,
      required: ['tool', 'arguments'],
      properties: { tool: { type: 'string' }, arguments: { type: 'object' } },
      description: 'The call that takes an effect back; {member} and {result.member} stand for values of the call itself.',
    },
    errors: { ...names, description: 'Error codes that its results may carry.' },
    creates: {
      type: 'object',
      additionalProperties: false,
      required: ['nameArguments'],
      properties: { nameArguments: names },
      description: 'It makes an artefact; nameArguments merely name it.',
    },
    message: {
      type: 'object',
      additionalProperties: false,
      required: ['to', 'text'],
      properties: { to: { type: 'string' }, text: { type: 'string' } },
      description: 'It sends a message: the arguments that hold recipient and text.',
    },
    long: { type: 'boolean', description: 'A checkpoint must come before it.' },
    polling: { type: 'boolean', description: 'Asking it again and again is how it is used.' },
    equivalents: { ...names, description: 'Tools that do the same at another cost.' },
    touches: {
      type: 'object',
      additionalProperties: false,
      properties: { paths: names, hosts: names, commands: names, bytes: names },
      description: 'Arguments that name files, hosts or URLs, shell commands, and sizes in bytes.',
    },
  },
};
