import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatPlace, RehearsalFailure } from '../../src/domain/failure.ts';
import type { Report } from '../../src/domain/report.ts';
import { loadScenarios } from '../../src/run/index.ts';
import { originOf, rehearsal, startRehearsal, type Ended } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writeTinyAgent } from '../support/tiny-agent.ts';
import { echoModel, startUpstream } from '../support/upstream.ts';

// Goal: the first hour of a user, in a folder of their own: record an agent, replay it, make it a test, change a word, read what is said. Method: the
// command line as a process, a small agent, a scripted upstream that is switched off once it was recorded.

const node = process.execPath;

/** A folder with an agent and its recording; the upstream is gone. */
async function recordedFolder(task = 'Refund order 4711'): Promise<{ folder: string; recorded: Ended }> {
  const folder = tempFolder();
  writeTinyAgent(folder);
  const upstream = await startUpstream(echoModel);
  const recorded = await rehearsal(['record', '--upstream', `openai=${upstream.origin}/v1`, '--', node, 'agent.mjs', task], {
    folder,
    environment: { OPENAI_API_KEY: 'sk-proj-Zx81hK20qLmN73vBc5TyU9pQwErT6aSdF4gHj' },
  });
  await upstream.stop();
  return { folder, recorded };
}

function replay(folder: string, ...words: readonly string[]): Promise<Ended> {
  return rehearsal(['replay', ...words, '--', node, 'agent.mjs', 'Refund order 4711'], { folder });
}

function setPrompt(folder: string, text: string): void {
  writeFileSync(join(folder, 'prompt.txt'), text);
}

function report(folder: string, at = 'reports'): Report {
  return JSON.parse(readFileSync(join(folder, at, 'report.json'), 'utf8')) as Report;
}

describe('without a scenario file', () => {
  test('record, then replay offline; then a word of the prompt is changed', async () => {
    const { folder, recorded } = await recordedFolder();
    expect(recorded.code, recorded.stdout + recorded.stderr).toBe(0);
    expect(recorded.stdout).toContain('You said: Are you sure?');
    expect(recorded.stdout).toContain('2 exchanges');
    expect(recorded.stdout).toContain('next: npx rehearsal replay');
    expect(readdirSync(join(folder, 'cassettes')).toSorted()).toEqual(['.gitattributes', 'refund-order-4711.wire.ndjson', 'refund-order-4711.yaml']);

    const replayed = await replay(folder);
    expect(replayed.code, replayed.stdout + replayed.stderr).toBe(0);
    expect(replayed.stdout).toContain('2 of 2 exchanges replayed, none left over · same answer');

    setPrompt(folder, 'You are a careless agent.');
    const missed = await replay(folder);
    expect(missed.code).toBe(3);
    expect(missed.stdout).toMatch(/REPLAY_MISS: request 1 has no recording/);
    expect(missed.stdout).toContain('You are a [-careful-]{+careless+} agent.');
    expect(missed.stdout).toContain('cassettes/refund-order-4711.yaml:');
    expect(missed.stdout).toContain('npx rehearsal record --update refund-order-4711');
    expect(missed.stdout).not.toContain('✔');
    // The agent was told the same.
    expect(missed.stderr).toContain('[-careful-]{+careless+}');
  });

  test('a cassette that exists is not overwritten, unless that is said; then it is recorded by its own command', async () => {
    const { folder } = await recordedFolder();
    const file = join(folder, 'cassettes/refund-order-4711.yaml');
    const before = readFileSync(file, 'utf8');
    const refused = await rehearsal(['record', '--', node, 'agent.mjs', 'Refund order 4711'], { folder });
    expect(refused.code).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain('CASSETTE_EXISTS');
    expect(readFileSync(file, 'utf8')).toBe(before);
    const upstream = await startUpstream(echoModel);
    setPrompt(folder, 'You are a careless agent.');
    const updated = await rehearsal(['record', '--update', 'refund-order-4711', '--upstream', `openai=${upstream.origin}/v1`], { folder });
    expect(updated.code, updated.stdout + updated.stderr).toBe(0);
    const withoutPort = (text: string): string => text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1');
    expect(withoutPort(readFileSync(file, 'utf8'))).toBe(withoutPort(before).replace('careful', 'careless'));
  });

  test('replaying what was never recorded, and commands that are none', async () => {
    const folder = tempFolder();
    writeTinyAgent(folder);
    const none = await replay(folder);
    expect([none.code, none.stderr.includes('CASSETTE_NOT_FOUND')]).toEqual([3, true]);
    const missing = await rehearsal(['record', '--', 'no-such-program-anywhere', 'x'], { folder });
    expect(missing.code).not.toBe(0);
    expect(missing.stdout + missing.stderr).toContain('no such program');
    const empty = await rehearsal(['record', '--'], { folder });
    expect([empty.code, empty.stderr.includes('USAGE')]).toEqual([2, true]);
    expect(
      readdirSync(folder, { recursive: true }).filter((name) => /yaml|ndjson|journal/.test(String(name)) && !String(name).startsWith('.rehearsal')),
    ).toEqual([]);
  });
});

