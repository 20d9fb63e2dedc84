/**
 * Goal: recorded cases become decisions of the agent beside those of people; a case whose replay proves nothing becomes neither a success nor an error, and is
 * told. Method: the real command over a bundled scenario and its cassettes, and over one whose cassette is not there.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/domain/decision.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

const root = resolve(import.meta.dirname, '../..');

/** The house as it is, but for the folder that a test writes to. */
async function backtest(
  scenario: string,
  folder: string,
  ...words: readonly string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return rehearsal(['shadow', 'backtest', scenario, '--ledger', join(folder, 'l.db'), ...words], { folder: root, timeoutMs: 60_000 });
}

async function entriesOf(folder: string): Promise<readonly LedgerEntry[]> {
  const { stdout } = await rehearsal(['shadow', 'export', 'entries', '--ledger', join(folder, 'l.db')], { folder });
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerEntry);
}

test('answers of recorded cases meet the decisions of people, once however often they are played', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'people.csv'), 'case,who,said\nthe answer has its schema,ann,parcels\nfour messages at once,ann,something else\n');
  writeFileSync(
    join(folder, 'm.yaml'),
    'mapping: 1\ncase: { id: case }\nlabels: { parcel: [delivery, parcels], other: [something else] }\npeople: [{ person: who, decision: said, blind: { value: true } }]\n',
  );
  const words = [
    '--human',
    join(folder, 'people.csv'),
    '--mapping',
    join(folder, 'm.yaml'),
    '--decision',
    'category',
    '--confidence',
    'confidence',
    '--fingerprint',
    'f1',
  ];
  const first = await backtest('scenarios/triage.yaml', folder, ...words);
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toMatch(/2 of 2 recorded cases decided, 1 of them with an answer that no label fits/);
  const entries = await entriesOf(folder);
  const agents = entries.filter((entry) => entry.kind === 'agent');
  expect(agents.find(({ caseId }) => caseId === 'the answer has its schema')).toMatchObject({
    decision: 'parcel',
    confidence: 0.95,
    fingerprint: 'f1',
    trace: expect.stringContaining('npx rehearsal run scenarios/triage.yaml') as string,
  });
  // Four messages at once give four answers, which are no one decision.
  expect(agents.find(({ caseId }) => caseId === 'four messages at once')).not.toHaveProperty('decision');
  expect(entries.filter((entry) => entry.kind === 'human').map(({ decision }) => decision)).toEqual(['parcel', 'other']);
  expect((await backtest('scenarios/triage.yaml', folder, ...words)).code).toBe(0);
  expect(await entriesOf(folder)).toEqual(entries);
});

test('a case without its recording is no decision of the agent, and the exit code says so', async () => {
  const folder = tempFolder();
  cpSync(join(root, 'scenarios/triage-function'), join(folder, 'triage-function'), { recursive: true });
  writeFileSync(
    join(folder, 'lost.yaml'),
    readFileSync(join(root, 'scenarios/triage.yaml'), 'utf8')
      .replaceAll('the answer has its schema', 'never recorded')
      .replace(/^.*four messages[^]*?(?= {2}- name: never)/m, ''),
  );
  const { code, stdout } = await rehearsal(['shadow', 'backtest', 'lost.yaml', '--ledger', 'l.db', '--json'], { folder, timeoutMs: 60_000 });
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ cases: 1, decided: 0, silent: [{ id: expect.stringContaining('never recorded') as string }] });
  expect(await entriesOf(folder)).toEqual([]);
});

test('two cases of one name cannot be told apart, and a file of people needs its mapping', async () => {
  const folder = tempFolder();
  cpSync(join(root, 'scenarios/triage-function'), join(folder, 'triage-function'), { recursive: true });
  for (const name of ['a.yaml', 'b.yaml']) cpSync(join(root, 'scenarios/triage.yaml'), join(folder, name));
  const same = await rehearsal(['shadow', 'backtest', 'a.yaml', 'b.yaml', '--ledger', 'l.db'], { folder });
  expect([same.code, same.stderr]).toEqual([2, expect.stringContaining('Two cases are named "four messages at once"')]);
  expect((await rehearsal(['shadow', 'backtest', 'a.yaml', '--human', 'p.csv'], { folder })).code).toBe(2);
});
