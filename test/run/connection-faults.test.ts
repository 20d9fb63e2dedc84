import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { eventsOf, type Event } from '../../src/domain/event.ts';
import type { CaseReport } from '../../src/domain/report.ts';
import { loadScenarios, runCases } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: every fault of the connection is felt by a real client, at the request at which it is planned and at no other, and one that could not bite makes the case
// invalid. Method: an agent in a process of its own that asks twice over one keep-alive connection of the openai SDK and says what it felt each time.

const openai = resolve(import.meta.dirname, '../../node_modules/openai/index.mjs');

const agent = `import OpenAI from ${JSON.stringify(openai)};
const settings = JSON.parse(process.argv[2]);
const client = new OpenAI({ maxRetries: settings.retries ?? 0, timeout: settings.timeoutMs ?? 5000 });
const felt = [];
for (let number = 1; number <= (settings.asks ?? 3); number++) {
  const began = performance.now();
  try {
    const asked = { model: 'm', messages: [{ role: 'user', content: 'question ' + number }] };
    let text = '';
    if (settings.streams) for await (const part of await client.chat.completions.create({ ...asked, stream: true })) text += part.choices[0]?.delta?.content ?? '';
    else text = (await client.chat.completions.create(asked)).choices[0].message.content;
    felt.push({ text, ms: performance.now() - began });
  } catch (error) {
    let cause = error;
    while (cause.cause) cause = cause.cause;
    felt.push({ error: error.constructor.name, cause: cause.code ?? cause.message, ms: performance.now() - began });
    if (settings.restMs) await new Promise((resolve) => setTimeout(resolve, settings.restMs));
  }
}
console.log(JSON.stringify(felt));
process.exit(0);
`;

interface Felt {
  readonly text?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly ms: number;
}

interface Run {
  readonly only: CaseReport;
  readonly exitCode: number;
  readonly events: readonly Event[];
  readonly felt: readonly Felt[];
}

