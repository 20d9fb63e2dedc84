import type { JsonObject } from './json.ts';

const column = { type: 'string', minLength: 1, description: 'Name of a column; for JSON lines a path such as agent.decision.' };

/** JSON Schema (2020-12) of the mapping of a file of decisions. */
export const decisionMappingSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rehearsal.invalid/schema/shadow-mapping.json',
  title: 'Rehearsal mapping of a file of decisions',
  ...members('Which column is what; see docs/SHADOW.md.', ['mapping', 'case'], {
    $schema: { type: 'string' },
    mapping: { const: 1, description: 'Version of this format: 1.' },
    csv: members('How the file is written.', ['delimiter'], {
      delimiter: {
        type: 'string',
        minLength: 1,
        maxLength: 1,
        description: 'What stands between two cells; found in the first line where it is not said.',
      },
    }),
    case: members('The case itself.', ['id'], {
      id: { oneOf: [column, { type: 'array', minItems: 1, items: column }], description: 'The column, or the columns, that name a case.' },
      amount: cell('Money at risk.'),
      couldBeCritical: cell('Could a wrong decision here have been critical: yes or no?'),
      segments: {
        type: 'object',
        additionalProperties: cell('The segment, by its name.'),
        description: 'Parts of the work that are judged each by itself.',
      },
      fields: { type: 'array', uniqueItems: true, items: column, description: 'Columns that describe the case; watched for drift.' },
    }),
    labels: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'array', minItems: 1, items: { type: 'string' } },
      description:
        "A decision and the words that mean it. Another word of the agent's is no decision, and an error; another word of a person's is refused.",
    },
    time: members('How dates are to be read.', [], {
      zone: { type: 'string', minLength: 1, description: 'IANA time zone, such as Europe/Berlin, of dates that carry no offset.' },
      format: {
        enum: ['iso', 'epoch-seconds', 'epoch-milliseconds', 'day/month/year', 'month/day/year', 'day.month.year'],
        default: 'iso',
        description: 'How dates are written.',
      },
    }),
    agents: {
      type: 'object',
      additionalProperties: members('What an agent, or a cheap baseline, decided.', ['decision'], {
        decision: column,
        decidedAt: cell('When it decided.'),
        confidence: cell('0 to 1.'),
        risk: cell('A risk score, as the agent gives it.'),
        costUsd: cell('What the decision cost.'),
        trace: cell('Path or URL of its trace.'),
        fingerprint: cell('Hash or version of prompt, model, tools and contracts.'),
      }),
      description: 'Agents and baselines by name; the one under judgement is named agent.',
    },
    people: {
      type: 'array',
      items: members('What a person decided.', ['person', 'decision'], {
        person: cell('Who decided.'),
        decision: column,
        decidedAt: cell('When the person decided.'),
        blind: cell("Had the person not seen the agent's decision: yes or no?"),
      }),
    },
    truth: members('What was right after all.', ['decision'], { decision: column, decidedAt: cell('When that was known.') }),
  }),
};

function members(description: string, required: readonly string[], properties: JsonObject): JsonObject {
  return { type: 'object', description, additionalProperties: false, ...(required.length === 0 ? {} : { required }), properties };
}

function cell(description: string): JsonObject {
  return {
    description: `${description} The name of a column, or { value: … } for all rows.`,
    oneOf: [
      { type: 'string', minLength: 1 },
      { type: 'object', additionalProperties: false, required: ['value'], properties: { value: { type: ['string', 'number', 'boolean'] } } },
    ],
  };
}
