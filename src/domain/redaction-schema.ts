import type { JsonObject } from './json.ts';

/** Patterns of a user's own secrets, as scenarios and cassettes declare them. */
export const redactionPatternsSchema: JsonObject = {
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'pattern'],
    properties: { name: { type: 'string' }, pattern: { type: 'string' } },
  },
};
