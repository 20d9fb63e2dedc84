import type { JsonObject } from './json.ts';

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
    tool: { type: 'string', minLength: 1, description: 'Name of the tool, as the model is offered it.' },
    description: { type: 'string' },
    input: { type: 'object', description: 'JSON Schema of the arguments.' },
    output: { type: 'object', description: 'JSON Schema of the result; leave it out where nothing is promised.' },
  },
};
