import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { rehearsal, startRehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writeTinyAgent } from '../support/tiny-agent.ts';
import { startUpstream } from '../support/upstream.ts';

// Goal: Ctrl-C leaves no child behind, and what is unfinished is said to be unfinished. Method: agents that ignore SIGTERM and have children in sessions of
// their own; a marker in the environment finds them all again.

function processesMarked(marker: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').includes(marker);
    } catch {
      return false;
    }
  });
}

const stubborn = `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const forever = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);';
spawn('setsid', [process.execPath, '-e', forever], { stdio: 'ignore', detached: true }).unref();
spawn(process.execPath, ['-e', forever], { stdio: 'inherit' });
process.on('SIGTERM', () => {});
process.on('SIGINT', () => {});
writeFileSync('up-' + process.pid, '');
setInterval(() => {}, 1000);
`;

test.each([
  ['run', ['run', 's.yaml', '--concurrency', '2']],
  ['record', ['record', '--timeout', '600', '--', process.execPath, 'agent.mjs', 'x']],
])('%s: SIGINT ends agents, their children and grandchildren', async (name, words) => {
  const folder = tempFolder();
  const marker = `MARKER_${process.pid}_${name}=1`;
  writeFileSync(join(folder, 'agent.mjs'), stubborn);
  writeFileSync(
    join(folder, 's.yaml'),
    `scenario: s\nagent: { command: [${process.execPath}, agent.mjs] }\nlimits: { seconds: 600 }\ncases:\n${[1, 2, 3].map((number) => `  - { name: case ${number}, task: x }\n`).join('')}`,
  );
  const running = startRehearsal(words, { folder, environment: { [marker.split('=')[0]!]: '1' } });
  const expected = name === 'run' ? 2 : 1;
  await expect.poll(() => readdirSync(folder).filter((file) => file.startsWith('up-')).length, { timeout: 20_000 }).toBe(expected);
  await expect.poll(() => processesMarked(marker).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(1 + 3 * expected);
  const startedAt = performance.now();
  running.child.kill('SIGINT');
  const { code, signal } = await running.ended;
  expect([code, signal]).toEqual([3, null]);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  await expect.poll(() => processesMarked(marker), { timeout: 5000 }).toEqual([]);
  if (name !== 'run') return expect(existsSync(join(folder, 'cassettes/x.yaml'))).toBe(false);
  const report = JSON.parse(readFileSync(join(folder, 'reports/report.json'), 'utf8')) as Report;
  expect(report.exitCode).toBe(3);
  expect(report.counts).toMatchObject({ expected: 3, pass: 0 });
  expect(report.cases.map(({ outcome }) => outcome)).not.toContain('pass');
});

test.each([
  ['run', 'SIGINT', ['run', 's.yaml', '--concurrency', '2'], 130],
  ['run', 'SIGTERM', ['run', 's.yaml', '--concurrency', '2'], 143],
  ['record', 'SIGINT', ['record', '--timeout', '600', '--', process.execPath, 'agent.mjs', 'x'], 130],
] as const)('%s: a second %s leaves at once, and nothing is left behind', async (name, signalName, words, exitCode) => {
  const folder = tempFolder();
  const marker = `MARKER_${process.pid}_${name}_${signalName}_TWICE=1`;
  writeFileSync(join(folder, 'agent.mjs'), stubborn);
  writeFileSync(
    join(folder, 's.yaml'),
    `scenario: s\nagent: { command: [${process.execPath}, agent.mjs] }\nlimits: { seconds: 600 }\ncases:\n${[1, 2].map((number) => `  - { name: case ${number}, task: x }\n`).join('')}`,
  );
  const running = startRehearsal(words, { folder, environment: { [marker.split('=')[0]!]: '1' } });
  const expected = name === 'run' ? 2 : 1;
  await expect.poll(() => readdirSync(folder).filter((file) => file.startsWith('up-')).length, { timeout: 20_000 }).toBe(expected);
  await expect.poll(() => processesMarked(marker).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(1 + 3 * expected);
  running.child.kill(signalName);
  await running.shows(/Interrupted/);
  running.child.kill(signalName);
  const { code, signal } = await running.ended;
  expect([code, signal]).toEqual([exitCode, null]);
  // They were killed before it left; the kernel may take a moment to clear them away.
  await expect.poll(() => processesMarked(marker), { timeout: 5000 }).toEqual([]);
  expect(existsSync(join(folder, 'reports/report.json'))).toBe(false);
});

// So many commands are started by helpers (`src/run/start/start-helpers.ts`). The first are over at once, the last ones hang.
function writeManyCommands(folder: string): void {
  writeFileSync(join(folder, 'agent.mjs'), stubborn.replace("process.pid, ''", 'process.pid, String(process.ppid)'));
  writeFileSync(join(folder, 'agent.sh'), `case "$1" in quick) sleep 0.05; echo done;; *) exec ${process.execPath} agent.mjs;; esac\n`);
  const tasks = Array.from({ length: 60 }, (_, index) => (index < 57 ? 'quick' : 'hang'));
  writeFileSync(
    join(folder, 's.yaml'),
    `scenario: s\nagent: { command: sh agent.sh }\nlimits: { seconds: 600 }\ncases:\n${tasks.map((task, index) => `  - { name: case ${index}, task: ${task} }\n`).join('')}`,
  );
}

test.each([
  { name: 'an interruption', signals: ['SIGINT'], codes: [3] },
  { name: 'a second one at once', signals: ['SIGINT', 'SIGTERM'], codes: [130, 143] },
] as const)('$name leaves neither agents nor helpers', async ({ name, signals, codes }) => {
  const folder = tempFolder();
  const marker = `MARKER_${process.pid}_helpers_${name.length}=1`;
  writeManyCommands(folder);
  const running = startRehearsal(['run', 's.yaml', '--concurrency', '2'], { folder, environment: { [marker.split('=')[0]!]: '1' } });
  const up = (): readonly string[] => readdirSync(folder).filter((file) => file.startsWith('up-'));
  await expect.poll(() => up().length, { timeout: 20_000 }).toBe(2);
  expect(up().map((file) => readFileSync(join(folder, file), 'utf8'))).not.toContain(String(running.child.pid));
  for (const signal of signals) running.child.kill(signal);
  expect(codes).toContain((await running.ended).code);
  await expect.poll(() => processesMarked(marker), { timeout: 5000 }).toEqual([]);
});

test('an agent that outlives its time limit is ended with all it started, and the case fails', async () => {
  const folder = tempFolder();
  const marker = `MARKER_${process.pid}_limit=1`;
  writeFileSync(join(folder, 'agent.mjs'), stubborn);
  writeFileSync(
    join(folder, 's.yaml'),
    `scenario: s\nagent: { command: [${process.execPath}, agent.mjs] }\nlimits: { seconds: 1 }\ncases:\n  - { name: a, task: x }\n`,
  );
  const { code, stdout } = await rehearsal(['run', 's.yaml'], { folder, environment: { [marker.split('=')[0]!]: '1' } });
  expect(code).toBe(1);
  expect(stdout).toContain('did not end within 1 s');
  expect(processesMarked(marker)).toEqual([]);
});

test.each([
  ['while the agent waits for more', 'await (await fetch(url, { method: "POST", body })).text();'],
  [
    'while only the recording still reads on',
    'const r = (await fetch(url, { method: "POST", body })).body.getReader(); await r.read(); console.log("x"); process.exit(0);',
  ],
])('a recording of a stream without end is broken off at once, %s, and what is whole is kept', async (_when, asking) => {
  const folder = tempFolder();
  const body = 'const body = JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "hi" }] });';
  const url = 'const url = process.env.OPENAI_BASE_URL + "/chat/completions";';
  writeFileSync(join(folder, 'agent.mjs'), `${url}\n${body}\nawait (await fetch(url, { method: 'POST', body })).text();\n${asking}`);
  let requests = 0;
  const ended = Promise.withResolvers<string>();
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (++requests === 1) return void response.end('data: {"choices":[{"index":0,"delta":{"content":"one"}}]}\n\ndata: [DONE]\n\n');
    const timer = setInterval(() => response.write('data: {"choices":[{"index":0,"delta":{"content":"endless"}}]}\n\n'), 20);
    // Sooner than a recording used to give up: whoever waits is answered whole.
    const whole = setTimeout(() => (ended.resolve('waited for'), response.end('data: [DONE]\n\n')), 8000);
    response.on('close', () => (clearInterval(timer), clearTimeout(whole), ended.resolve('broken off')));
  });
  const running = startRehearsal(['record', '--upstream', `openai=${upstream.origin}/v1`, '--', process.execPath, 'agent.mjs', 'task'], { folder });
  await expect.poll(() => requests, { timeout: 15_000 }).toBe(2);
  if (asking.includes('exit')) await running.shows(/^x$/m);
  running.child.kill('SIGINT');
  expect((await running.shows(/Interrupted: .*/))[0]).toContain('what was recorded whole is kept');
  expect(await ended.promise).toBe('broken off');
  const { code, stdout } = await running.ended;
  expect(code).toBe(3);
  expect(stdout).toContain('cassettes/task.journal');
  expect(existsSync(join(folder, 'cassettes/task.yaml'))).toBe(false);
  expect((await rehearsal(['cassette', 'recover', 'cassettes/task.yaml'], { folder })).code).toBe(0);
  const text = readFileSync(join(folder, 'cassettes/task.yaml'), 'utf8');
  expect(text).toContain('says: one');
  expect(text).not.toContain('endless');
});

