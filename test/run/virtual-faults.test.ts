import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { eventsOf, type Event } from '../../src/domain/event.ts';
import { loadScenarios, runCases } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: what the official clients do when they are refused or cut off: how often they ask, and when; and that faults which wait do so by the clock of the
// episode, exactly. Method: function agents on virtual time, one of these clients each, a scripted model, one fault each.

const agents = {
  openai: `import OpenAI from ${JSON.stringify(import.meta.resolve('openai'))};
export default async (task) => (await new OpenAI().chat.completions.create({ model: 'm', messages: [{ role: 'user', content: task }] })).choices[0].message.content;`,
  anthropic: `import Anthropic from ${JSON.stringify(import.meta.resolve('@anthropic-ai/sdk'))};
export default async (task) => (await new Anthropic().messages.create({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: task }] })).content[0].text;`,
  google: `import { GoogleGenAI } from ${JSON.stringify(import.meta.resolve('@google/genai'))};
export default async (task) => (await new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: process.env.GOOGLE_GEMINI_BASE_URL } }).models.generateContent({ model: 'm', contents: task })).candidates[0].content.parts[0].text;`,
  ai: `import { generateText } from ${JSON.stringify(import.meta.resolve('ai'))};
import { createOpenAI } from ${JSON.stringify(import.meta.resolve('@ai-sdk/openai'))};
export default async (task) => (await generateText({ model: createOpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: 'k' }).chat('m'), prompt: task })).text;`,
  reader: `export default async (task) => {
  const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
    method: 'POST', body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: task }] }),
  }).catch((error) => { throw new Error(error.message + ': ' + error.cause.code); });
  const head = Date.now();
  let first, bytes = 0;
  for await (const chunk of response.body) { first ??= Date.now(); bytes += chunk.length; }
  return [head, first, Date.now()].map((at) => at - Date.UTC(2026, 0, 1)).join(' ');
};`,
} as const;

/** As the log has it. */
type LoggedEvent = Event & { readonly episode: string };

