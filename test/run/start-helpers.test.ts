// Goal: a process that a helper has started behaves as one that was started directly, and nothing is left behind, whoever of the three dies first.
// Method: both ways start the same programs, good and bad, and everything that can be seen of them is compared; then helpers and their owner are killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { endTree, episodeVariable, spawnTree } from '../../src/run/process-tree.ts';
import type { AgentProcess, StartOptions, StartProcess } from '../../src/run/start/agent-process.ts';
import { createStartHelpers, type StartHelpers } from '../../src/run/start/start-helpers.ts';
import { tempFolder } from '../support/temp-folder.ts';

const node = process.execPath;

async function openHelpers(count = 1): Promise<StartHelpers> {
  const helpers = createStartHelpers(count);
  onTestFinished(() => helpers.stop());
  await helpers.ready;
  return helpers;
}

interface Seen {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: string;
  readonly error: string;
}

/** Everything that can be seen of a process from outside. */
async function watch(start: StartProcess, options: StartOptions, input: string | undefined): Promise<Seen> {
  let child: AgentProcess;
  try {
    child = start(options);
  } catch (error) {
    return { stdout: '', stderr: '', exit: '', error: said(error as Error) };
  }
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name]!.setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  child.stdin?.on('error', () => undefined);
  if (input !== undefined) child.stdin!.end(input);
  const ending = await new Promise<{ exit: string; error: string }>((resolve) => {
    child.once('error', (error) => resolve({ exit: '', error: said(error) }));
    child.once('close', (exitCode, signal) => resolve({ exit: `${exitCode} ${signal} ${child.exitCode} ${child.signalCode}`, error: '' }));
  });
  return { ...printed, ...ending };
}

function said(error: NodeJS.ErrnoException): string {
  return `${error.code}: ${error.message}`;
}

const folder = import.meta.dirname;
const environment = { PATH: process.env['PATH'], ODD: 'ü \u2028 "quoted"\nline' };
const program = (text: string, extra: Partial<StartOptions> = {}): StartOptions => ({
  command: [node, '-e', text],
  folder,
  environment,
  stdin: 'ignore',
  ...extra,
});

interface Trial {
  readonly name: string;
  readonly options: () => StartOptions;
  readonly input?: string;
}

const trials: readonly Trial[] = [
  { name: 'prints on both streams', options: () => program('console.log("out"); console.error("err")') },
  { name: 'ends with 7', options: () => program('process.exitCode = 7') },
  { name: 'kills itself', options: () => program('process.kill(process.pid, "SIGKILL")') },
  {
    name: 'prints 3 MB and a half character',
    options: () => program('process.stdout.write("ü".repeat(1_500_000)); process.stdout.write(Buffer.from([0xc3]))'),
  },
  { name: 'tells what surrounds it', options: () => program('console.log(process.cwd(), process.env.ODD, Object.keys(process.env).sort())') },
  {
    name: 'gets odd arguments',
    options: () =>
      program('console.log(JSON.stringify(process.argv.slice(1)))', { extraArguments: ['a b', '\u2028', 'ü😀', '', 'two\nlines', '\ud800'] }),
  },
  {
    name: 'leads a group of its own',
    options: () => program('', { command: 'test "$(ps -o pgid= -p $$ | tr -d " ")" = $$ && echo leader; echo a | cat' }),
  },
  { name: 'reads 5 MB', options: () => program('process.stdin.pipe(process.stdout)', { stdin: 'pipe' }), input: 'x'.repeat(5_000_000) },
  { name: 'does not read its input', options: () => program('console.log("no")', { stdin: 'pipe' }), input: 'x'.repeat(5_000_000) },
  { name: 'closes its output and works on', options: () => program('', { command: 'exec >&- 2>&-; sleep 0.3; exit 4' }) },
  { name: 'is not there', options: () => program('', { command: ['no-such-program-anywhere'] }) },
  { name: 'runs in a folder that is not there', options: () => program('', { folder: '/no/such/folder' }) },
  {
    name: 'may not be executed',
    options: () => {
      const file = join(tempFolder(), 'program');
      writeFileSync(file, '#!/bin/sh\n');
      chmodSync(file, 0o644);
      return program('', { command: [file] });
    },
  },
  { name: 'has an argument that is too long', options: () => program('', { extraArguments: ['x'.repeat(4_000_000)] }) },
];