test('a recording that is interrupted is kept as far as it went, and can be recovered', async () => {
  const folder = tempFolder();
  writeTinyAgent(folder);
  let requests = 0;
  const upstream = await startUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (++requests === 1) return void response.end('data: {"choices":[{"index":0,"delta":{"content":"one"}}]}\n\ndata: [DONE]\n\n');
    response.write('data: {"choices":[{"index":0,"delta":{"content":"never more"}}]}\n\n');
    setTimeout(() => response.end(), 2500);
  });
  const running = startRehearsal(['record', '--upstream', `openai=${upstream.origin}/v1`, '--', process.execPath, 'agent.mjs', 'task'], { folder });
  await expect.poll(() => requests, { timeout: 15_000 }).toBe(2);
  running.child.kill('SIGINT');
  const { code } = await running.ended;
  expect(code).toBe(3);
  expect(existsSync(join(folder, 'cassettes/task.yaml'))).toBe(false);
  expect(existsSync(join(folder, 'cassettes/task.journal'))).toBe(true);
  const recovered = await rehearsal(['cassette', 'recover', 'cassettes/task.yaml'], { folder });
  expect(recovered.code, recovered.stderr).toBe(0);
  expect(readFileSync(join(folder, 'cassettes/task.yaml'), 'utf8')).toContain('says: one');
});
