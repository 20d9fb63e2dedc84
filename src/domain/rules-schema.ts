import type { JsonObject } from './json.ts';

const condition: JsonObject = {
  type: 'object',
  description: 'Field: a value, a list of values, or a comparison as text (">500000", "<=10", "not_critical").',
};

/** Members of a rule table, inline or as a file. What a rule says besides `condition` is what follows from it. */
export const rulesMembers: JsonObject = {
  $schema: { type: 'string' },
  domain: { type: 'string', minLength: 1 },
  version: { type: ['string', 'number'] },
  fields: { type: 'object', additionalProperties: { type: 'object' }, description: 'JSON Schema of each field that tasks have.' },
  routing_rules: {
    type: 'array',
    items: {
      type: 'object',
      required: ['condition'],
      properties: { condition },
      description: '`condition`, and what follows: route_to, sla_hours, …',
    },
  },
  implicit_rules: {
    type: 'array',
    items: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string' },
        description: { type: 'string' },
        extracted_from: { type: 'string' },
        confidence: { type: 'number', minimum: 0, maximum: 1 },
        condition,
      },
    },
  },
  otherwise: { type: 'object', description: 'What follows where no rule says anything, member by member.' },
};

/** JSON Schema (2020-12) of a file of rules (S0.2). */
export const rulesSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rehearsal.invalid/schema/rules.json',
  title: 'Rehearsal rules',
  type: 'object',
  additionalProperties: false,
  required: ['domain', 'version', 'routing_rules'],
  properties: rulesMembers,
};