test.each(trials)('a program that $name is seen alike', async ({ options, input }) => {
  const helpers = await openHelpers();
  const same = options();
  const [direct, helped] = [await watch(spawnTree, same, input), await watch(helpers.start, same, input)];
  expect(helped).toEqual(direct);
  expect(direct.exit + direct.error).not.toBe('');
});

test('agents are children of helpers, which are gone with their folder after stop()', async () => {
  const helpers = await openHelpers(2);
  const parents = await Promise.all(
    [1, 2, 3, 4].map(async () => (await watch(helpers.start, program('setTimeout(() => console.log(process.ppid), 200)'), undefined)).stdout.trim()),
  );
  expect(new Set(parents).size).toBe(2);
  expect(parents).not.toContain(String(process.pid));
  const sockets = parents.map((pid) => socketOf(Number(pid)));
  expect(sockets.every((socket) => existsSync(socket))).toBe(true);
  helpers.stop();
  await expect.poll(() => parents.map((pid) => isAlive(Number(pid))), { timeout: 5000 }).not.toContain(true);
  expect(sockets.some((socket) => existsSync(socket))).toBe(false);
});

test('a helper that is killed: its agents end with a failure that says so, and the next are started without it', async () => {
  const helpers = await openHelpers();
  const child = helpers.start(program('console.log(process.ppid); setInterval(() => {}, 1000)'));
  const helper = Number((await once(child.stdout!, 'data'))[0]);
  const told = new Promise((resolve) => child.once('error', resolve));
  process.kill(helper, 'SIGKILL');
  expect(await told).toMatchObject({ code: 'AGENT_FAILED', message: expect.stringContaining('signal SIGKILL') as string });
  await expect.poll(() => isAlive(child.pid!), { timeout: 5000 }).toBe(false);
  await endTree(child, 'none', 0);
  expect((await watch(helpers.start, program('console.log(process.ppid)'), undefined)).stdout.trim()).toBe(String(process.pid));
});

test('a helper that does not answer keeps nobody from ending', async () => {
  const helpers = await openHelpers();
  const { stdout } = await watch(helpers.start, program('console.log(process.ppid)'), undefined);
  process.kill(Number(stdout), 'SIGSTOP');
  onTestFinished(() => void (isAlive(Number(stdout)) && process.kill(Number(stdout), 'SIGKILL')));
  const child = helpers.start(program('setInterval(() => {}, 1000)'));
  child.once('error', () => undefined);
  await endTree(child, 'none', 0);
  expect(child.pid).toBeUndefined();
  helpers.stop();
  await expect.poll(() => isAlive(Number(stdout)), { timeout: 5000 }).toBe(false);
});

test('an owner that is killed leaves neither helpers nor agents', async () => {
  const mark = `start-helpers-${process.pid}`;
  const file = join(tempFolder(), 'owner.mjs');
  writeFileSync(
    file,
    `import { createStartHelpers } from ${JSON.stringify(join(folder, '../../src/run/start/start-helpers.ts'))};
const helpers = createStartHelpers(2);
await helpers.ready;
for (let index = 0; index < 4; index++)
  helpers.start({ command: 'sleep 1000 | sleep 1000', folder: '/', stdin: 'ignore', environment: { ...process.env, REHEARSAL_EPISODE: ${JSON.stringify(mark)} } })
    .stdout.resume();
setInterval(() => {}, 1000);`,
  );
  const owner = spawn(node, [file], { env: { ...process.env, OWNER_MARK: mark }, stdio: ['ignore', 'inherit', 'inherit'] });
  // The owner, two helpers, and four shells with two programs each.
  await expect.poll(() => marked(`OWNER_MARK=${mark}`).length, { timeout: 10_000 }).toBe(3 + 4 * 3);
  expect(marked(`${episodeVariable}=${mark}`).length).toBe(4 * 3);
  owner.kill('SIGKILL');
  await expect.poll(() => marked(`OWNER_MARK=${mark}`), { timeout: 5000 }).toEqual([]);
});

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The address that a helper listens at: the last word of its command line. */
function socketOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').at(-2)!;
}

function marked(variable: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable) && isAlive(Number(pid));
    } catch {
      return false;
    }
  });
}
