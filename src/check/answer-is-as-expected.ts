import { eventsOf } from '../domain/event.ts';
import { compileSchema } from '../domain/json-schema.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { AnswerExpectation } from '../domain/scenario.ts';
import { fail, other, pass, type Check } from './check.ts';

/** What the scenario says the answer must be, part by part; its schema is a claim of its own. */
export const answerIsAsExpected: Check = {
  claim: 'answer-is-as-expected',
  from: 'S1.7',
  rule: 'Every answer equals, contains, lacks, matches and partly equals what the case declares.',
  declaredAt: ['expect', 'answer'],
  check({ events, expect, tasks }) {
    const expectations = expect.answers.length === 1 ? tasks.map(() => expect.answers[0]!) : expect.answers;
    if (expectations.every((expectation) => partsOf(expectation).length === 0))
      return other('not-applicable', 'The case expects no particular answer.');
    const answers = eventsOf(events, 'answer');
    const broken: string[] = [];
    let parts = 0;
    for (const [index, expectation] of expectations.entries()) {
      const answer = answers.find((candidate) => candidate.index === index);
      parts += partsOf(expectation).length;
      if (answer === undefined) broken.push(`task ${index + 1} has no answer`);
      else broken.push(...failuresOf(expectation, answer.value).map((failure) => (tasks.length === 1 ? failure : `task ${index + 1}: ${failure}`)));
    }
    const evidence = answers.map(({ seq }) => seq);
    if (broken.length === 0) return pass(`${parts} of ${parts} expectations on the answer hold.`, evidence);
    const actual = answers.length === 1 ? answers[0]!.value : answers.map(({ value }) => value);
    return fail(`${capitalised(broken.join('; '))}.`, evidence, {
      expected: (tasks.length === 1 ? expectations[0]! : expectations) as unknown as Json,
      ...(answers.length === 0 ? {} : { actual }),
    });
  },
};

/** The output contract (S1.4). */
export const answerFitsItsSchema: Check = {
  claim: 'answer-fits-its-schema',
  from: 'S1.4 S3.6',
  rule: 'The answer, read as JSON, fits the JSON Schema that the case declares.',
  declaredAt: ['expect', 'answer', 'schema'],
  check({ events, expect, tasks }) {
    const declared = expect.answers.length === 1 ? tasks.map(() => expect.answers[0]!) : expect.answers;
    if (declared.every(({ schema }) => schema === undefined)) return other('not-applicable', 'The case declares no schema.');
    const answers = eventsOf(events, 'answer');
    const evidence = answers.map(({ seq }) => seq);
    const broken: string[] = [];
    for (const [index, { schema }] of declared.entries()) {
      if (schema === undefined) continue;
      const answer = answers.find((candidate) => candidate.index === index);
      if (answer === undefined) broken.push(`task ${index + 1} has no answer`);
      else broken.push(...schemaErrors(schema, asJson(answer.value)));
    }
    return broken.length === 0
      ? pass(`${answers.length} of ${answers.length} answers fit the schema.`, evidence)
      : fail(`${capitalised(broken.join('; '))}.`, evidence, {
          expected: declared[0]!.schema!,
          ...(answers.length === 0 ? {} : { actual: asJson(answers[0]!.value) ?? answers[0]!.value }),
        });
  },
};

function schemaErrors(schema: JsonObject, value: Json | undefined): readonly string[] {
  if (value === undefined) return ['the answer is no JSON'];
  return compileSchema(schema)(value).map(({ at, message }) => `${at || 'the answer'} ${message}`);
}

function partsOf(expectation: AnswerExpectation): readonly string[] {
  return [
    ...('equals' in expectation ? ['equals'] : []),
    ...(expectation.contains ?? []),
    ...(expectation.lacks ?? []),
    ...(expectation.matches === undefined ? [] : ['matches']),
    ...('partial' in expectation ? ['partial'] : []),
  ];
}

function failuresOf(expectation: AnswerExpectation, answer: Json): readonly string[] {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  const failures: string[] = [];
  if (expectation.equals !== undefined && !equals(expectation.equals, answer)) failures.push('the answer is not equal to what was expected');
  for (const part of expectation.contains ?? []) if (!text.includes(part)) failures.push(`the answer does not contain ${JSON.stringify(part)}`);
  for (const part of expectation.lacks ?? []) if (text.includes(part)) failures.push(`the answer contains ${JSON.stringify(part)}`);
  if (expectation.matches !== undefined && !new RegExp(expectation.matches, 'u').test(text))
    failures.push(`the answer does not match /${expectation.matches}/`);
  if (expectation.partial !== undefined && !hasAtLeast(asJson(answer), expectation.partial))
    failures.push('the answer lacks members that were expected');
  return failures;
}

/** A text equals a text; anything else is compared as JSON, whatever the order of its members. */
function equals(expected: Json, answer: Json): boolean {
  if (typeof expected === 'string') return typeof answer === 'string' ? answer.trim() === expected.trim() : false;
  const actual = asJson(answer);
  return actual !== undefined && canonicalJson(actual) === canonicalJson(expected);
}

/** Objects have at least the members; lists have the same length, each element at least what was expected of it. */
export function hasAtLeast(actual: Json | undefined, expected: Json): boolean {
  if (actual === undefined) return false;
  if (isJsonObject(expected)) return isJsonObject(actual) && Object.entries(expected).every(([name, member]) => hasAtLeast(actual[name], member));
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      (expected as readonly Json[]).every((element, index) => hasAtLeast((actual as readonly Json[])[index], element))
    );
  }
  return actual === expected;
}

function asJson(answer: Json): Json | undefined {
  if (typeof answer !== 'string') return answer;
  try {
    return JSON.parse(answer) as Json;
  } catch {
    return undefined;
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
