import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RehearsalFailure, SourcePlace } from '../../src/domain/failure.ts';
import { loadScenarios, readSchedule } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: a schedule that cannot be meant is refused when the scenario is planned, with the line and column, and with what there is instead; one that can be
// meant is not. Method: scenario files and files of schedules, read as `rehearsal run` reads them.

const head = 'scenario: s\nagent: { command: [node, agent.mjs] }\n';

/** What reading the file throws, and the place in it that `«` marks; undefined where it is read. */
function failureOf(marked: string): { failure: RehearsalFailure | undefined; place: SourcePlace } {
  const path = join(tempFolder(), 's.yaml');
  const before = marked.split('«')[0]!.split('\n');
  writeFileSync(path, marked.replace('«', ''));
  const place = { file: relative('.', path), line: before.length, column: before.at(-1)!.length + 1 };
  try {
    loadScenarios([path]);
    return { failure: undefined, place };
  } catch (error) {
    return { failure: error as RehearsalFailure, place };
  }
}

function inCase(faults: string): string {
  return `${head}cases:\n  - name: a\n    task: x\n    faults:\n${faults.replaceAll(/^(?=.)/gm, '      ')}`;
}

describe('what is refused, and where', () => {
  test.each([
    ['a fault that does not exist', '- { «fault: provider-eror, status: 500 }', 'UNKNOWN_FAULT', 'Did you mean `provider-error`?'],
    [
      'a setting that does not exist',
      '- { fault: provider-error, status: 500, «retryAfer: 1 }',
      'CONFIGURATION_INVALID',
      'Did you mean `retryAfter`?',
    ],
    ['a setting of a kind that has none', '- fault: empty-turn\n  «text: x', 'CONFIGURATION_INVALID', 'empty-turn has no settings'],
    ['a value that a setting does not take', '- fault: cut-in-stream\n  «inside: word', 'CONFIGURATION_INVALID', 'Settings of cut-in-stream'],
    [
      'a match that a call of a tool cannot show',
      '- { fault: tool-error, status: temporary_error, code: X, match: { «provider: openai } }',
      'CONFIGURATION_INVALID',
      'knows tool, content',
    ],
    [
      'a moment for a fault of requests',
      '- { fault: provider-error, status: 500, match: { «before: tool-called } }',
      'CONFIGURATION_INVALID',
      'knows provider, model, tool, content',
    ],
    ['a member of match that nothing has', '- { fault: empty-turn, match: { «host: x } }', 'SCENARIO_INVALID', 'Known members: provider, model'],
  ])('%s', (_, faults, code, hint) => {
    const { failure, place } = failureOf(inCase(`${faults}\n`));
    expect(failure).toMatchObject({ code, hint: expect.stringContaining(hint) as string, place });
    expect(failure?.exitCode).toBe(2);
  });

  test('what the file says for all cases is told where it stands', () => {
    const { failure, place } = failureOf(`${head}faults:\n  - { fault: empty-stream, «status: 1 }\ncases:\n  - { name: a, task: x }\n`);
    expect(failure).toMatchObject({ code: 'CONFIGURATION_INVALID', place });
  });
});

describe('faults that exclude each other', () => {
  const error = 'fault: provider-error, status: 500';
  const tool = 'fault: tool-error, status: temporary_error, code: X';

  test.each([
    ['two answers to the same request', `{ ${error}, occurrence: 2 }`, '{ fault: html-instead, occurrence: 2 }'],
    ['the first of several', `{ ${error} }`, '{ fault: broken-connection, occurrence: { first: 3 } }'],
    ['damage where every request is answered', '{ fault: empty-turn, match: { model: m } }', `{ ${error}, occurrence: every }`],
    ['damage of the request that is answered', '{ fault: slow-tokens, secondsEach: 1, occurrence: 2 }', `{ ${error}, occurrence: { first: 2 } }`],
    ['two that say something else', '{ fault: model-refusal }', '{ fault: empty-turn }'],
    ['two answers of a tool', `{ ${tool}, match: { tool: refund } }`, `{ ${tool}, match: { tool: refund }, occurrence: every }`],
    ['a result that is changed, of a tool that is not asked', `{ ${tool} }`, '{ fault: off-contract-result }'],
  ])('%s', (_, first, second) => {
    for (const [one, two] of [
      [first, second],
      [second, first],
    ]) {
      const { failure, place } = failureOf(inCase(`- ${one}\n- «${two}\n`));
      expect(failure).toMatchObject({ code: 'FAULTS_EXCLUDE_EACH_OTHER', place });
      expect(failure?.exitCode).toBe(2);
    }
  });

  test.each([
    ['other occurrences', `{ ${error}, occurrence: 1 }`, `{ ${error}, occurrence: 2 }`],
    ['other matches', `{ ${error}, match: { model: a } }`, `{ ${error}, match: { model: b } }`],
    ['damage that has more turns than the answer', `{ ${error} }`, '{ fault: empty-turn, occurrence: { first: 2 } }'],
    ['damage of every answer but two', `{ ${error}, occurrence: { first: 2 } }`, '{ fault: empty-turn, occurrence: every }'],
    ['damage that counts other requests', `{ ${error} }`, '{ fault: empty-turn, match: { model: m } }'],
    ['damage upon damage', '{ fault: slow-tokens, secondsEach: 1 }', '{ fault: stream-ends-early, withoutLastEvents: 1 }'],
    ['a tool and a model', `{ ${tool} }`, `{ ${error} }`],
    ['a slow tool that fails', '{ fault: slow-tool, seconds: 1 }', `{ ${tool} }`],
  ])('%s do not', (_, first, second) => {
    for (const [one, two] of [
      [first, second],
      [second, first],
    ])
      expect(failureOf(inCase(`- ${one}\n- ${two}\n`)).failure).toBeUndefined();
  });
});

describe('a schedule in a file of its own', () => {
  function read(text: string): ReturnType<typeof readSchedule> {
    const path = join(tempFolder(), 'faults.yaml');
    writeFileSync(path, text);
    return readSchedule(path);
  }
  const expected = [{ fault: 'provider-error', match: {}, occurrence: 2, settings: { status: 500 } }];

  test.each([
    ['a list', '- { fault: provider-error, status: 500, occurrence: 2 }\n'],
    ['JSON', '[{"fault":"provider-error","status":500,"occurrence":2}]'],
    ['under `faults`', 'faults:\n  - { fault: provider-error, status: 500, occurrence: 2 }\n'],
    ['a scenario of one case', inCase('- { fault: provider-error, status: 500, occurrence: 2 }\n')],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ['nothing', '', 'CONFIGURATION_INVALID', 1],
    ['an empty list', '[]\n', 'CONFIGURATION_INVALID', 1],
    ['no YAML', '- {\n', 'CONFIGURATION_INVALID', 2],
    ['something else', 'scenario: s\n', 'CONFIGURATION_INVALID', 1],
    ['an entry without a kind', '- { status: 500 }\n', 'CONFIGURATION_INVALID', 1],
    ['an unknown fault', '- { fault: empty-turn }\n- { fault: x }\n', 'UNKNOWN_FAULT', 2],
    ['two that exclude each other', '- { fault: empty-turn }\n- { fault: model-refusal }\n', 'FAULTS_EXCLUDE_EACH_OTHER', 2],
  ])('%s is refused, with its line', (_, text, code, line) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code, place: expect.objectContaining({ line }) as object }));
  });
});
