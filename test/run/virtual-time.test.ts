import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { eventsOf, type Event } from '../../src/domain/event.ts';
import type { CaseReport } from '../../src/domain/report.ts';
import { loadScenarios, runCases } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: an agent on virtual time waits hours in a moment, exactly, and the same in every run; time stands still while something real is awaited; nothing of one
// episode reaches the next; what would wait for ever is told at once. Method: whole cases with function agents, among them real SDKs, and a scripted model.

let folder: string;

const model = `export default ({ task }) => ({ text: 'heard ' + JSON.stringify(task) });\n`;

/** Runs the cases (YAML) on an agent; the events of each case in order. */
async function run(
  agent: string,
  cases: string,
  members = '',
): Promise<{ cases: readonly CaseReport[]; events: readonly (readonly Event[])[]; all: readonly Event[] }> {
  writeFileSync(join(folder, 'agent.mjs'), agent);
  writeFileSync(join(folder, 'model.mjs'), model);
  const file = join(folder, 's.yaml');
  writeFileSync(
    file,
    `scenario: s\nagent: { module: agent.mjs }\nmodel: { module: model.mjs }\nansweredBy: script\nclock: virtual\n${members}cases:\n${cases}`,
  );
  const logFile = join(folder, 'events.ndjson');
  const outcome = await runCases(loadScenarios([file]), {
    mode: 'replay',
    update: false,
    seed: 7,
    concurrency: 1,
    dialects: allDialects,
    logFile,
    upstreamTimeoutMs: 5000,
    environment: { PATH: process.env['PATH'] },
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
  });
  const all = readFileSync(logFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
  const events: Event[][] = [];
  for (const event of all) {
    if (event.kind === 'episode-started') events.push([]);
    events.at(-1)!.push(event);
  }
  return { cases: outcome.cases, events, all };
}

function answerOf(events: readonly Event[] | undefined): unknown {
  return eventsOf(events ?? [], 'answer')[0]?.value;
}

function endOf(events: readonly Event[] | undefined): { how: string; text?: string; atMs: number } {
  return eventsOf(events ?? [], 'episode-ended')[0]!;
}

beforeEach(() => {
  folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{}');
});

const fourHours = 4 * 3600 * 1000;

const sdks = {
  openai: `import OpenAI from ${JSON.stringify(import.meta.resolve('openai'))};
const ask = async (task) => (await new OpenAI({ maxRetries: 3 }).chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: task }] })).choices[0].message.content;`,
  'AI SDK': `import { generateText } from ${JSON.stringify(import.meta.resolve('ai'))};
import { createOpenAI } from ${JSON.stringify(import.meta.resolve('@ai-sdk/openai'))};
const ask = async (task) => (await generateText({ model: createOpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: 'k' }).chat('gpt-4o'), maxRetries: 3, prompt: task })).text;`,
};

describe.each(Object.entries(sdks))('the %s client on virtual time', (_, source) => {
  const agent = `${source}
export default async (task) => {
  const text = await ask(task);
  await new Promise((resolve) => setTimeout(resolve, ${fourHours}));
  return text + ' ' + Math.random();
};`;
  const cases = `  - name: a
    task: Refund order 4711
    limits: { seconds: 20000 }
    checks: [honours-retry-after]
    settings: { honours-retry-after: { retrySeconds: 60 }, keeps-its-deadline: { retrySeconds: 60 } }
    faults: [{ fault: provider-error, status: 429, retryAfterSeconds: 20, occurrence: { first: 2 } }]
`;

  test('waits two Retry-After of 20 s and then four hours, exactly, twice the same', async () => {
    const first = await run(agent, cases);
    expect(first.cases[0]!.outcome, first.cases[0]!.sentence).toBe('pass');
    const requests = eventsOf(first.all, 'model-request').map(({ atMs }) => atMs);
    expect(requests).toEqual([0, 20_000, 40_000]);
    expect(eventsOf(first.all, 'answer')[0]!.atMs).toBe(40_000 + fourHours);
    expect(eventsOf(first.all, 'episode-started')[0]!.clock).toBe('virtual');
    const second = await run(agent, cases);
    expect(second.all).toEqual(first.all);
  });
});

describe('time', () => {
  test('is that of the episode for every clock that an agent can read, and begins anew with each', async () => {
    const agent = `import { setTimeout as sleep, scheduler } from 'node:timers/promises';
import { setTimeout as callLater } from 'node:timers';
import { performance as measured } from 'node:perf_hooks';
import { promisify } from 'node:util';
const atLoad = setTimeout;
export default async () => {
  const started = [Date.now(), measured.now(), process.hrtime.bigint()];
  await sleep(1000);
  await scheduler.wait(1000);
  await promisify(setTimeout)(1000);
  await new Promise((resolve) => callLater(resolve, 1000));
  await new Promise((resolve) => atLoad(resolve, 1000));
  await new Promise((resolve) => AbortSignal.timeout(1000).addEventListener('abort', resolve));
  let ticks = 0;
  await new Promise((resolve) => { const every = setInterval(() => ++ticks === 3 && resolve(clearInterval(every)), 1000); });
  setInterval(() => { globalThis.leak = (globalThis.leak ?? 0) + 1; }, 10);
  return [new Date(started[0]).toISOString(), started[1], Date.now() - started[0], measured.now() - started[1], Number(process.hrtime.bigint() - started[2]) / 1e6, globalThis.leak ?? 0];
};`;
    const { cases, events } = await run(agent, `  - { name: a, task: x }\n  - { name: b, task: x }\n`);
    for (const [index, of] of events.entries()) {
      expect(answerOf(of), cases[index]!.sentence).toEqual(['2026-01-01T00:00:00.000Z', 0, 9000, 9000, 9000, 0]);
      expect(endOf(of).atMs).toBe(9000);
    }
  });

  test('stands still while the agent reads files, computes in the thread pool and waits for a program', async () => {
    const agent = `import { readFile } from 'node:fs/promises';
import { scrypt } from 'node:crypto';
import { gzip } from 'node:zlib';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
export default async () => {
  let fired = 0;
  const deadline = setTimeout(() => fired++, 50);
  await readFile(import.meta.filename);
  await promisify(scrypt)('a', 'b', 64, { N: 2 ** 14 });
  await promisify(gzip)('a'.repeat(1e6));
  await crypto.subtle.digest('SHA-256', new Uint8Array(5e6));
  await promisify(execFile)(process.execPath, ['-e', 'setTimeout(() => {}, 100)']);
  clearTimeout(deadline);
  return [fired, Date.now() - Date.UTC(2026, 0, 1)];
};`;
    const { events, cases } = await run(agent, `  - { name: a, task: x }\n`);
    expect(answerOf(events[0]), cases[0]!.sentence).toEqual([0, 0]);
  });

  test('keeps the context of asynchronous calls in the callbacks of timers', async () => {
    const agent = `import { AsyncLocalStorage } from 'node:async_hooks';
const store = new AsyncLocalStorage();
export default () => store.run('mine', () => new Promise((resolve) => setTimeout(() => resolve(store.getStore() ?? 'lost'), 5)));`;
    expect(answerOf((await run(agent, `  - { name: a, task: x }\n`)).events[0])).toBe('mine');
  });

  test('takes chance from the seed, which is also in the environment', async () => {
    const agent = `import { randomUUID } from 'node:crypto';
export default () => [Math.random(), crypto.randomUUID(), randomUUID(), process.env.REHEARSAL_SEED];`;
    const cases = `  - { name: a, task: x }\n  - { name: b, task: x }\n`;
    const { events } = await run(agent, cases);
    expect(answerOf(events[0])).toEqual(answerOf(events[1]));
    expect(answerOf((await run(agent, cases)).events[0])).toEqual(answerOf(events[0]));
    const [random, one, two, seed] = answerOf(events[0]) as [number, string, string, string];
    expect(random > 0 && random < 1 && one !== two && seed === '7').toBe(true);
    expect(one).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});

describe('an agent that would wait for ever', () => {
  test('for nothing at all is told at once', async () => {
    const { events, cases } = await run(`export default () => new Promise(() => {});`, `  - { name: a, task: x, limits: { seconds: 1000000 } }\n`);
    expect(endOf(events[0])).toMatchObject({ how: 'stuck', atMs: 0, text: expect.stringContaining('no timer is set') as string });
    expect(cases[0]!.verdicts.find(({ claim }) => claim === 'terminates-within-budget')).toMatchObject({ outcome: 'fail' });
  });

  test('for an answer that stalls, without a deadline, is told at once', async () => {
    const agent = `export default async () => (await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":"m","messages":[{"role":"user","content":"x"}]}' })).text();`;
    const { events } = await run(agent, `  - { name: a, task: x, faults: [{ fault: stalled-answer }] }\n`);
    expect(endOf(events[0])).toMatchObject({ how: 'stuck', atMs: 0, text: expect.stringContaining('an answer that never comes') as string });
    expect(eventsOf(events[0]!, 'agent-hung-up')).toHaveLength(1);
  });

  test('with timers that set themselves again is ended by its limit, in virtual time', async () => {
    const { events } = await run(
      `export default () => new Promise(() => setInterval(() => {}, 1000));`,
      `  - { name: a, task: x, limits: { seconds: 3600 } }\n`,
    );
    expect(endOf(events[0])).toMatchObject({ how: 'timed-out', atMs: 3_600_000 });
  });

  test('in a busy loop is ended by the real-time limit', async () => {
    const { events } = await run(
      `export default () => { for (;;); };`,
      `  - { name: a, task: x, limits: { realSeconds: 0.3 } }\n  - { name: b, task: x, limits: { realSeconds: 0.3 } }\n`,
    );
    for (const of of events) expect(endOf(of)).toMatchObject({ how: 'timed-out', text: 'ended after 0.3 s of real time' });
    expect(events).toHaveLength(2);
  });
});

describe('an answer that stalls', () => {
  const ask = (deadline: string): string => `export default async () => {
  const deadline = ${deadline};
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', { method: 'POST', signal: AbortSignal.timeout(deadline), headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'x' }] }) });
      return [attempt, response.status, (await response.text()).includes('[DONE]')];
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
};`;

  test.each([
    ['before its head', ''],
    ['in its middle', ', afterEvents: 1'],
  ])('%s is given up at the deadline of the agent, exactly', async (_, settings) => {
    const { events, cases } = await run(
      ask('30_000'),
      `  - { name: a, task: x, limits: { seconds: 1000 }, faults: [{ fault: stalled-answer, occurrence: { first: 2 }${settings} }] }\n`,
    );
    expect(
      eventsOf(events[0]!, 'model-request').map(({ atMs }) => atMs),
      cases[0]!.sentence,
    ).toEqual([0, 30_000, 60_000]);
    expect(eventsOf(events[0]!, 'agent-hung-up').map(({ atMs }) => atMs)).toEqual([30_000, 60_000]);
    expect(eventsOf(events[0]!, 'fault-fired').map(({ atMs }) => atMs)).toEqual([0, 30_000]);
    expect(answerOf(events[0])).toEqual([3, 200, true]);
  });

  test('until the other side gives up is an error of the provider then', async () => {
    const { events } = await run(
      ask('100_000'),
      `  - { name: a, task: x, limits: { seconds: 1000 }, faults: [{ fault: stalled-answer, breaksAfterSeconds: 60 }] }\n`,
    );
    expect(answerOf(events[0])).toEqual([1, 504, false]);
    expect(eventsOf(events[0]!, 'model-answer')).toMatchObject([{ atMs: 60_000, status: 504 }]);
  });
});

test('virtual time for a command is an error of the scenario, with its place', () => {
  const file = join(folder, 's.yaml');
  writeFileSync(file, 'scenario: s\nagent: { command: node agent.mjs }\ncases:\n  - name: a\n    task: x\n    clock: virtual\n');
  expect(() => loadScenarios([file])).toThrow(
    expect.objectContaining({ code: 'CONFIGURATION_INVALID', exitCode: 2, place: expect.objectContaining({ line: 6 }) as object }),
  );
});

test('a case may pause between its tasks, by the same clock', async () => {
  const agent = `export default async (task) => { await new Promise((resolve) => setTimeout(resolve, 1000)); return task; };`;
  const { cases, all } = await run(agent, `  - { name: a, tasks: [one, two, three], pause: 1h, limits: { seconds: 20000 } }\n`);
  expect(cases[0]!.outcome).toBe('pass');
  expect(eventsOf(all, 'task-given').map(({ atMs }) => atMs)).toEqual([0, 3_601_000, 7_202_000]);
});
