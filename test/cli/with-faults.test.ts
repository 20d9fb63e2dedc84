import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { rehearsal, type Ended } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writeTinyAgent } from '../support/tiny-agent.ts';
import { echoModel, startUpstream, type Upstream } from '../support/upstream.ts';

// Goal: `record --with-faults` records what a case does under a schedule that stands elsewhere, as a branch of its cassette; a run under the same schedule is
// then judged instead of diverging. Method: the command line as a process, an agent that falls back to another model, an upstream that counts.

let folder: string;
let upstream: Upstream;

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function run(...words: readonly string[]): Promise<Ended> {
  return rehearsal(words, { folder, environment: { OPENAI_BASE_URL: `${upstream.origin}/v1` } });
}

const faults = '- { fault: provider-error, status: 503, occurrence: 1 }\n';

function scenario(cases: string): void {
  write('s.yaml', `scenario: s\nagent: { command: [${process.execPath}, agent.mjs], env: { FALLBACK: 1 } }\ncases:\n${cases}`);
}

beforeEach(async () => {
  folder = tempFolder();
  upstream = await startUpstream(echoModel);
  writeTinyAgent(folder);
  write('package.json', '{}');
  write('outage.yaml', faults);
  scenario('  - { name: plain, task: Refund order 4711, cassette: c.yaml }\n');
  const { code, stderr } = await run('record', 's.yaml');
  expect(code, stderr).toBe(0);
  upstream.bodies.length = 0;
});

test('a branch is recorded, and a run under the same schedule is judged', async () => {
  const before = readFileSync(join(folder, 'c.yaml'), 'utf8');
  const recorded = await run('record', 's.yaml', '--with-faults', 'outage.yaml');
  expect(recorded.code, recorded.stdout + recorded.stderr).toBe(0);
  expect(upstream.bodies.length).toBeGreaterThan(0);
  const after = readFileSync(join(folder, 'c.yaml'), 'utf8');
  expect(after).not.toBe(before);
  expect(after).toContain('branch: provider-error');
  const asked = upstream.bodies.length;
  scenario(`  - name: under faults\n    task: Refund order 4711\n    cassette: c.yaml\n    faults:\n      ${faults}`);
  const judged = await run('run', 's.yaml');
  expect(judged.code, judged.stdout + judged.stderr).toBe(0);
  expect(upstream.bodies.length).toBe(asked);
  // Another schedule has no branch: it diverges, and that is no success.
  scenario(`  - name: under faults\n    task: Refund order 4711\n    cassette: c.yaml\n    faults:\n      ${faults.replace('503', '500')}`);
  expect((await run('run', 's.yaml')).code).toBe(3);
});

test('the schedule may be that of another case, and only the chosen cases are recorded under it', async () => {
  scenario(
    `  - { name: plain, task: Refund order 4711, cassette: c.yaml }\n  - { name: other, task: Refund order 1, cassette: d.yaml }\n  - name: outage\n    task: x\n    cassette: e.yaml\n    faults:\n      ${faults}`,
  );
  const { code, stdout, stderr } = await run('record', 's.yaml', '--case', 'plain', '--with-faults', 'outage');
  expect(code, stdout + stderr).toBe(0);
  expect(readFileSync(join(folder, 'c.yaml'), 'utf8')).toContain('branch: provider-error');
  expect(stdout).not.toContain('other');
});

test('a schedule under which nothing diverges needs no branch', async () => {
  write('outage.yaml', '- { fault: slow-first-token, seconds: 0.01 }\n');
  const before = readFileSync(join(folder, 'c.yaml'), 'utf8');
  const { code, stdout } = await run('record', 's.yaml', '--with-faults', 'outage.yaml');
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('no branch is needed');
  expect(readFileSync(join(folder, 'c.yaml'), 'utf8')).toBe(before);
});

describe('what is refused, before anything is asked', () => {
  test.each<[string, string, readonly string[], string]>([
    ['no such file or case', '', ['record', 's.yaml', '--with-faults', 'nothing.yaml'], 'There is no file and no case'],
    ['a case without faults', '', ['record', 's.yaml', '--with-faults', 'plain'], 'has no faults'],
    ['a wrong schedule', '- { fault: provider-error, status: 200 }\n', ['record', 's.yaml', '--with-faults', 'outage.yaml'], 'outage.yaml:1:28'],
    ['no scenario', faults, ['record', '--with-faults', 'outage.yaml', '--', 'node', 'agent.mjs', 'x'], 'needs a scenario'],
  ])('%s', async (_, schedule, words, says) => {
    if (schedule !== '') write('outage.yaml', schedule);
    const { code, stderr } = await run(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
    expect(upstream.bodies).toEqual([]);
  });

  test('a cassette, which has no case', async () => {
    expect((await run('record', '--cassette', 'd.yaml', '--', process.execPath, 'agent.mjs', 'x')).code).toBe(0);
    const { code, stderr } = await run('record', '--update', 'd.yaml', '--with-faults', 'outage.yaml');
    expect([code, stderr]).toEqual([2, expect.stringContaining('needs a scenario; these are cassettes')]);
  });

  test('cases with faults of their own', async () => {
    scenario(`  - name: outage\n    task: x\n    cassette: c.yaml\n    faults:\n      ${faults}`);
    expect((await run('record', 's.yaml', '--with-faults', 'outage.yaml')).stderr).toContain('Every case has faults of its own');
    expect((await run('record', 's.yaml', '--case', 'outage', '--with-faults', 'outage.yaml')).stderr).toContain('has faults of its own');
    expect(upstream.bodies).toEqual([]);
  });
});