async function run(faults: string, settings: Readonly<Record<string, number>> = {}, words = 20): Promise<Run> {
  const folder = tempFolder();
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('package.json', '{"type":"module"}');
  write('agent.mjs', agent);
  write('model.mjs', `export default ({ lastUser }) => ({ text: 'answer to ' + lastUser + ${JSON.stringify(' and möre €'.repeat(words))} });\n`);
  write(
    's.yaml',
    `scenario: s
agent: { command: [${process.execPath}, agent.mjs] }
model: { module: ./model.mjs }
answeredBy: script
limits: { seconds: 20 }
cases:
  - name: a
    task: '${JSON.stringify(settings)}'
    faults: ${faults}
`,
  );
  const logFile = join(folder, 'events.ndjson');
  const outcome = await runCases(loadScenarios([join(folder, 's.yaml')]), {
    mode: 'replay',
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
  const answer = eventsOf(events, 'answer')[0]?.value;
  return { only: outcome.cases[0]!, exitCode: outcome.exitCode, events, felt: typeof answer === 'string' ? (JSON.parse(answer) as Felt[]) : [] };
}

const fires = (events: readonly Event[]): readonly string[] => eventsOf(events, 'fault-fired').map(({ name, call }) => `${name}@${call}`);

describe('a fault that keeps the answer from the agent, at the second of three requests over one connection', () => {
  test.each<[fault: string, settings: string, cause: RegExp]>([
    ['tcp-timeout', 'afterMs: 100', /SOCKET|other side closed/],
    ['tcp-reset-peer', 'afterMs: 0', /SOCKET|ECONNRESET/],
    ['tcp-limit-data', 'bytes: 60', /SOCKET|other side closed/],
    ['tcp-down', 'seconds: 0.2', /SOCKET|ECONNRESET/],
    ['tcp-refuse', 'seconds: 0.2', /SOCKET|ECONNRESET/],
    ['tcp-reset', 'afterBytes: 0', /^ECONNRESET$/],
    ['tcp-reset', 'afterBytes: 60', /^ECONNRESET$/],
  ])('%s { %s }', async (fault, settings, cause) => {
    const { felt, events, only } = await run(`[{ fault: ${fault}, ${settings}, occurrence: 2 }]`, { restMs: 400 });
    expect(felt, JSON.stringify(events)).toHaveLength(3);
    expect(felt[0]!.text).toMatch(/^answer to question 1/);
    expect(felt[1]).toMatchObject({ error: 'APIConnectionError', cause: expect.stringMatching(cause) as string });
    expect(felt[2]!.text).toMatch(/^answer to question 3/);
    expect(fires(events)).toEqual([`${fault}@${fault === 'tcp-refuse' ? 0 : 2}`]);
    expect(only.outcome, only.sentence).toBe('pass');
  });
});

describe('a fault that holds the answer back, at the second of three requests', () => {
  test.each<[fault: string, settings: string, waitsMs: number]>([
    ['tcp-latency', 'latencyMs: 300', 290],
    ['tcp-latency', 'latencyMs: 300, jitterMs: 50', 240],
    ['tcp-bandwidth', 'kilobytesPerSecond: 1', 290],
    ['tcp-slow-close', 'delayMs: 300', 290],
    ['tcp-slicer', 'averageBytes: 7, delayMicroseconds: 4000', 100],
    ['tcp-blackhole', 'seconds: 0.3', 240],
  ])('%s { %s }', async (fault, settings, waitsMs) => {
    const { felt, events, only } = await run(`[{ fault: ${fault}, ${settings}, occurrence: 2 }]`, {}, 40);
    expect(
      felt.map(({ text }) => text?.slice(0, 20)),
      JSON.stringify(events),
    ).toEqual(['answer to question 1', 'answer to question 2', 'answer to question 3']);
    expect(felt[1]!.ms).toBeGreaterThan(waitsMs);
    expect(fires(events)).toEqual([`${fault}@2`]);
    expect(only.outcome, only.sentence).toBe('pass');
  });
});

test('a connection that is half open hangs until the agent gives up, and whoever asks anew is answered', async () => {
  const { felt, events, only } = await run('[{ fault: tcp-half-open, occurrence: 2 }]', { timeoutMs: 400 });
  expect(felt.map(({ text, error }) => error ?? text?.slice(0, 20))).toEqual([
    'answer to question 1',
    'APIConnectionTimeoutError',
    'answer to question 3',
  ]);
  expect(fires(events)).toEqual(['tcp-half-open@2']);
  expect(only.outcome, only.sentence).toBe('pass');
});

describe('how long it lasts', () => {
  test('every: it stays', async () => {
    const { felt, events } = await run('[{ fault: tcp-timeout, afterMs: 50, occurrence: every }]');
    expect(felt.map(({ error }) => error)).toEqual(['APIConnectionError', 'APIConnectionError', 'APIConnectionError']);
    expect(fires(events)).toEqual(['tcp-timeout@1', 'tcp-timeout@2', 'tcp-timeout@3']);
  });

  test('requests: so many, the struck one among them', async () => {
    // A timeout that is lifted closes every connection: whoever connects in that moment is cut once more.
    const { felt, events } = await run('[{ fault: tcp-timeout, afterMs: 50, requests: 2, occurrence: 2 }]', { asks: 4, restMs: 300 });
    expect(felt.map(({ error }) => error ?? 'answered')).toEqual(['answered', 'APIConnectionError', 'APIConnectionError', 'answered']);
    expect(fires(events)).toEqual(['tcp-timeout@2']);
    expect(eventsOf(events, 'model-answer').map(({ complete }) => complete)).toEqual([true, false, false, true]);
  });

  test('seconds: whatever is asked meanwhile', async () => {
    const { felt } = await run('[{ fault: tcp-timeout, afterMs: 20, seconds: 1, occurrence: 2 }]', { asks: 4, restMs: 700 });
    expect(felt.map(({ error }) => error ?? 'answered').slice(0, 2)).toEqual(['answered', 'APIConnectionError']);
    expect(felt.at(-1)!.text).toBeDefined();
    expect(felt[2]!.error).toBeDefined();
  });

  test('first n: each of them is struck, and none after', async () => {
    const { felt, events } = await run('[{ fault: tcp-limit-data, bytes: 60, occurrence: { first: 2 } }]');
    expect(felt.map(({ error }) => error ?? 'answered')).toEqual(['APIConnectionError', 'APIConnectionError', 'answered']);
    expect(fires(events)).toEqual(['tcp-limit-data@1', 'tcp-limit-data@2']);
  });
});

describe('a stream', () => {
  test('in crumbs of two bytes, cut inside events and characters, is whole', async () => {
    const { felt, events } = await run('[{ fault: tcp-slicer, averageBytes: 2, occurrence: 2 }]', { streams: 1 }, 4);
    expect(felt.map(({ text }) => text)).toEqual([1, 2, 3].map((number) => `answer to question ${number}${' and möre €'.repeat(4)}`));
    expect(fires(events)).toEqual(['tcp-slicer@2']);
  });

  test.each(['tcp-limit-data, bytes: 900', 'tcp-reset, afterBytes: 900'])(
    'that breaks in the middle is an error for the client, and logged as incomplete: %s',
    async (fault) => {
      const { felt, events, only } = await run(`[{ fault: ${fault}, occurrence: 2 }]`, { streams: 1 }, 60);
      expect(felt.map(({ error }) => error !== undefined)).toEqual([false, true, false]);
      expect(eventsOf(events, 'model-answer').map(({ complete }) => complete)).toEqual([true, false, true]);
      expect(only.outcome, only.sentence).toBe('pass');
    },
  );
});

test('an agent that retries gets through: the SDK asks again by itself, and the recording is there for it', async () => {
  const { felt, events, only } = await run('[{ fault: tcp-reset, occurrence: 2 }]', { retries: 2 });
  expect(felt.map(({ text }) => text?.slice(0, 20))).toEqual(['answer to question 1', 'answer to question 2', 'answer to question 3']);
  expect(eventsOf(events, 'model-request').map(({ attempt }) => attempt)).toEqual([1, 1, 2, 1]);
  expect(only.outcome, only.sentence).toBe('pass');
});

describe('a fault that the agent cannot feel makes the case invalid', () => {
  test.each([
    ['an answer that is shorter', 'tcp-limit-data, bytes: 100000', 'only what comes after the 100000th is struck'],
    ['an answer that is shorter than a slice', 'tcp-slicer, averageBytes: 100000', 'only what comes after the 100000th is struck'],
    ['a request that never comes', 'tcp-reset, occurrence: 9', '3 requests matched'],
  ])('%s', async (_, fault, why) => {
    const { only, exitCode, events } = await run(`[{ fault: ${fault} }]`);
    expect(fires(events)).toEqual([]);
    expect(eventsOf(events, 'fault-unfired')).toMatchObject([{ text: expect.stringContaining(why) as string }]);
    expect([only.outcome, exitCode]).toEqual(['invalid', 3]);
  });
});
