import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { eventsOf, type Event } from '../../src/domain/event.ts';
import { loadScenarios, runCases, type RunOutcome } from '../../src/run/index.ts';
import { buildLocalImage, leftInDocker, removeImage, whyNoDocker } from '../support/local-image.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: an agent that is a container image runs as a command does: its task by argv or stdin, the same variables, SIGKILL and a new start, tools and a state
// folder; it reaches the gateway and nothing else, and nothing of it is left. Method: real containers of an image made of this machine's own Node.

const reason = whyNoDocker();
test.runIf(process.env['REHEARSAL_REQUIRE_DOCKER'] === '1')('Docker is required by REHEARSAL_REQUIRE_DOCKER', () => {
  expect(reason).toBeUndefined();
});
if (reason !== undefined) console.warn(`SKIPPED: agents in containers are not tried here (${reason}).`);

const agent = `import { appendFileSync, existsSync } from 'node:fs';
import { connect } from 'node:net';
import { lookup } from 'node:dns/promises';
const read = async () => { let text = ''; for await (const piece of process.stdin) text += piece; return text; };
const task = process.argv[2] ?? (await read());
const say = (answer) => console.log(typeof answer === 'string' ? answer : JSON.stringify(answer));
const ask = async (question) => {
  const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: question }] }),
  });
  return (await response.json()).choices[0].message.content;
};
const reaches = (host, port) => new Promise((resolve) => {
  const socket = connect({ host, port, timeout: 1500 }, () => { resolve('reached'); socket.destroy(); });
  socket.on('timeout', () => { resolve('nothing'); socket.destroy(); });
  socket.on('error', () => resolve('nothing'));
});
if (task.startsWith('ask')) say(await ask(task));
else if (task === 'environment') say(process.env);
else if (task === 'fail') { console.error('my last words'); process.exit(3); }
else if (task === 'hang') setInterval(() => {}, 1000);
else if (task === 'twice') {
  const felt = [];
  for (const question of ['ask 1', 'ask 2', 'ask 3']) felt.push(await ask(question).catch((error) => error.cause?.code ?? 'broken'));
  say(felt);
} else if (task === 'state') {
  const file = process.env.REHEARSAL_STATE_FOLDER + '/seen';
  const before = existsSync(file);
  appendFileSync(file, 'x');
  const response = await fetch(process.env.REHEARSAL_TOOLS_URL + '/note', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"text":"hello"}' });
  await response.json();
  if (!before) await new Promise((resolve) => setTimeout(resolve, 3000));
  say(before ? 'went on' : 'first');
} else if (task.startsWith('{')) {
  const { hosts } = JSON.parse(task);
  const felt = {};
  for (const [name, [host, port]] of Object.entries(hosts)) felt[name] = await reaches(host, port);
  felt.dns = await lookup('example.com').then(() => 'reached', () => 'nothing');
  felt.proxied = await fetch('http://example.com/').then((response) => response.status, () => 'nothing');
  felt.gateway = await ask('ask');
  say(felt);
}
`;

