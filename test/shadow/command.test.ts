/**
 * Goal: an owner who types what the tutorial says sees what it says, by words and by exit code. Method: the real command, as a process, on synthetic
 * histories that reach each verdict, and on public labels that nobody here wrote.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/shadow/gate.ts';
import type { Readiness } from '../../src/domain/readiness.ts';
import { sampleNames } from '../../src/shadow/sample/sample-decisions.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

const verdicts = {
  ready: 'READY',
  'ready-within-envelope': 'READY WITHIN ENVELOPE',
  'not-yet': 'NOT YET',
  blocked: 'BLOCKED',
  invalid: 'INVALID',
} as const;

async function shadow(folder: string, ...words: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return rehearsal(['shadow', ...words], { folder, timeoutMs: 60_000 });
}

// Each start of the command takes as long as what it does, so the numbers of a verdict and its words are asked for once.
test.each(sampleNames)('the sample %s ends in the verdict of its name', async (name) => {
  const folder = tempFolder();
  expect((await shadow(folder, 'sample', name)).code).toBe(0);
  const decisions = join('shadow', 'sample', `${name}.csv`);
  expect(readFileSync(join(folder, 'shadow/sample/mapping.yaml'), 'utf8')).toContain('SYNTHETIC');
  const ledger = ['--ledger', 'l.db'];
  const imported = await shadow(folder, 'import', decisions, '--mapping', 'shadow/sample/mapping.yaml', ...ledger);
  expect([imported.code, imported.stderr]).toEqual([0, '']);
  const gate = await shadow(folder, 'gate', '--json', ...ledger);
  expect(gate.code).toBe(exitCodeOf(verdicts[name], false));
  expect(JSON.parse(gate.stdout)).toMatchObject({ verdict: verdicts[name], exitCode: gate.code });
  const status = await shadow(folder, 'status', ...ledger);
  expect(status.code).toBe(0);
  const said = status.stdout.split('\n');
  expect(said[0]).toMatch(/^The plain rule \(accuracy > 0\.95, days in shadow ≥ 30, critical errors = 0\) says:/);
  expect(said.findIndex((line) => line.startsWith(`${verdicts[name]}: `))).toBeGreaterThan(0);
  if (name !== 'ready-within-envelope') return;
  expect((await shadow(folder, 'gate', '--allow-envelope', ...ledger)).code).toBe(0);
  const again = await shadow(folder, 'import', decisions, '--mapping', 'shadow/sample/mapping.yaml', ...ledger);
  expect(again.stdout).toMatch(/ 0 rows added, [\d,]+ repeated, 0 rejected/);
});

test.each([
  ['READY', 0, 0],
  ['READY WITHIN ENVELOPE', 1, 0],
  ['NOT YET', 1, 1],
  ['BLOCKED', 1, 1],
  ['INVALID', 3, 3],
] as const)('the gate says of %s: %i, with --allow-envelope %i', (verdict, gate, withEnvelope) => {
  expect([exitCodeOf(verdict, false), exitCodeOf(verdict, true)]).toEqual([gate, withEnvelope]);
});

test('without a mapping nothing is imported until the guess was agreed to', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'd.csv'), 'case_id,agent_decision,human_decision\n1,a,a\n2,a,b\n');
  const guess = await shadow(folder, 'import', 'd.csv');
  expect(guess.code).toBe(2);
  expect(guess.stdout).toContain('decision: agent_decision');
  expect(existsSync(join(folder, 'shadow/ledger.db'))).toBe(false);
  const json = await shadow(folder, 'import', 'd.csv', '--json');
  expect([json.code, JSON.parse(json.stdout)]).toMatchObject([2, { imported: false, error: { code: 'MAPPING_UNCONFIRMED' } }]);

  expect((await shadow(folder, 'import', 'd.csv', '--write-mapping', 'm.yaml')).code).toBe(0);
  expect(existsSync(join(folder, 'shadow/ledger.db'))).toBe(false);
  expect((await shadow(folder, 'import', 'd.csv', '--write-mapping', 'm.yaml')).code).toBe(2);
  expect((await shadow(folder, 'import', 'd.csv', '--mapping', 'm.yaml')).stdout).toContain('2 rows added');
  expect((await shadow(folder, 'import', 'd.csv', '--yes')).stdout).toContain('2 repeated');
});

test('rejected rows are an exit code, a list and a line of the verdict; two truths make it INVALID', async () => {
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'm.yaml'),
    'mapping: 1\ncase: { id: id }\nlabels: { a: [a], b: [b] }\nagents: { agent: { decision: agent } }\ntruth: { decision: truth }\n',
  );
  writeFileSync(join(folder, 'd.csv'), 'id,agent,truth\n1,a,a\n2,a,who knows\n,a,a\n4,b,a\n4,b,b\n');
  const words = ['import', 'd.csv', '--mapping', 'm.yaml'];
  const imported = await shadow(folder, ...words);
  expect(imported.code).toBe(3);
  expect(imported.stdout).toMatch(/d\.csv:3: who knows is under none of the labels/);
  expect(imported.stdout).toMatch(/d\.csv:4: The row names no case/);
  expect(imported.stdout).toMatch(/two truths for case 4.*d\.csv:5, d\.csv:6/);
  expect(readFileSync(join(folder, 'reports/shadow/d.csv.rejected.csv'), 'utf8').trim().split('\r\n')).toHaveLength(3);
  expect((await shadow(folder, ...words, '--allow-rejected')).code).toBe(0);
  const readiness = JSON.parse((await shadow(folder, 'status', '--json')).stdout) as Readiness;
  expect(readiness.verdict).toBe('INVALID');
  expect(readiness.counts.rejectedRows).toBe(2);
  expect(readiness.gates.find(({ name }) => name === 'ledger:two-truths')).toMatchObject({ outcome: 'invalid' });
});

test('exports are a table and a ledger; the report names them', async () => {
  const folder = tempFolder();
  await shadow(folder, 'sample', 'not-yet');
  await shadow(folder, 'import', 'shadow/sample/not-yet.csv', '--mapping', 'shadow/sample/mapping.yaml');
  const queue = await shadow(folder, 'export', 'queue');
  const readiness = JSON.parse((await shadow(folder, 'status', '--json')).stdout) as Readiness;
  expect(queue.stdout.trim().split('\r\n')).toHaveLength(1 + readiness.counts.judged - readiness.counts.correct);
  expect((await shadow(folder, 'export', 'entries', '--out', 'e.jsonl')).code).toBe(0);
  expect((await shadow(folder, 'import', 'e.jsonl', '--ledger', 'copy.db')).code).toBe(0);
  const copy = JSON.parse((await shadow(folder, 'status', '--json', '--ledger', 'copy.db')).stdout) as Readiness;
  expect({ ...copy, assessedAtMs: 0 }).toEqual({ ...readiness, assessedAtMs: 0 });
  expect((await shadow(folder, 'report')).code).toBe(0);
  expect(readFileSync(join(folder, 'reports/shadow/disagreements.csv'), 'utf8')).toBe(queue.stdout);
  expect(readFileSync(join(folder, 'reports/shadow/index.html'), 'utf8')).toContain('NOT YET');
  const compared = await shadow(folder, 'compare', 'agent', 'cheap rule', '--json');
  expect([compared.code, JSON.parse(compared.stdout)]).toMatchObject([0, { verdict: 'better', a: 'agent', b: 'cheap rule' }]);
  expect((await shadow(folder, 'compare', 'nobody', 'no one')).code).toBe(3);
});

test('the policy in force is printed whole, can be saved, and is checked', async () => {
  const folder = tempFolder();
  const printed = await shadow(folder, 'policy');
  expect(printed.stdout).toMatch(/activeDaysMin: 30/);
  mkdirSync(join(folder, 'shadow'));
  writeFileSync(join(folder, 'shadow/policy.yaml'), printed.stdout.replace('activeDaysMin: 30', 'activeDaysMin: 77'));
  expect((await shadow(folder, 'policy')).stdout).toMatch(/activeDaysMin: 77/);
  writeFileSync(join(folder, 'shadow/policy.yaml'), 'readiness: 1\nname: x\nversion: 1\n');
  const bad = await shadow(folder, 'policy');
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringMatching(/shadow\/policy\.yaml:3:1/)]);
});

test.each(
  [
    [],
    ['nonsense'],
    ['status', '--nonsense'],
    ['status', 'extra'],
    ['status', '--seed', 'x'],
    ['status', '--ledger'],
    ['status', '--ledger', 'not-there.db'],
    ['gate', '--policy', 'not-there.yaml'],
    ['compare', 'a'],
    ['export', 'nothing'],
    ['import'],
    ['import', 'not-there.csv', '--yes'],
    ['import', 'not-there.csv', '--yes', '--mapping', 'm.yaml'],
    ['serve', '--port', '99999999'],
    ['sample', 'nothing'],
    ['simulate', '--histories', '-3'],
  ].map((words) => [words.join(' '), words] as const),
)('exit 2 for "shadow %s"', async (_, words) => {
  const folder = tempFolder();
  const { code, stderr } = await shadow(folder, ...words);
  expect([code, stderr.trim() === '']).toEqual([2, false]);
  expect(existsSync(join(folder, 'not-there.db'))).toBe(false);
});

const labels = resolve(import.meta.dirname, '../../../shared/data/shadow/xstest-labels.csv');
const place = existsSync(labels) ? labels : undefined;
if (place === undefined) console.warn(`SKIPPED: the public labels of XSTest are not on this machine (${labels}).`);

describe.skipIf(place === undefined)('labels that nobody here wrote', () => {
  const mapping = `mapping: 1
case: { id: case_id, segments: { type: case_type } }
labels: { complies: [1_full_compliance], refuses: [2_full_refusal, 3_partial_refusal] }
agents: { agent: { decision: agent_gpt4 }, string match: { decision: agent_string_match } }
people:
  - { person: { value: first }, decision: human_1 }
  - { person: { value: second }, decision: human_2 }
truth: { decision: human_final }
`;

  test('say what is known of them, and INVALID for want of dates and a fingerprint', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'm.yaml'), mapping);
    const imported = await shadow(folder, 'import', place!, '--mapping', 'm.yaml');
    expect([imported.code, imported.stdout]).toEqual([0, expect.stringContaining('2,250 rows added, 0 repeated, 0 rejected')]);
    const status = await shadow(folder, 'status', '--json');
    const readiness = JSON.parse(status.stdout) as Readiness;
    expect(readiness.verdict).toBe('INVALID');
    expect(readiness.sentence).toMatch(/no date.*which version/s);
    expect(readiness.humanCeiling!.people).toBeCloseTo(0.979, 3);
    expect(readiness.accuracy.rate).toBeCloseTo(0.821, 3);
    expect(readiness.counts).toMatchObject({ judged: 2250, unmapped: 11, withoutAgentDecision: 11, byTruth: 2250 });
    const weakest = readiness.segments.toSorted((a, b) => a.rate! - b.rate!)[0]!;
    expect([weakest.value, weakest.rate!.toFixed(2)]).toEqual(['contrast_discr', '0.26']);
    const cheap = readiness.baselines.find(({ name }) => name === 'string match')!;
    expect(cheap.accuracy).toBeCloseTo(0.884, 3);
    expect(cheap.shareUpper).toBeLessThan(0.5);
    const words = (await shadow(folder, 'status')).stdout;
    for (const figure of ['0.979', '0.821', '0.264', '0.884', '11 without a decision of the agent, 11 of them']) expect(words).toContain(figure);
    expect((await shadow(folder, 'report')).code).toBe(0);
    const page = readFileSync(join(folder, 'reports/shadow/index.html'), 'utf8');
    for (const figure of ['INVALID', '0.979', '0.821', '0.264', '0.884', '11 of them are answers that fit no label']) expect(page).toContain(figure);
  });
});
