import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { EventBody } from '../../src/domain/event.ts';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import type { AgentPlan, CommandAgent, FunctionAgent, ImageAgent, ServiceAgent } from '../../src/domain/scenario.ts';
import { createCommandDriver } from '../../src/run/drivers/command-driver.ts';
import { createFunctionDriver } from '../../src/run/drivers/function-driver.ts';
import { createContainersOfRun } from '../../src/run/containers/containers-of-run.ts';
import { createImageDriver } from '../../src/run/drivers/image-driver.ts';
import { serviceDriver } from '../../src/run/drivers/service-driver.ts';
import type { AgentDriver, AgentSession, AgentWorld } from '../../src/run/agent-driver.ts';
import { createStartHelpers } from '../../src/run/start/start-helpers.ts';
import { episodeVariable, processesOf } from '../../src/run/process-tree.ts';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { exactMatching } from '../../src/domain/cassette.ts';
import { createInjector, faultKinds } from '../../src/fault/index.ts';
import { createEpisodeGate } from '../../src/gateway/index.ts';
import { chatAnswer } from '../support/exchanges.ts';
import { buildLocalImage, removeImage, whyNoDocker } from '../support/local-image.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { pause } from '../support/upstream.ts';

// Goal: whatever an agent does, its driver says what happened, and `stop()` frees everything: processes, their children, sockets, also after an abort.
// Method: agents that misbehave, as real processes and worker threads; what is left is looked up in /proc by the episode's name in the environment.

const node = process.execPath;
let episodes = 0;

interface Stage {
  readonly world: AgentWorld;
  readonly events: EventBody[];
  readonly abort: AbortController;
  /** Waits until no process of this episode is left. */
  gone(): Promise<void>;
}

/** What surrounds an agent; its model repeats what it hears. */
function stage(): Stage {
  const episode = `law-${process.pid}-${++episodes}`;
  const events: EventBody[] = [];
  const abort = new AbortController();
  const gate = createEpisodeGate({
    answerer: {
      answer: (call) => {
        const last = call.canonical.chat?.turns.at(-1)?.blocks[0];
        const response = chatAnswer(`heard ${last?.kind === 'text' ? last.text : 'nothing'}`, false);
        return { answer: { ...response, body: response.chunks }, origin: 'scripted' };
      },
    },
    injector: createInjector([], faultKinds),
    redactor: createRedactor(),
    matching: exactMatching,
    emit: (event) => void events.push(event),
  });
  const environment = { PATH: process.env['PATH']!, [episodeVariable]: episode, OPENAI_BASE_URL: 'http://rehearsal.invalid/openai/v1' };
  const world: AgentWorld = {
    episode,
    gate,
    environment,
    seed: 1,
    run: 1,
    emit: (event) => void events.push(event),
    redact: (text) => text.replaceAll('s3cret', '[redacted]'),
    signal: abort.signal,
  };
  return { world, events, abort, gone: () => expect.poll(() => processesOf(episode), { timeout: 5000 }).toEqual([]) };
}

