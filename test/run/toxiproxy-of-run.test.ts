import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { startToxiproxyServer } from '../../src/fault/tcp/server/start-toxiproxy-server.ts';
import { connectToxiproxy } from '../../src/fault/tcp/toxiproxy.ts';
import { loadScenarios, runCases, type RunOutcome } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: faults of connections run on a server that the user names, as on our own: proxies are named for their run and removed after it, those of runs that died
// are cleaned up, and a server that is gone, is none, cannot do what is planned, or goes away in the middle is a clear failure. Method: our server, and a door in
// front of it that hides what only ours has, as any other Toxiproxy would.

interface Foreign {
  readonly url: string;
  /** Names of its proxies. */
  names(): Promise<readonly string[]>;
  /** From the nth request on whose URL fits, it is gone. */
  goAwayAt(path: RegExp, nth: number): void;
}

async function foreignServer(): Promise<Foreign> {
  const server = await startToxiproxyServer();
  let fatal: { path: RegExp; left: number } | undefined;
  const door: Server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (chunk: Buffer) => body.push(chunk));
    request.on('end', (): void => {
      const url = request.url!;
      if (url.startsWith('/rehearsal')) return void response.writeHead(404).end();
      if (fatal?.path.test(`${request.method} ${url}`) === true && --fatal.left < 0) return void request.socket.destroy();
      void fetch(`${server.url}${url}`, { method: request.method!, ...(body.length === 0 ? {} : { body: Buffer.concat(body) }) }).then(
        async (answer) =>
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(await answer.text()),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  onTestFinished(async () => {
    door.closeAllConnections();
    door.close();
    await server.close();
  });
  const url = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  return {
    url,
    names: async () => (await connectToxiproxy(server.url)).proxyNames(),
    goAwayAt: (path, nth) => void (fatal = { path, left: nth }),
  };
}

const agent = `const felt = [];
for (let number = 1; number <= 3; number++) {
  try {
    const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'question ' + number }] }),
    });
    felt.push((await response.json()).choices[0].message.content);
  } catch { felt.push('broken'); }
}
console.log(felt.join(', '));
`;

function scenario(faults: string, agentLine = `{ command: [${process.execPath}, agent.mjs] }`): string {
  const folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'agent.mjs'), agent);
  writeFileSync(join(folder, 'function.mjs'), 'export default () => "done";\n');
  writeFileSync(join(folder, 'model.mjs'), "export default ({ lastUser }) => ({ text: 'answer to ' + lastUser });\n");
  const file = join(folder, 's.yaml');
  writeFileSync(
    file,
    `scenario: s
agent: ${agentLine}
model: { module: ./model.mjs }
answeredBy: script
cases:
  - name: a
    task: ask
    faults:
      - ${faults}
`,
  );
  return file;
}

function run(file: string, toxiproxy?: string): Promise<RunOutcome> {
  return runCases(loadScenarios([file]), {
    mode: 'replay',
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile: join(tempFolder(), 'events.ndjson'),
    upstreamTimeoutMs: 5000,
    environment: { PATH: process.env['PATH'] },
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
    ...(toxiproxy === undefined ? {} : { toxiproxy }),
  });
}

const timeout = '{ fault: tcp-timeout, afterMs: 30, occurrence: 2 }';