describe('with a scenario file', () => {
  test('init, run, a changed expectation (1), a changed prompt (3): the same miss in terminal, report and agent', async () => {
    const { folder } = await recordedFolder();
    const made = await rehearsal(['init', '--from', 'cassettes/refund-order-4711.yaml'], { folder });
    expect(made.code, made.stderr).toBe(0);
    const scenario = join(folder, 'scenarios/refund-order-4711.yaml');
    const text = readFileSync(scenario, 'utf8');

    const passed = await rehearsal(['run'], { folder });
    expect(passed.code, passed.stdout + passed.stderr).toBe(0);
    expect(passed.stdout).toContain('report: reports/index.html');
    expect(existsSync(join(folder, 'reports/index.html'))).toBe(true);
    expect(report(folder)).toMatchObject({ exitCode: 0, counts: { expected: 1, seen: 1, pass: 1 } });

    writeFileSync(scenario, text.replace(/equals: .*/, 'equals: Something else'));
    const failed = await rehearsal(['run', 'scenarios/refund-order-4711.yaml'], { folder });
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('answer-is-as-expected');
    expect(report(folder)).toMatchObject({ exitCode: 1, counts: { fail: 1, pass: 0 } });
    writeFileSync(scenario, text);

    setPrompt(folder, 'You are a careless agent.');
    const missed = await rehearsal(['run'], { folder });
    expect(missed.code).toBe(3);
    const [only] = report(folder).cases;
    expect(only).toMatchObject({ outcome: 'invalid' });
    expect(only!.miss).toMatch(/^REPLAY_MISS: request 1 has no recording \(0 of 2 recordings played\)\n {2}nearest: \S+refund-order-4711\.yaml:\d+ /);
    for (const line of only!.miss!.split('\n')) expect(missed.stdout).toContain(line.trim());
    const events = readFileSync(join(folder, 'reports/events.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; text?: string });
    const agentHeard = events.find(({ kind, text: printed }) => kind === 'agent-output' && printed?.includes('REPLAY_MISS'))?.text;
    expect((JSON.parse(agentHeard!) as { error: { message: string } }).error.message).toBe(only!.miss);
    const html = readFileSync(join(folder, 'reports/index.html'), 'utf8');
    expect(html).toContain('REPLAY_MISS');

    setPrompt(folder, 'You are a careful agent.');
    expect((await rehearsal(['run'], { folder })).code).toBe(0);
  });

  test.each([
    ['a member that does not exist', 'cases:\n  - name: a\n    tesk: x\n', ':5:5', 'Did you mean `task`?'],
    ['no YAML', 'cases: [\n', ':', 'docs/SCENARIOS.md'],
    [
      'an unknown fault',
      'cases:\n  - name: a\n    task: x\n    faults: [{ fault: provider-eror, status: 500 }]\n',
      ':6:',
      'Did you mean `provider-error`?',
    ],
    ['an unknown claim', 'cases:\n  - name: a\n    task: x\n    checks: [gives-an-anser]\n', ':6:', 'Did you mean `gives-an-answer`?'],
    ['two cases of one name', 'cases:\n  - name: a\n    task: x\n  - name: a\n    task: y\n', ':6:', 'a name of its own'],
    ['no task', 'cases:\n  - name: a\n', ':4:', 'task'],
  ])('%s: file:line:column and a hint', (_, cases, place, hint) => {
    const file = join(tempFolder(), 's.yaml');
    writeFileSync(file, `scenario: s\nagent: { command: echo }\n${cases}`);
    let failure: RehearsalFailure | undefined;
    try {
      loadScenarios([file]);
    } catch (error) {
      failure = error as RehearsalFailure;
    }
    expect(failure).toBeInstanceOf(RehearsalFailure);
    expect(failure!.exitCode).toBe(2);
    expect(formatPlace(failure!.place!)).toMatch(new RegExp(`s\\.yaml${place}`));
    expect(failure!.hint).toContain(hint);
  });

  test('a typo ends with 2, shows where it is and what was meant, and nothing is run', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 's.yaml'), 'scenario: s\nagent: { command: echo }\ncases:\n  - name: a\n    tesk: x\n');
    const { code, stderr } = await rehearsal(['run', 's.yaml'], { folder });
    expect(code).toBe(2);
    expect(stderr).toContain('SCENARIO_INVALID  s.yaml:5:5');
    expect(stderr).toContain('Did you mean `task`?');
    expect(existsSync(join(folder, 'reports'))).toBe(false);
  });

  test('shards run every case once, and merge into one report that knows when a part is missing', async () => {
    const folder = tempFolder();
    writeFileSync(
      join(folder, 's.yaml'),
      `scenario: s\nagent: { command: echo }\ncases:\n${[1, 2, 3, 4, 5].map((number) => `  - { name: case ${number}, task: word ${number}, expect: { answer: word ${number} } }\n`).join('')}`,
    );
    const shards = await Promise.all(
      [1, 2].map((part) => rehearsal(['run', 's.yaml', '--shard', `${part}/2`, '--reports', `part-${part}`], { folder })),
    );
    expect(shards.map(({ code }) => code)).toEqual([0, 0]);
    expect(report(folder, 'part-1').cases.length + report(folder, 'part-2').cases.length).toBe(5);
    const merged = await rehearsal(['report', 'merge', 'part-1/report.json', 'part-2/report.json', '--reports', 'all'], { folder });
    expect(merged.code, merged.stderr).toBe(0);
    expect(
      report(folder, 'all')
        .cases.map(({ name }) => name)
        .toSorted(),
    ).toEqual([1, 2, 3, 4, 5].map((number) => `case ${number}`));
    const half = await rehearsal(['report', 'merge', 'part-1/report.json', '--reports', 'half'], { folder });
    expect(half.code).not.toBe(0);
    const twice = await rehearsal(['report', 'merge', 'part-1/report.json', 'part-1/report.json', '--reports', 'half'], { folder });
    expect(twice.code).not.toBe(0);
  });

  test('shards in which nothing was judged are each no failure, and merge into one that proves nothing', async () => {
    const folder = tempFolder();
    writeFileSync(
      join(folder, 's.yaml'),
      `scenario: s\nagent: { command: echo, requires: [no-such-program] }\ncases:\n  - { name: a, task: x }\n  - { name: b, task: x }\n`,
    );
    const words = (part: number): readonly string[] => ['run', 's.yaml', '--shard', `${part}/2`, '--reports', `part-${part}`];
    const shards = await Promise.all([1, 2].map((part) => rehearsal(words(part), { folder })));
    expect(shards.map(({ code }) => code)).toEqual([0, 0]);
    const merged = await rehearsal(['report', 'merge', 'part-1/report.json', 'part-2/report.json', '--reports', 'all'], { folder });
    expect(merged.code, merged.stdout).toBe(3);
    expect(merged.stdout).toMatch(/2 .*not run/i);
    expect(report(folder, 'all').exitCode).toBe(3);
  });

  test('a shard with a diverged case ends with 3, and so does the whole', async () => {
    const folder = tempFolder();
    const upstream = await startUpstream(echoModel);
    writeTinyAgent(folder);
    const file = (members: string): void =>
      writeFileSync(
        join(folder, 's.yaml'),
        `scenario: s\ncases:\n  - { name: a, task: x, agent: { command: [${node}, agent.mjs], env: { FALLBACK: 1 } }, cassette: c.yaml${members} }\n  - { name: b, task: x, agent: { command: echo } }\n`,
      );
    file('');
    const recorded = await rehearsal(['record', 's.yaml', '--case', 'a'], { folder, environment: { OPENAI_BASE_URL: `${upstream.origin}/v1` } });
    expect(recorded.code, recorded.stdout + recorded.stderr).toBe(0);
    file(', faults: [{ fault: provider-error, status: 500, occurrence: 1 }]');
    const shards = await Promise.all(
      [1, 2].map((part) => rehearsal(['run', 's.yaml', '--shard', `${part}/2`, '--reports', `part-${part}`], { folder })),
    );
    expect(new Set(shards.map(({ code }) => code))).toEqual(new Set([0, 3]));
    const merged = await rehearsal(['report', 'merge', 'part-1/report.json', 'part-2/report.json', '--reports', 'all'], { folder });
    expect(merged.code, merged.stdout).toBe(3);
    expect(report(folder, 'all').counts).toMatchObject({ pass: 1, diverged: 1 });
  });
});

