import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { eventsOf, type Event } from '../../src/domain/event.ts';
import type { CaseReport } from '../../src/domain/report.ts';
import { loadScenarios, runCases, type RunOutcome } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writeTinyAgent } from '../support/tiny-agent.ts';

// Goal: what becomes of a case when its planned faults strike, or do not: retried, diverged and not judged, answered by a script, a generator or a recorded
// branch; a fault that never struck makes the case invalid. Method: whole cases, a small agent in a process of its own, a scripted model beside it.

let folder: string;

const model = `import { createServer } from 'node:http';
createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk)).on('end', () => {
    if (!request.url.endsWith('/chat/completions')) return response.writeHead(404).end();
    const { model, messages } = JSON.parse(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('data: ' + JSON.stringify({ choices: [{ index: 0, delta: { content: model + ' heard ' + messages.at(-1).content }, finish_reason: 'stop' }] }) + '\\n\\ndata: [DONE]\\n\\n');
  });
}).listen(process.env.PORT, '127.0.0.1');
`;

function scenario(members: string): string {
  const file = join(folder, 's.yaml');
  writeFileSync(
    file,
    `scenario: s
agent: { command: [${process.execPath}, agent.mjs], env: { FALLBACK: 1 } }
model: { command: ${process.execPath} model.mjs, label: scripted }
cases:
  - name: a
    task: Refund order 4711
    cassette: c.yaml
${members.replaceAll(/^(?=.)/gm, '    ')}`,
  );
  return file;
}