function script(text: string, name = 'agent.mjs'): string {
  const folder = tempFolder();
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const common = { environment: {}, requires: [], intercept: false };

function command(text: string, input: CommandAgent['input'] = 'argv'): CommandAgent {
  return { ...common, kind: 'command', command: [node, script(text)], folder: tempFolder(), input };
}

function functionAgent(text: string, isolate = false): FunctionAgent {
  return { ...common, kind: 'function', module: script(text), exportName: 'default', isolate };
}

function service(text: string): ServiceAgent {
  return {
    ...common,
    kind: 'service',
    command: [node, script(`import { createServer } from 'node:http';\n${text}`)],
    folder: tempFolder(),
    url: 'http://127.0.0.1:${port}',
    ready: '/health',
    path: '/tasks',
    answerField: 'answer',
  };
}

const serviceAnswering = (answer: string): string => `
createServer((request, response) => {
  if (request.url === '/health') return response.end('ok');
  let body = ''; request.on('data', (chunk) => (body += chunk)).on('end', () => { const { task } = JSON.parse(body); ${answer} });
}).listen(process.env.PORT, '127.0.0.1');`;

const hangs = 'setInterval(() => {}, 1000); process.on("SIGTERM", () => {});';
// A grandchild in a session of its own, which no signal to the group reaches.
const withGrandchild = `import { spawn } from 'node:child_process';
spawn('setsid', [process.execPath, '-e', ${JSON.stringify(hangs)}], { stdio: 'ignore', detached: true }).unref();
spawn(process.execPath, ['-e', ${JSON.stringify(hangs)}], { stdio: 'inherit' });
`;

const repeatsLines =
  'import { createInterface } from "node:readline"; createInterface({ input: process.stdin }).on("line", (line) => console.log(JSON.stringify("did " + JSON.parse(line))));';

interface Kind {
  readonly name: string;
  driver(): AgentDriver;
  readonly answers: () => AgentPlan;
  readonly hangs: () => AgentPlan;
  readonly fails: () => AgentPlan;
}

const functions = createFunctionDriver();
const commandDriver = createCommandDriver();
const helpers = createStartHelpers(2);
const helped = createCommandDriver(helpers.start);
beforeAll(() => helpers.ready);
afterAll(() => helpers.stop());

const kinds: readonly Kind[] = [
  {
    name: 'command, started by a helper',
    driver: () => helped,
    answers: () => command('console.log("did " + process.argv[2])'),
    hangs: () => command(`${withGrandchild}${hangs}`),
    fails: () => command('console.error("my last words: s3cret"); process.exit(3)'),
  },
  {
    name: 'command, lines, started by a helper',
    driver: () => helped,
    answers: () => command(repeatsLines, 'lines'),
    hangs: () => command(`${withGrandchild}${hangs}`, 'lines'),
    fails: () => command('console.error("my last words: s3cret"); process.exit(3)', 'lines'),
  },
  {
    name: 'command',
    driver: () => commandDriver,
    answers: () => command('console.log("did " + process.argv[2])'),
    hangs: () => command(`${withGrandchild}${hangs}`),
    fails: () => command('console.error("my last words: s3cret"); process.exit(3)'),
  },
  {
    name: 'command, lines',
    driver: () => commandDriver,
    answers: () => command(repeatsLines, 'lines'),
    hangs: () => command(`${withGrandchild}${hangs}`, 'lines'),
    fails: () => command('console.error("my last words: s3cret"); process.exit(3)', 'lines'),
  },
  {
    name: 'function',
    driver: () => functions,
    answers: () => functionAgent('export default (task) => "did " + task;'),
    hangs: () => functionAgent('export default () => new Promise(() => setInterval(() => {}, 1000));'),
    fails: () => functionAgent('export default () => { throw new Error("my last words: s3cret"); };'),
  },
  {
    name: 'service',
    driver: () => serviceDriver,
    answers: () => service(serviceAnswering('response.end(JSON.stringify({ answer: "did " + task }));')),
    hangs: () => service(`${withGrandchild}${serviceAnswering('')}process.on("SIGTERM", () => {});`),
    fails: () => service(serviceAnswering('response.writeHead(500).end("my last words: s3cret");')),
  },
];

// Containers are slow to come and go: the driver of images is held against the law by `npm run test:containers`.
const isOfContainers = process.env['REHEARSAL_CONTAINERS'] === '1';
const withoutDocker = isOfContainers ? whyNoDocker() : 'npm run test:containers does it';
test.runIf(isOfContainers && process.env['REHEARSAL_REQUIRE_DOCKER'] === '1')('Docker is required by REHEARSAL_REQUIRE_DOCKER', () => {
  expect(withoutDocker).toBeUndefined();
});
if (isOfContainers && withoutDocker !== undefined) console.warn(`SKIPPED: the driver of images is not held against the law here (${withoutDocker}).`);

const containers = createContainersOfRun();
let image = '';
beforeAll(async () => {
  if (withoutDocker === undefined) image = await buildLocalImage('law', {}, ['ENTRYPOINT ["/bin/node", "--input-type=module", "-e"]']);
}, 120_000);
afterAll(async () => {
  await containers.stop();
  if (image !== '') removeImage(image);
});

function imageAgent(text: string): ImageAgent {
  return { ...common, kind: 'image', image, command: [text], input: 'argv' };
}

const imageKind: Kind = {
  name: 'image',
  driver: () => createImageDriver(containers),
  answers: () => imageAgent('console.log("did " + process.argv.at(-1))'),
  hangs: () =>
    imageAgent(
      `import { spawn } from 'node:child_process'; spawn(process.execPath, ['-e', ${JSON.stringify(hangs)}], { stdio: 'ignore', detached: true }).unref(); ${hangs}`,
    ),
  fails: () => imageAgent('console.error("my last words: s3cret"); process.exit(3)'),
};

async function outcomeOf(session: AgentSession, task = 'it'): Promise<string> {
  const outcome = await session.give(task, 0);
  return 'answer' in outcome ? `answer: ${JSON.stringify(outcome.answer)}` : `none: ${outcome.noAnswer}`;
}

describe.each(isOfContainers ? (withoutDocker === undefined ? [imageKind] : []) : kinds)('$name', ({ driver, answers, hangs: hanging, fails }) => {
  test('answers its task; stop, once or twice, leaves nothing', async () => {
    const { world, gone } = stage();
    const session = await driver().start(answers(), world);
    expect(await outcomeOf(session)).toBe('answer: "did it"');
    await session.stop();
    await session.stop();
    await gone();
  });

  test('says why there is no answer, without secrets', async () => {
    const { world, gone } = stage();
    const session = await driver().start(fails(), world);
    const outcome = await outcomeOf(session);
    expect(outcome).toMatch(/^none: /);
    expect(outcome).toContain('my last words: [redacted]');
    expect(outcome).not.toContain('s3cret');
    await session.stop();
    await gone();
  });

  test('hung, with a child and a grandchild in a session of its own: after an abort all are gone, and the task is settled', async () => {
    const { world, abort, gone } = stage();
    const session = await driver().start(hanging(), world);
    const given = session.give('it', 0);
    await pause(300);
    abort.abort();
    await session.stop();
    await gone();
    expect(await Promise.race([given.then((outcome) => 'noAnswer' in outcome), pause(3000).then(() => 'never settled')])).toBe(true);
    await session.stop();
  });

  test('stopped without an abort, in mid-task: nothing is left', async () => {
    const { world, gone } = stage();
    const session = await driver().start(hanging(), world);
    void session.give('it', 0);
    await pause(200);
    await session.stop();
    await gone();
  });
});

describe.each([
  { name: 'a command', driver: commandDriver },
  { name: 'a command that a helper starts', driver: helped },
])('$name', ({ driver }) => {
  const run = async (text: string): Promise<{ outcome: string; events: readonly EventBody[] }> => {
    const { world, events, gone } = stage();
    const session = await driver.start(command(text), world);
    const outcome = await outcomeOf(session);
    await session.stop();
    await gone();
    return { outcome, events };
  };

  test('that prints 100 MB is ended, and this process holds little of it', async () => {
    const before = process.memoryUsage().rss;
    const { outcome } = await run(
      'const mb = "x".repeat(1 << 20); let n = 0; (function more() { while (n++ < 100) if (!process.stdout.write(mb)) return process.stdout.once("drain", more); })();',
    );
    expect(outcome).toMatch(/^none: it printed more than \d+ MiB/);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  test('that prints bytes that are no text still has an answer, and the log is still text', async () => {
    const { outcome, events } = await run('process.stdout.write(Buffer.from([0xff, 0xfe, 0x00, 0x1b, 0x5b, 0x41, 0xc3]));');
    expect(outcome).toMatch(/^answer: /);
    expect(() => JSON.parse(JSON.stringify(events)) as unknown).not.toThrow();
  });

  test('that prints nothing has no answer', async () => {
    expect((await run('')).outcome).toBe('none: nothing on stdout, exit code 0');
  });

  test('that ends with 3 after an answer has none', async () => {
    const { outcome, events } = await run('console.log("done"); process.exitCode = 3;');
    expect(outcome).toBe('none: an answer on stdout, exit code 3');
    expect(events).toContainEqual({ kind: 'agent-exited', exitCode: 3, signal: null });
  });

  test('that is killed says so', async () => {
    expect((await run('process.kill(process.pid, "SIGKILL")')).outcome).toContain('signal SIGKILL');
  });

  test.each([
    ['a program that is not there', { command: ['no-such-program-anywhere'] }],
    ['a folder that is not there', { folder: '/no/such/folder' }],
  ])('%s is a failure with a hint', async (_, members) => {
    const { world } = stage();
    const plan: CommandAgent = { ...command(''), ...members };
    const session = await driver.start(plan, world);
    const failure = await session.give('x', 0).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RehearsalFailure);
    expect(failure).toMatchObject({ code: 'AGENT_INVALID', hint: expect.stringContaining('PATH') as string });
    await session.stop();
  });

  test.each([
    ['argv', 'console.log(process.argv[2])'],
    ['stdin', 'process.stdin.pipe(process.stdout)'],
  ] as const)('gets its task by %s, whatever characters it has', async (input, text) => {
    const task = '$(rm -rf /) `x` "quoted" \'single\' ü😀 \\n -- --help\nsecond line';
    const { world } = stage();
    const session = await driver.start({ ...command(text), input }, world);
    expect(await outcomeOf(session, task)).toBe(`answer: ${JSON.stringify(task)}`);
    await session.stop();
  });

  test('that does not read its stdin is no trouble', async () => {
    const { world } = stage();
    const session = await driver.start({ ...command('console.log("ignored")'), input: 'stdin' }, world);
    expect(await outcomeOf(session, 'x'.repeat(5_000_000))).toBe('answer: "ignored"');
    await session.stop();
  });

  test('that leaves a child which holds its output open does not keep its answer waiting', async () => {
    const startedAt = performance.now();
    const { outcome } = await run(
      `import { spawn } from 'node:child_process'; spawn(process.execPath, ['-e', ${JSON.stringify(hangs)}], { stdio: 'inherit' }); console.log('done'); setTimeout(() => process.exit(0), 100);`,
    );
    expect(outcome).toBe('answer: "done"');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

describe('a function', () => {
  const run = async (text: string): Promise<{ outcome: string; events: readonly EventBody[] }> => {
    const { world, events } = stage();
    const session = await functions.start(functionAgent(text), world);
    const outcome = await Promise.race([outcomeOf(session), pause(10_000).then(() => 'never settled')]);
    await session.stop();
    return { outcome, events };
  };
  const body = `JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] })`;
  const denied = (events: readonly EventBody[]): readonly string[] =>
    events.flatMap((event) => (event.kind === 'egress-denied' ? [event.target] : []));

  test('in an endless loop is ended by the abort', async () => {
    const { world, abort } = stage();
    const session = await functions.start(functionAgent('export default () => { for (;;); };'), world);
    const given = session.give('it', 0);
    await pause(200);
    abort.abort();
    await session.stop();
    expect(await given).toHaveProperty('noAnswer');
  });

  test('whose module never finishes loading is given up at the abort', async () => {
    const { world, abort } = stage();
    setTimeout(() => abort.abort(), 300);
    await expect(functions.start(functionAgent('for (;;);'), world)).rejects.toMatchObject({ code: 'AGENT_INVALID' });
  });

  test.each([
    [
      'fetch',
      `const r = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', { method: 'POST', body: ${body} }); return (await r.json()).choices[0].message.content;`,
    ],
    [
      'fetch with a Request',
      `const r = await fetch(new Request(process.env.OPENAI_BASE_URL + '/chat/completions', { method: 'POST', body: ${body} })); return (await r.json()).choices[0].message.content;`,
    ],
    [
      'fetch to the provider itself',
      `const r = await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: ${body} }); return (await r.json()).choices[0].message.content;`,
    ],
    [
      'node:http',
      `const { request } = await import('node:http'); return new Promise((resolve, reject) => { const r = request(process.env.OPENAI_BASE_URL + '/chat/completions', { method: 'POST' }, (m) => { let t = ''; m.on('data', (c) => (t += c)).on('end', () => resolve(JSON.parse(t).choices[0].message.content)); }); r.on('error', reject); r.end(${body}); });`,
    ],
    [
      'node:https to the provider itself',
      `const { request } = await import('node:https'); return new Promise((resolve, reject) => { const r = request('https://api.openai.com/v1/chat/completions', { method: 'POST' }, (m) => { let t = ''; m.on('data', (c) => (t += c)).on('end', () => resolve(JSON.parse(t).choices[0].message.content)); }); r.on('error', reject); r.end(${body}); });`,
    ],
  ])('reaches its model by %s', async (_, code) => {
    const { outcome, events } = await run(`export default async () => { ${code} };`);
    expect(outcome).toBe('answer: "heard hi"');
    expect(denied(events)).toEqual([]);
  });

  test.each([
    ['fetch', `await fetch('https://example.com/x');`, 'example.com'],
    [
      'node:http',
      `const { get } = await import('node:http'); await new Promise((_, reject) => get('http://example.com:8080/', () => reject(new Error('it got out'))).on('error', reject));`,
      'example.com:8080',
    ],
    [
      'node:https',
      `const { get } = await import('node:https'); await new Promise((_, reject) => get('https://example.com/', () => reject(new Error('it got out'))).on('error', reject));`,
      'example.com',
    ],
    [
      'WebSocket',
      `await new Promise((_, reject) => { const s = new WebSocket('wss://example.com/x'); s.onopen = () => reject(new Error('it got out')); s.addEventListener('error', () => reject(new Error('refused'))); });`,
      'example.com',
    ],
    [
      'a raw socket',
      `const { connect } = await import('node:net'); await new Promise((_, reject) => connect(443, '192.0.2.1', () => reject(new Error('it got out'))).on('error', reject));`,
      '192.0.2.1:443',
    ],
    [
      'TLS',
      `const { connect } = await import('node:tls'); await new Promise((_, reject) => connect({ host: '192.0.2.1', port: 443 }, () => reject(new Error('it got out'))).on('error', reject));`,
      '192.0.2.1:443',
    ],
    [
      'HTTP/2',
      `const { connect } = await import('node:http2'); await new Promise((_, reject) => connect('https://192.0.2.1').on('error', reject));`,
      '192.0.2.1:443',
    ],
  ])('reaches nobody else by %s, and it is reported', async (_, code, target) => {
    const { outcome, events } = await run(`export default async () => { ${code} return 'it got out'; };`);
    expect(outcome).toMatch(/^none: /);
    expect(outcome).not.toContain('it got out');
    expect(denied(events).join()).toContain(target);
  });

  test('reaches nobody else by undici either', async () => {
    const undici = ['node_modules/undici/index.js'].find(existsSync);
    if (undici === undefined) return console.warn('NOT RUN: undici is not installed, so its own sockets are not tried');
    const code = `import { createRequire } from 'node:module'; const { fetch } = createRequire(${JSON.stringify(join(process.cwd(), 'x.js'))})('undici'); export default async () => { await fetch('http://192.0.2.1/x'); return 'it got out'; };`;
    const { outcome, events } = await run(code);
    expect(outcome).toMatch(/^none: /);
    expect(denied(events).join()).toContain('192.0.2.1');
  });

  test('may use a database of its own on this machine by raw sockets', async () => {
    const server = createServer((socket) => void socket.end('SSH-2.0 mine')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { outcome } = await run(
      `import { connect } from 'node:net'; export default () => new Promise((resolve, reject) => { let t = ''; connect(${port}, '127.0.0.1').on('data', (c) => (t += c)).on('end', () => resolve(t)).on('error', reject); });`,
    );
    expect(outcome).toBe('answer: "SSH-2.0 mine"');
  });

  test.each([
    ['returns nothing', 'export default () => {};', /^none: the function returned nothing/],
    ['rejects', 'export default async () => { throw new Error("no"); };', /^none: Error: no/],
    ['throws something that is no error', 'export default () => { throw "just words"; };', /^none: just words/],
    [
      'throws outside of its task',
      'export default () => new Promise(() => setTimeout(() => { throw new Error("later"); }, 20));',
      /^none: it threw outside of its task: later/,
    ],
    ['ends its process', 'export default () => { process.exit(3); };', /^none: its worker was ended/],
    [
      'prints much',
      'export default () => { for (let i = 0; i < 40; i++) console.log("x".repeat(1 << 18)); return new Promise(() => setInterval(() => {}, 100)); };',
      /^none: its worker was ended/,
    ],
    ['answers what JSON cannot say', 'export default () => ({ big: 10n });', /^none: .*BigInt/],
  ])('that %s', async (_, text, expected) => {
    expect((await run(text)).outcome).toMatch(expected);
  });

  test.each([
    ['is not there', '/no/such/module.mjs', undefined],
    ['has no default export', undefined, 'export const agent = () => 1;'],
    ['exports no function', undefined, 'export default 5;'],
    ['does not parse', undefined, 'export default ('],
    ['throws while it loads', undefined, 'throw new Error("at load");'],
  ])('whose module %s is refused with its name', async (_, path, text) => {
    const plan = text === undefined ? { ...functionAgent(''), module: path } : functionAgent(text);
    const failure = await functions.start(plan, stage().world).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RehearsalFailure);
    expect(failure).toMatchObject({ code: 'AGENT_INVALID', exitCode: 2, message: expect.stringContaining(plan.module) as string });
  });

  test('what a finished task left running does not speak in the next one’s name', async () => {
    const plan = functionAgent(
      `export default (task) => { if (task === 'one') setTimeout(() => fetch(process.env.OPENAI_BASE_URL + '/chat/completions', { method: 'POST', body: ${body} }).catch(() => {}), 100); return task === 'one' ? 'one' : new Promise((resolve) => setTimeout(() => resolve('two'), 300)); };`,
    );
    const first = stage();
    const one = await functions.start(plan, first.world);
    expect(await outcomeOf(one, 'one')).toBe('answer: "one"');
    await one.stop();
    const second = stage();
    const two = await functions.start(plan, second.world);
    expect(await outcomeOf(two, 'two')).toBe('answer: "two"');
    await two.stop();
    expect(second.events.filter(({ kind }) => kind === 'model-request')).toEqual([]);
  });

  test('isolate gives every episode a fresh module', async () => {
    for (const [isolate, expected] of [
      [false, ['1', '2']],
      [true, ['1', '1']],
    ] as const) {
      const plan = functionAgent('let count = 0; export default () => ++count;', isolate);
      const counts: string[] = [];
      for (let round = 0; round < 2; round++) {
        const session = await functions.start(plan, stage().world);
        counts.push((await outcomeOf(session)).replace('answer: ', ''));
        await session.stop();
      }
      expect(counts).toEqual(expected);
    }
  });
});

describe('a service', () => {
  test.each([
    ['ends at once', 'console.error("no database"); process.exit(1);', 'no database'],
    ['is not there', undefined, 'cannot be started'],
  ])('that %s is a failure that says why', async (_, text, expected) => {
    const plan = text === undefined ? { ...service(''), command: ['no-such-program-anywhere'] } : service(text);
    const { world, gone } = stage();
    const failure = await serviceDriver.start(plan, world).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RehearsalFailure);
    expect((failure as Error).message).toContain(expected);
    expect((failure as RehearsalFailure).hint).toBeTruthy();
    await gone();
  });

  test('that never gets ready is given up at the abort, with all it started', async () => {
    const { world, abort, gone } = stage();
    setTimeout(() => abort.abort(), 400);
    await expect(serviceDriver.start(service(`${withGrandchild}${hangs}`), world)).rejects.toBeInstanceOf(RehearsalFailure);
    await gone();
  });

  test.each([
    ['no JSON', 'response.end("hello");', 'no JSON'],
    ['no answer member', 'response.end("{}");', 'no member `answer`'],
    ['a broken connection', 'request.socket.destroy();', 'did not answer'],
  ])('that answers %s has no answer', async (_, answer, expected) => {
    const { world, gone } = stage();
    const session = await serviceDriver.start(service(serviceAnswering(answer)), world);
    expect(await outcomeOf(session)).toContain(expected);
    await session.stop();
    await gone();
  });
});

test('this file itself leaves no worker behind', async () => {
  await functions.close();
  expect(readFileSync('/proc/self/status', 'utf8')).toContain('Threads:');
});
