import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { campaignSchema } from './campaign-schema.ts';
import type { JsonObject } from './json.ts';
import { caseOutcomes, type PackedReport } from './report.ts';
import { outcomes } from './verdict.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const amount = { type: 'number', minimum: 0 } as const;

/** Members that are not named here may be there: a later version may say more under the same format. */
function object(required: JsonObject, optional: JsonObject = {}): JsonObject {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

/** Several members of one kind. */
function each(names: string, schema: JsonObject): JsonObject {
  return Object.fromEntries(names.split(' ').map((name) => [name, schema]));
}

const list = (items: JsonObject): JsonObject => ({ type: 'array', items });
const place = object({ file: text }, { line: { type: 'integer', minimum: 1 }, column: { type: 'integer', minimum: 1 } });

const verdict = object(
  { claim: text, outcome: { enum: outcomes.filter((outcome) => outcome !== 'not-applicable') }, text, evidence: list(count) },
  { expected: {}, actual: {}, place },
);

const conversationRow = object({
  who: { enum: ['system', 'developer', 'user', 'assistant', 'tool', 'note'] },
  title: text,
  text,
  event: count,
  conversation: { type: 'integer', minimum: 1 },
});

const timelineRow = object({ seq: count, atMs: { type: 'number' }, kind: text, text, tone: { enum: ['plain', 'good', 'bad', 'fault'] } });

const changeRow = object({ path: text }, { before: text, after: text });

const world = object({
  effects: list(
    object({ effect: count, event: count, text, by: { enum: ['agent', 'person'] }, changes: list(changeRow) }, { undoes: count, undoneBy: count }),
  ),
  changes: list(changeRow),
});

const caseReport = object(
  {
    ...each('id scenario name sentence task repeat', text),
    place,
    outcome: { enum: caseOutcomes },
    verdicts: list(verdict),
    notApplicable: list(text),
    conversation: list(conversationRow),
    timeline: list(timelineRow),
    notes: list(text),
    durationMs: amount,
    ...each('modelCalls inputTokens outputTokens', count),
  },
  { answer: text, expectation: {}, miss: text, looseMatches: text, usd: amount, campaign: campaignSchema, world, silence: count },
);

const counts = object(each('expected seen pass fail invalid unknown diverged notRun expectedFailure unobservedClaims', count));

/** What `report.json` may say that it is; one without silences is of the first. */
export const reportFormats: readonly string[] = ['rehearsal/report/2', 'rehearsal/report/3'];

/** JSON Schema of `report.json`. */
export const reportSchema: JsonObject = {
  title: 'A finished run of Rehearsal',
  ...object(
    {
      format: { enum: reportFormats },
      ...each('rehearsalVersion command sentence', text),
      seed: { type: 'number' },
      exitCode: { enum: [0, 1, 3] },
      counts,
      claims: list(text),
      durationMs: amount,
      cases: list(caseReport),
    },
    {
      silences: list(object({ unobserved: list(verdict), notApplicable: list(text) })),
      shard: object({ index: { type: 'integer', minimum: 1 }, total: { type: 'integer', minimum: 1 } }),
    },
  ),
};

let validate: ValidateFunction<PackedReport> | undefined;

/** What keeps a value from being a report, each as one sentence with its place; empty where it is one. */
export function reportProblems(value: unknown): readonly string[] {
  // Only `report merge` reads reports; every other command is spared the time to load ajv.
  if (validate === undefined) {
    const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js');
    validate = new Ajv2020({ strict: true }).compile<PackedReport>(reportSchema);
  }
  return validate(value) ? [] : (validate.errors ?? []).map(sentenceOf);
}

function sentenceOf(error: ErrorObject): string {
  const allowed = (error.params as { allowedValues?: readonly unknown[] }).allowedValues;
  return `${error.instancePath === '' ? 'The report' : error.instancePath} ${error.message ?? 'is wrong'}${allowed === undefined ? '' : `: ${allowed.join(', ')}`}`;
}