async function run(file: string, mode: 'replay' | 'record' = 'replay'): Promise<{ outcome: RunOutcome; only: CaseReport; events: readonly Event[] }> {
  const logFile = join(folder, 'events.ndjson');
  const outcome = await runCases(loadScenarios([file]), {
    mode,
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile,
    upstreamTimeoutMs: 5000,
    environment: { PATH: process.env['PATH'] },
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
  });
  const events = readFileSync(logFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
  return { outcome, only: outcome.cases[0]!, events };
}

beforeEach(async () => {
  folder = tempFolder();
  // A marker of a project: commands run where it lies.
  writeFileSync(join(folder, 'package.json'), '{}');
  mkdirSync(join(folder, 'kept'));
  writeTinyAgent(folder);
  writeFileSync(join(folder, 'model.mjs'), model);
  const { outcome } = await run(scenario(''), 'record');
  expect(outcome.counts.pass, JSON.stringify(outcome.cases[0]?.verdicts)).toBe(1);
  expect(existsSync(join(folder, 'c.yaml'))).toBe(true);
});

test('without faults it replays', async () => {
  const { outcome, only } = await run(scenario(''));
  expect(only.outcome, only.sentence).toBe('pass');
  expect(outcome.exitCode).toBe(0);
});

test('a fault that did not strike makes the case invalid, exit code 3', async () => {
  const { outcome, only, events } = await run(scenario('faults: [{ fault: provider-error, status: 500, occurrence: 9 }]\n'));
  expect(only.outcome).toBe('invalid');
  expect(only.sentence).toContain('did not strike');
  expect(outcome.exitCode).toBe(3);
  expect(eventsOf(events, 'fault-unfired')).toMatchObject([{ fault: 0, name: 'provider-error' }]);
});

test('a fault whose turn came, and which found nothing to strike, makes the case invalid and says why', async () => {
  const { only, outcome } = await run(scenario('faults: [{ fault: unknown-tool }]\n'));
  expect(only.outcome).toBe('invalid');
  expect(only.sentence + JSON.stringify(only.verdicts)).toContain('the answer to request 1 has nothing that it could strike');
  expect(outcome.exitCode).toBe(3);
});

describe('a fault that leads where no recording goes', () => {
  const faults = 'faults: [{ fault: provider-error, status: 500, occurrence: 1 }]\n';

  test('stop: diverged, not judged, counted apart', async () => {
    const { outcome, only } = await run(scenario(`${faults}expect: { answer: what it never says }\n`));
    expect(only.outcome).toBe('diverged');
    expect(outcome.counts).toMatchObject({ diverged: 1, fail: 0, pass: 0 });
    expect(only.verdicts.map(({ outcome: how }) => how)).not.toContain('fail');
    expect(only.miss).toContain('DIVERGED');
    // Nothing at all was judged: that must not look like success.
    expect(outcome.exitCode).toBe(3);
  });

  test('script: the scripted model answers, and the case is judged', async () => {
    const { outcome, only, events } = await run(scenario(`${faults}onDivergence: script\nexpect: { answer: { contains: gpt-4o } }\n`));
    expect(only.outcome, only.sentence).toBe('pass');
    expect(outcome.exitCode).toBe(0);
    expect(eventsOf(events, 'model-answer').map(({ origin }) => origin)).toEqual(['fault', 'scripted', 'scripted']);
  });

  test('generate: the generator answers, the same for the same seed', async () => {
    const file = scenario(`${faults}onDivergence: generate\n`);
    const [one, two] = [await run(file), await run(file)];
    expect(one.only.outcome, one.only.sentence).toBe('pass');
    expect(one.only.answer).toMatch(/^Generated answer \d+\.$/);
    expect(two.only.answer).toBe(one.only.answer);
    expect(eventsOf(one.events, 'model-answer').map(({ origin }) => origin)).toEqual(['fault', 'generated', 'generated']);
  });

  test('a recorded branch answers; the main line is as it was; without the fault the branch is silent', async () => {
    const main = readFileSync(join(folder, 'c.yaml'), 'utf8');
    const recorded = await run(scenario(faults), 'record');
    expect(recorded.only.outcome, recorded.only.sentence).not.toBe('invalid');
    const both = readFileSync(join(folder, 'c.yaml'), 'utf8');
    expect(both).toContain('branch: provider-error');
    expect(both).toContain(main.slice(main.indexOf('  - id: 1'), main.indexOf('  - id: 2')));
    cpSync(join(folder, 'c.yaml'), join(folder, 'kept/c.yaml'));
    const replayed = await run(scenario(`${faults}expect: { answer: { contains: gpt-4o } }\n`));
    expect(replayed.only.outcome, replayed.only.sentence).toBe('pass');
    expect(eventsOf(replayed.events, 'model-answer').map(({ origin }) => origin)).toEqual(['fault', 'replayed', 'replayed']);
    const without = await run(scenario(''));
    expect(without.only.outcome, without.only.sentence).toBe('pass');
    const other = await run(scenario('faults: [{ fault: provider-error, status: 503, occurrence: 1 }]\n'));
    expect(other.only.outcome).toBe('diverged');
  });
});

test('a cassette that is not there is noticed, also where faults answer every request', async () => {
  const every = scenario('faults: [{ fault: provider-error, status: 500, occurrence: every }]\n');
  expect((await run(every)).only.verdicts.find(({ claim }) => claim === 'replays-its-recording')?.outcome).not.toBe('invalid');
  rmSync(join(folder, 'c.yaml'));
  const { outcome, only, events } = await run(every);
  expect(only.outcome).toBe('invalid');
  expect(only.sentence).toContain('CASSETTE_NOT_FOUND');
  expect(outcome.exitCode).toBe(3);
  expect(eventsOf(events, 'failure')).toHaveLength(1);
  expect(eventsOf(events, 'failure')[0]!.text).toContain('record it again');
  // An agent that asks nobody needs none.
  writeFileSync(join(folder, 'agent.mjs'), `console.log('asked nobody');`);
  expect((await run(scenario(''))).only.outcome).toBe('pass');
});

test('recordings that nobody asked for are an error, and after a fault a note', async () => {
  writeFileSync(join(folder, 'agent.mjs'), `await fetch('http://127.0.0.1:1').catch(() => {}); console.log('asked nobody');`);
  const without = await run(scenario(''));
  expect(without.only.outcome).toBe('invalid');
  expect(without.only.sentence).toMatch(/2 recordings were never asked for/);
  expect(without.outcome.exitCode).toBe(3);
  writeTinyAgent(folder);
  const { only } = await run(scenario('faults: [{ fault: provider-error, status: 500, occurrence: 1 }]\nonDivergence: script\n'));
  expect(only.outcome).toBe('pass');
  expect(only.notes.join('\n')).toMatch(/After a fault 2 recordings were not asked for/);
});
