import type { JsonObject } from './json.ts';

const kinds = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', minLength: 1 } };

/** `chaos:` of a scenario file. */
export const chaosSchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  description: 'What `rehearsal chaos` tries, and which weaknesses are known.',
  properties: {
    only: { ...kinds, description: 'Kinds of faults that are tried; all if absent.' },
    except: { ...kinds, description: 'Kinds of faults that are not tried.' },
    pairs: { type: 'integer', minimum: 0, description: 'How many pairs of faults are tried. Default 20.' },
    repeats: { type: 'integer', minimum: 1, maximum: 1000, description: 'How often each cell is tried, each time with the next seed. Default 1.' },
    weaknesses: {
      type: 'array',
      description: 'Claims that these faults refute, and why that is accepted. One that is never seen is noted; what is not declared fails.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['claim', 'faults', 'why'],
        properties: { claim: { type: 'string', minLength: 1 }, faults: kinds, why: { type: 'string', minLength: 1 } },
      },
    },
  },
};
