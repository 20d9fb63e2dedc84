/** Goal: `rehearsal checks` lists every claim with what the last run says of it. Method: the command in a project of two cases, one of them a specimen. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks, setChecks } from '../../src/check/index.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Listed {
  readonly claim: string;
  readonly from: string;
  readonly specimens: readonly string[];
  readonly exercised: number;
  readonly outcome: string;
}

function project(twin = '{ name: twin, task: hello, expect: { answer: no }, expectFailure: { claim: answer-is-as-expected } }'): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'scenarios'));
  writeFileSync(
    join(folder, 'scenarios/s.yaml'),
    `scenario: s\nagent: { command: echo }\ncases:\n  - { name: sound, task: hello, expect: { answer: hello } }\n  - ${twin}\n`,
  );
  return folder;
}

async function listed(folder: string, words: readonly string[], code = 0): Promise<{ readonly all: readonly Listed[]; readonly stderr: string }> {
  const ended = await rehearsal(['checks', ...words, '--json'], { folder });
  expect(ended.code, ended.stderr).toBe(code);
  const document = JSON.parse(ended.stdout) as { readonly checks: readonly Listed[] };
  expect(Object.keys(document)).toEqual(['checks']);
  for (const one of document.checks) expect(Object.keys(one)).toEqual(['claim', 'from', 'specimens', 'exercised', 'outcome']);
  expect(document.checks.map(({ claim }) => claim)).toEqual([...checks, ...setChecks].map(({ claim }) => claim));
  return { all: document.checks, stderr: ended.stderr };
}

const expected = { claim: 'answer-is-as-expected', from: 'S1.7', specimens: ['scenarios/s.yaml#twin'], exercised: 2, outcome: 'pass' };
const claim = (all: readonly Listed[], name = 'answer-is-as-expected'): Listed | undefined => all.find((one) => one.claim === name);

test('without a report it runs the scenarios, keeps the report, and reads it the next time', async () => {
  const folder = project();
  const first = await listed(folder, []);
  expect(first.stderr).toContain('Running 2 cases');
  expect(claim(first.all)).toEqual(expected);
  expect(claim(first.all, 'trace-is-whole')).toMatchObject({ specimens: [], exercised: 0 });
  expect(existsSync(join(folder, 'reports/report.json'))).toBe(true);
  const second = await listed(folder, []);
  expect(second.stderr).toContain('From reports/report.json');
  expect(second.all).toEqual(first.all);
});

test('--no-run lists what is declared, and says that nothing was exercised', async () => {
  const { all, stderr } = await listed(project(), ['--no-run']);
  expect(claim(all)).toEqual({ ...expected, exercised: 0, outcome: 'unobserved' });
  expect(stderr).toContain('Nothing was run yet');
});

test('a claim that failed where nobody declared it is a failure, and the exit code says so', async () => {
  const folder = project('{ name: broken, task: hello, expect: { answer: no } }');
  const { all } = await listed(folder, ['scenarios/s.yaml'], 1);
  expect(claim(all)).toEqual({ ...expected, specimens: [], outcome: 'fail' });
  // The last run is what is read, also by the exit code.
  await listed(folder, [], 1);
});

test('for people it is a list; files that do not exist and torn reports are errors', async () => {
  const folder = project();
  const { stdout, code } = await rehearsal(['checks', '--run'], { folder });
  expect(code).toBe(0);
  expect(stdout).toContain('✔ answer-is-as-expected  S1.7  passed, exercised in 2 cases');
  expect(stdout).toContain('broken by scenarios/s.yaml#twin');
  expect((await rehearsal(['checks', 'nowhere.yaml'], { folder })).code).toBe(2);
  writeFileSync(join(folder, 'reports/report.json'), '{');
  const torn = await rehearsal(['checks', '--json'], { folder });
  expect(torn.code).toBe(2);
  expect(JSON.parse(torn.stdout)).toMatchObject({ error: { code: 'REPORT_INVALID' } });
});
