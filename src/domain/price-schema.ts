import type { JsonObject } from './json.ts';

const amount = { type: 'number', minimum: 0 };

/** JSON Schema (2020-12) of a price file. */
export const priceSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rehearsal.invalid/schema/prices.json',
  title: 'Rehearsal prices',
  type: 'object',
  additionalProperties: false,
  required: ['asOf', 'models'],
  properties: {
    $schema: { type: 'string' },
    asOf: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'The day on which the prices were looked up.' },
    note: { type: 'string' },
    models: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['model', 'inputUsdPerMillion', 'outputUsdPerMillion'],
        properties: {
          model: { type: 'string', minLength: 1, description: 'Name of the model; a final * stands for any ending.' },
          inputUsdPerMillion: amount,
          outputUsdPerMillion: amount,
          cachedInputUsdPerMillion: amount,
        },
      },
    },
  },
};