describe.skipIf(reason !== undefined)('an agent in a container', () => {
  let image: string;
  beforeAll(async () => {
    image = await buildLocalImage('agent', { '/app/agent.mjs': agent }, ['ENTRYPOINT ["/bin/node", "/app/agent.mjs"]', 'WORKDIR /app']);
  }, 13000);
  afterAll(() => removeImage(image));

  async function run(
    members: string,
    { agentLine = `{ image: '${image}' }`, signal = new AbortController().signal } = {},
  ): Promise<{ outcome: RunOutcome; events: readonly Event[]; answer: unknown }> {
    const folder = tempFolder();
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'model.mjs'), "export default ({ lastUser }) => ({ text: 'answer to ' + lastUser });\n");
    writeFileSync(join(folder, 'tools.mjs'), 'export const tools = { note: () => ({ status: "success" }) };\n');
    mkdirSync(join(folder, 'contracts'));
    writeFileSync(
      join(folder, 'contracts', 'note.yaml'),
      'tool: note\neffect: write\ninput: { type: object, properties: { text: { type: string } } }\n',
    );
    const file = join(folder, 's.yaml');
    writeFileSync(
      file,
      `scenario: s\ntools: ./contracts\nagent: ${agentLine}\nmodel: { module: ./model.mjs }\nansweredBy: script\nlimits: { seconds: 30 }\ncases:\n  - name: a\n${members.replaceAll(/^(?=.)/gm, '    ')}`,
    );
    const logFile = join(folder, 'events.ndjson');
    const outcome = await runCases(loadScenarios([file]), {
      mode: 'replay',
      update: false,
      seed: 7,
      dialects: allDialects,
      logFile,
      upstreamTimeoutMs: 5000,
      environment: { PATH: process.env['PATH'], SECRET_OF_THIS_MACHINE: '1' },
      signal,
      updateCommand: () => 'record it again',
    });
    const text = readFileSync(logFile, 'utf8').trim();
    const events = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Event);
    expect(leftInDocker()).toEqual([]);
    return { outcome, events, answer: eventsOf(events, 'answer').at(-1)?.value };
  }

  test.each(['argv', 'stdin'])('gets its task by %s, asks the gateway, answers', async (input) => {
    const { outcome, answer, events } = await run('task: ask me\n', { agentLine: `{ image: '${image}', input: ${input} }` });
    expect(answer, JSON.stringify(events)).toBe('answer to ask me');
    expect(outcome.cases[0]).toMatchObject({ outcome: 'pass' });
    expect(eventsOf(events, 'agent-exited')).toMatchObject([{ exitCode: 0 }]);
  });

  test('has the variables of every agent, and none of this machine', async () => {
    const { answer } = await run('task: environment\n', { agentLine: `{ image: '${image}', env: { OWN: '1', AT: '\${gateway}/x' } }` });
    const environment = JSON.parse(answer as string) as Readonly<Record<string, string>>;
    expect(environment).toMatchObject({ OWN: '1', REHEARSAL_SEED: '7', OPENAI_API_KEY: 'rehearsal-has-no-key' });
    expect(environment['AT']).toBe(`${environment['REHEARSAL_GATEWAY']}/x`);
    expect(environment['OPENAI_BASE_URL']).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:\d+\/e\/e\d+\/openai\/v1$/);
    expect(environment).not.toHaveProperty('SECRET_OF_THIS_MACHINE');
  });

  test('says why there is no answer', async () => {
    const { outcome, events } = await run('task: fail\n');
    expect(eventsOf(events, 'agent-exited')).toMatchObject([{ exitCode: 3, signal: null }]);
    expect(JSON.stringify(outcome.cases[0])).toContain('my last words');
  });

  test('reaches the gateway and nothing else', async () => {
    const everywhere = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await once(everywhere, 'listening');
    onTestFinished(() => void everywhere.close());
    const own = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .find(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('172.'));
    const outside = createServer((socket) => socket.end()).listen(0, own?.address ?? '127.0.0.1');
    await once(outside, 'listening');
    onTestFinished(() => void outside.close());
    const port = (server: typeof everywhere): number => (server.address() as { port: number }).port;
    const hosts = {
      loopback: ['127.0.0.1', port(everywhere)],
      machine: [own?.address ?? '127.0.0.1', port(outside)],
      internet: ['1.1.1.1', 80],
      metadata: ['169.254.169.254', 80],
    };
    const { answer, events } = await run(`task: '${JSON.stringify({ hosts })}'\n`);
    expect(JSON.parse(answer as string), JSON.stringify(events)).toMatchObject({
      loopback: 'nothing',
      internet: 'nothing',
      metadata: 'nothing',
      dns: 'nothing',
      gateway: 'answer to ask',
    });
    expect(eventsOf(events, 'egress-denied').map(({ target }) => target)).toContain('example.com:80');
    // It reaches what listens on this machine beside loopback; that is told, and not called sealed.
    expect(answer).toContain('"machine":"reached"');
    expect(eventsOf(events, 'episode-started')[0]!.seal).toBe('not sealed');
  });

  test('killed in mid-work and started again, it finds its state folder, and nothing else of its first life', async () => {
    const { answer, events } = await run('task: state\nworld:\n  tools: ./tools.mjs\n  restart: { after: tool-answered, tool: note }\n');
    expect(answer, JSON.stringify(events)).toBe('went on');
    expect(eventsOf(events, 'agent-restarted')).toMatchObject([{ how: 'killed' }]);
    expect(eventsOf(events, 'agent-exited').map(({ signal }) => signal)).toEqual([null, 'SIGKILL', null]);
  });

  test('this process killed by SIGKILL: its container and its network are removed all the same', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(join(folder, 's.yaml'), `scenario: s\nagent: { image: '${image}' }\ncases: [{ name: a, task: hang }]\n`);
    const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
    const child = spawn(process.execPath, [main, 'run', 's.yaml', '--reports', join(folder, 'reports')], { cwd: folder, stdio: 'ignore' });
    await expect.poll(() => leftInDocker(`${child.pid}-`).length, { timeout: 20_000, interval: 200 }).toBe(2);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    await expect.poll(() => leftInDocker(`${child.pid}-`), { timeout: 20_000, interval: 200 }).toEqual([]);
  });

  test('one that hangs is ended at its limit, and removed', async () => {
    const { events } = await run('task: hang\nlimits: { seconds: 3 }\n');
    expect(eventsOf(events, 'episode-ended')).toMatchObject([{ how: 'timed-out' }]);
  });

  test('ended by an interruption, everything is removed', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 3000);
    const { events } = await run('task: hang\n', { signal: stop.signal });
    expect(eventsOf(events, 'episode-ended')).toMatchObject([{ how: 'aborted' }]);
  });

  test.each([
    ['tcp-reset', 'ECONNRESET'],
    ['tcp-timeout, afterMs: 50', 'UND_ERR_SOCKET'],
  ])('feels faults of its connection: %s', async (fault, code) => {
    const { answer, outcome, events } = await run(`task: twice\nfaults: [{ fault: ${fault}, occurrence: 2 }]\n`);
    expect(JSON.parse(answer as string), JSON.stringify(events)).toEqual(['answer to ask 1', code, 'answer to ask 3']);
    expect(outcome.cases[0]!.outcome).toBe('pass');
  });

  test.each([
    ['an image that is not there', "{ image: 'rehearsal-test/none:1' }", /There is no image rehearsal-test\/none:1 on this machine/],
    ['a program that is not in it', () => `{ image: '${image}', command: [/bin/none] }`, /none|exit code/],
  ])('%s is told', async (_, line, text) => {
    const { outcome, events } = await run('task: ask\n', { agentLine: typeof line === 'string' ? line : line() });
    expect(outcome.exitCode).not.toBe(0);
    expect(JSON.stringify(events)).toMatch(text);
  });
});