describe('serve', () => {
  test('a port in use is said, with what to do, and ends with 3', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const folder = tempFolder();
    const { code, stderr } = await rehearsal(['serve', 'record', '--port', String(port), '--cassette', 'c.yaml'], { folder });
    expect(code).toBe(3);
    expect(stderr).toContain(`PORT_IN_USE`);
    expect(stderr).toContain('--port');
    expect(existsSync(join(folder, 'c.yaml'))).toBe(false);
    expect(existsSync(join(folder, 'c.journal'))).toBe(false);
  });

  test('record, then replay: what is left over makes 3, everything played makes 0', async () => {
    const { folder } = await recordedFolder();
    const cassette = 'cassettes/refund-order-4711.yaml';
    const idle = startRehearsal(['serve', 'replay', '--cassette', cassette], { folder });
    await originOf(idle);
    idle.child.kill('SIGTERM');
    const left = await idle.ended;
    expect([left.code, left.stdout.includes('2 left over')]).toEqual([3, true]);
    const running = startRehearsal(['serve', 'replay', '--cassette', cassette, '--events', 'events.ndjson'], { folder });
    const origin = await originOf(running);
    const { spawnSync } = await import('node:child_process');
    const agent = spawnSync(node, ['agent.mjs', 'Refund order 4711'], {
      cwd: folder,
      env: { OPENAI_BASE_URL: `${origin}/openai/v1`, PATH: process.env['PATH'] },
    });
    expect(agent.stdout.toString()).toContain('You said: Are you sure?');
    const again = await fetch(`${origin}/openai/v1/models`);
    expect(again.status).toBe(400);
    expect(running.stdout()).toContain(`REPLAY_MISS`);
    const told = ((await again.json()) as { error: { message: string } }).error.message;
    for (const line of told.split('\n')) expect(running.stdout()).toContain(line);
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect(stdout).toContain('2 of 2 recordings replayed, 0 left over, 1 missed');
    expect(code).toBe(3);
    expect(readFileSync(join(folder, 'events.ndjson'), 'utf8')).toContain('"replay-missed"');
  });
});
