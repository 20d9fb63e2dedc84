// Goal: `rehearsal/vitest` makes each case a test of the user's own Vitest, red on the YAML line. Method: a real Vitest in a folder of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from './support/temp-folder.ts';

const modules = resolve(import.meta.dirname, '../node_modules');

const scenario = `
scenario: greetings
agent: { module: ../agent.mjs }
cases:
  - name: greets
    task: world
    expect: { answer: hello world }
  - name: greets wrongly
    task: moon
    expect:
      answer: hello sun
  - name: needs what is not here
    task: x
    agent: { command: nope, requires: [no-such-program] }
  - name: breaks as it was made to
    task: moon
    expect: { answer: hello sun }
    expectFailure: { claim: answer-is-as-expected }
`;

interface JsonReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

function vitest(test: string): JsonReport & { readonly status: number | null } {
  const folder = tempFolder();
  mkdirSync(join(folder, 'scenarios'));
  symlinkSync(modules, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'agent.mjs'), 'export default async (task) => `hello ${task}`;');
  writeFileSync(join(folder, 'scenarios', 's.yaml'), scenario);
  writeFileSync(join(folder, 's.test.ts'), `import { rehearse } from ${JSON.stringify(resolve(import.meta.dirname, '../src/vitest.ts'))};\n${test}`);
  const run = spawnSync(process.execPath, [join(modules, 'vitest', 'vitest.mjs'), 'run', '--reporter=json', '--outputFile=report.json'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
  return { ...(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as JsonReport), status: run.status };
}

it('turns cases into tests', () => {
  const report = vitest("rehearse('scenarios');");
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(results.map(({ title, status }) => [title, status])).toEqual([
    ['greets', 'passed'],
    ['greets wrongly', 'failed'],
    ['needs what is not here', 'skipped'],
    ['breaks as it was made to', 'passed'],
  ]);
  expect(results[1]!.failureMessages.join('\n')).toMatch(
    /answer-is-as-expected[^]*expected: [^]*hello sun[^]*actual: "hello moon"[^]*scenarios\/s\.yaml:11:7/,
  );
  expect(report.status).toBe(1);
});

it('is red where there is no scenario', () => {
  expect(vitest("rehearse('no-such-folder');")).toMatchObject({ status: 1, numPassedTests: 0 });
});