describe('a server that the user names', () => {
  test('is used, and left as it was; what another process of ours left when it died is removed, what lives or is not ours stays', async () => {
    const foreign = await foreignServer();
    const toxiproxy = await connectToxiproxy(foreign.url);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const machine = hostname().replaceAll(/[^\w-]/g, '-');
    const others = ['theirs', `rehearsal.${machine}.${process.ppid}.e1`, `rehearsal.elsewhere.${dead}.e1`];
    for (const name of [...others, `rehearsal.${machine}.${dead}.e3`]) await toxiproxy.createProxy({ name, upstream: '127.0.0.1:1' });
    const { cases } = await run(scenario(timeout), foreign.url);
    expect(cases[0]).toMatchObject({ outcome: 'pass', answer: 'answer to question 1, broken, answer to question 3' });
    expect((await foreign.names()).toSorted()).toEqual(others.toSorted());
  });

  test('that cannot do what is planned is told before anything runs', async () => {
    const foreign = await foreignServer();
    await expect(run(scenario('{ fault: tcp-half-open }'), foreign.url)).rejects.toMatchObject({
      code: 'TOXIPROXY_UNUSABLE',
      exitCode: 3,
      message: expect.stringContaining('rehearsal_half_open') as string,
      hint: expect.stringContaining('--toxiproxy') as string,
    });
  });

  test.each([
    ['is gone', 'http://127.0.0.1:1', 'TOXIPROXY_UNUSABLE'],
    ['is no address', 'toxiproxy', 'USAGE'],
  ])('that %s is told before anything runs', async (_, url, code) => {
    await expect(run(scenario(timeout), url)).rejects.toMatchObject({ code });
  });

  test('that goes away in mid-run: the case is invalid, and says why', async () => {
    const foreign = await foreignServer();
    foreign.goAwayAt(/^POST .*toxics/, 0);
    const { cases, exitCode } = await run(scenario(timeout), foreign.url);
    expect([cases[0]!.outcome, exitCode]).toEqual(['invalid', 3]);
    expect(JSON.stringify(cases[0])).toContain('TOXIPROXY_UNUSABLE');
  });

  test('that does not take its toxic back: the case is invalid as well', async () => {
    const foreign = await foreignServer();
    foreign.goAwayAt(/^DELETE .*toxics/, 0);
    const { cases, exitCode } = await run(scenario('{ fault: tcp-latency, latencyMs: 20, occurrence: 2 }'), foreign.url);
    expect([cases[0]!.outcome, exitCode]).toEqual(['invalid', 3]);
    expect(JSON.stringify(cases[0])).toContain('TOXIPROXY_UNUSABLE');
  });

  test('that is gone at the end: what was judged stays judged, and what may be left is told', async () => {
    const foreign = await foreignServer();
    foreign.goAwayAt(/^DELETE .proxies.[^/]+$/, 0);
    const told: string[] = [];
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
    const { cases, exitCode } = await run(scenario(timeout), foreign.url).finally(() => spy.mockRestore());
    expect([cases[0]!.outcome, exitCode]).toEqual(['pass', 0]);
    expect(told.join('')).toMatch(/may be left on it: rehearsal\./);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('has no proxy of ours left when the run is ended by %s', async (signal) => {
    const foreign = await foreignServer();
    const file = scenario(timeout);
    writeFileSync(join(dirname(file), 'agent.mjs'), 'setInterval(() => {}, 1000);\n');
    const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
    const child = spawn(process.execPath, [main, 'run', file, '--toxiproxy', foreign.url, '--reports', tempFolder()], { stdio: 'ignore' });
    await expect.poll(foreign.names, { timeout: 20_000 }).toHaveLength(1);
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    expect(await foreign.names()).toEqual([]);
  });

  test('serves an agent that is a service as well', async () => {
    const foreign = await foreignServer();
    const file = scenario(timeout, `{ service: { command: [${process.execPath}, service.mjs] } }`);
    const service = agent.replace('console.log(felt', 'return (felt').replaceAll('\n', '\n  ');
    writeFileSync(
      join(dirname(file), 'service.mjs'),
      `import { createServer } from 'node:http';
const work = async () => { ${service} };
createServer(async (request, response) => response.end(request.url === '/health' ? 'ok' : JSON.stringify({ answer: await work() }))).listen(process.env.PORT, '127.0.0.1');
`,
    );
    const { cases } = await run(file, foreign.url);
    expect(cases[0]).toMatchObject({ outcome: 'pass', answer: 'answer to question 1, broken, answer to question 3' });
  });

  test('is not asked where no case needs it', async () => {
    const { cases } = await run(scenario('{ fault: provider-error, status: 500, occurrence: 2 }'), 'http://127.0.0.1:1');
    expect(cases[0]!.outcome).not.toBe('invalid');
  });
});

describe('an agent that has no connection', () => {
  test.each([
    ['a function', '{ module: ./function.mjs }', 'stream-ends-early'],
    ['a service that runs by itself', "{ service: { url: 'http://127.0.0.1:1' } }", 'command'],
  ])('%s: refused, with place and what to do', (_, line, hint) => {
    expect(() => loadScenarios([scenario(timeout, line)])).toThrow(
      expect.objectContaining({
        code: 'CONFIGURATION_INVALID',
        exitCode: 2,
        place: expect.objectContaining({ line: 9, column: 9 }) as unknown,
        hint: expect.stringContaining(hint) as string,
      }),
    );
  });
});
