import type { JsonObject } from './json.ts';
import { momentKinds } from './world.ts';

/** JSON Schema of a schedule: a list of planned faults, in a scenario or in a file of its own. The settings are checked by their kinds. */
export const faultsSchema: JsonObject = {
  type: 'array',
  items: {
    type: 'object',
    required: ['fault'],
    properties: {
      fault: { type: 'string', description: 'Kind of fault, e.g. provider-error or stream-ends-early.' },
      match: {
        type: 'object',
        additionalProperties: false,
        properties: {
          provider: { type: 'string' },
          model: { type: 'string' },
          tool: { type: 'string' },
          content: { type: 'string' },
          before: { enum: momentKinds, description: 'Faults of processes and of time: the kind of event that is about to happen, and has not yet.' },
          after: { enum: momentKinds, description: 'The same, when it has just happened.' },
          report: { type: 'string', description: 'Type of the report, where the moment is agent-reported.' },
        },
      },
      occurrence: {
        description: 'A number (the nth matching request), { first: n }, or `every`. Default 1.',
        anyOf: [
          { type: 'integer', minimum: 1 },
          { const: 'every' },
          { type: 'object', additionalProperties: false, required: ['first'], properties: { first: { type: 'integer', minimum: 1 } } },
        ],
      },
    },
    description: 'One planned fault: `fault`, `match`, `occurrence`, and the settings of its kind.',
  },
};