/** The histories of one agent, under each of these faults, struck every time. */
async function run(agent: keyof typeof agents, faults: readonly string[]): Promise<readonly (readonly LoggedEvent[])[]> {
  const folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'model.mjs'), "export default () => ({ text: 'I refunded it' });\n");
  writeFileSync(join(folder, 'agent.mjs'), agents[agent]);
  const file = join(folder, 's.yaml');
  const cases = faults.map((fault, index) => `  - { name: case ${index}, task: Refund order 4711, faults: [{ occurrence: every, ${fault} }] }\n`);
  writeFileSync(
    file,
    `scenario: s
agent: { module: agent.mjs }
model: { module: model.mjs }
answeredBy: script
clock: virtual
limits: { seconds: 100000000 }
cases:
${cases.join('')}`,
  );
  const logFile = join(folder, 'events.ndjson');
  await runCases(loadScenarios([file]), {
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
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  const events = lines.map((line) => JSON.parse(line) as LoggedEvent);
  return faults.map((_, index) => events.filter(({ episode }) => episode.endsWith(`#case ${index}`)));
}

/** Seconds between one request and the next. */
function waits(events: readonly Event[]): readonly number[] {
  const asked = eventsOf(events, 'model-request').map(({ atMs }) => atMs);
  return asked.slice(1).map((atMs, index) => Math.round(atMs - asked[index]!) / 1000);
}

describe('how often the official clients ask, and when', () => {
  const refused = 'fault: provider-error, status: 429';
  /** What each does between attempts where nobody tells it how long to wait. */
  const own = 'own';
  //  fault, openai, anthropic, google, ai
  const rows: readonly (readonly [string, ...(readonly number[] | typeof own)[]])[] = [
    ['fault: provider-error, status: 500', own, own, [], own],
    [`${refused}, retryAfterSeconds: 2`, [2, 2], [2, 2], [], [2, 2]],
    [`${refused}, retryAfterSeconds: 2, retryAfterAs: date`, [2, 2], [2, 2], [], [2, 2]],
    [`${refused}, retryAfterSeconds: 2.5, retryAfterAs: milliseconds`, [2.5, 2.5], [2.5, 2.5], [], [2.5, 2.5]],
    // What no server should ask for is not waited for: nobody sleeps a year.
    [`${refused}, retryAfter: '-5'`, own, own, [], own],
    [`${refused}, retryAfter: soon`, own, own, [], own],
    [`${refused}, retryAfterSeconds: 31536000`, own, own, [], own],
    ['fault: quota-exceeded, of: requests', [1, 1], [1, 1], [], [1, 1]],
    // To wait does not help, and two of four wait.
    ['fault: quota-exceeded', own, [], [], own],
    ['fault: context-overflow', [], [], [], []],
    ['fault: broken-connection', own, own, [], own],
    ['fault: broken-connection, how: refuse', own, own, [], own],
    ['fault: html-instead, status: 502', own, own, [], own],
    ['fault: truncated-json', [], [], [], []],
  ];
  const owns = {
    openai: (seconds: readonly number[]) => isBackoff(seconds, [0.5, 1]),
    anthropic: (seconds: readonly number[]) => isBackoff(seconds, [0.5, 1]),
    google: (seconds: readonly number[]) => seconds.length === 0,
    ai: (seconds: readonly number[]) => seconds.join() === '2,4',
  };

  test.each(Object.keys(owns) as (keyof typeof owns)[])('%s', async (client) => {
    const histories = await run(
      client,
      rows.map(([fault]) => fault),
    );
    const column = 1 + Object.keys(owns).indexOf(client);
    const seen = histories.map((events) => waits(events));
    expect(seen.map((seconds, index) => (rows[index]![column] === own && owns[client](seconds) ? own : seconds))).toEqual(
      rows.map((row) => row[column]),
    );
    for (const events of histories) expect(eventsOf(events, 'fault-fired').length).toBe(eventsOf(events, 'model-request').length);
  });

  /** Up to a quarter less, by chance. */
  function isBackoff(seconds: readonly number[], most: readonly number[]): boolean {
    return seconds.length === most.length && seconds.every((each, index) => each <= most[index]! && each >= most[index]! * 0.75);
  }
});

describe('faults that wait', () => {
  test('do so by the clock of the episode, exactly, and twice the same', async () => {
    const faults = ['fault: slow-first-token, seconds: 3600', 'fault: slow-tokens, secondsEach: 60'];
    const histories = await run('reader', faults);
    // Head, first piece, end.
    expect(histories.map((events) => eventsOf(events, 'answer')[0]?.value)).toEqual(['0 3600000 3600000', '0 0 300000']);
    for (const events of histories) expect(eventsOf(events, 'fault-fired')).toHaveLength(1);
    const again = await run('reader', faults);
    const timeless = (all: typeof again): unknown => all.map((events) => events.map(({ episode: _folder, ...event }) => ({ ...event, agent: '' })));
    expect(timeless(again)).toEqual(timeless(histories));
  });

  test.each([
    ['reset', 'ECONNRESET'],
    ['close', 'UND_ERR_SOCKET'],
    ['refuse', 'ECONNREFUSED'],
  ])('a function agent feels a broken connection: %s', async (how, code) => {
    const [events] = await run('reader', [`fault: broken-connection, how: ${how}`]);
    expect(eventsOf(events!, 'episode-ended')[0]?.text).toContain(`fetch failed: ${code}`);
    expect(eventsOf(events!, 'model-answer')).toMatchObject([{ status: 0, complete: false }]);
  });

  test('a stream that breaks off after two hours of silence, in no time', async () => {
    const [events] = await run('reader', ['fault: stalled-answer, afterEvents: 1, breaksAfterSeconds: 7200']);
    expect(eventsOf(events!, 'episode-ended')[0]).toMatchObject({ atMs: 7_200_000, text: expect.stringContaining('terminated') as string });
  });
});
