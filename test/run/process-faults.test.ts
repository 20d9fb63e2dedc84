import { expect, test } from 'vitest';
import { eventsOf, type Event } from '../../src/domain/event.ts';
import { agentKinds, worldProject, type WorldRun } from '../support/world-project.ts';

// Goal: what faults of processes and of time promise: an agent that is held does nothing meanwhile, two workers both act, half a checkpoint is found, a clock
// that is set tells another time; each is seen before it counts as fired. Method: agents in a process and in a thread feel it and answer what they felt.

const head = `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const post = async (url, body) => (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
const call = (environment, tool, body) => post(environment.REHEARSAL_TOOLS_URL + '/' + tool, body);
`;

async function run(kind: (typeof agentKinds)[number], agent: string, faults: string, more = ''): Promise<{ run: WorldRun; own: readonly Event[] }> {
  const done = await worldProject(kind, `${head}export default async (task, { environment }) => {\n${agent}\n};`, `faults: ${faults}\n${more}`).run();
  return { run: done, own: done.events.slice(done.events.findLastIndex((event) => event.kind === 'episode-started')) };
}

function answerOf(own: readonly Event[]): unknown {
  const { value } = eventsOf(own, 'answer')[0]!;
  return typeof value === 'string' ? JSON.parse(value) : value;
}

const virtual = 'clock: virtual\nlimits: { seconds: 100000 }\n';

test.each(agentKinds)('process-paused: a %s on the time of the machine stands still, and goes on', async (kind) => {
  const faults = '[{ fault: process-paused, match: { after: tool-called }, seconds: 0.5 }]';
  const { own } = await run(
    kind,
    `const from = performance.now(); await call(environment, 'get_order', { order_id: '7' }); return [performance.now() - from];`,
    faults,
  );
  expect(eventsOf(own, 'fault-unfired')).toEqual([]);
  expect(eventsOf(own, 'fault-fired')).toMatchObject([
    { text: expect.stringContaining(kind === 'command' ? 'stood still' : 'thread was held') as string },
  ]);
  // It cannot have got its answer before it went on.
  expect((answerOf(own) as number[])[0]).toBeGreaterThan(450);
  expect(eventsOf(own, 'agent-restarted')).toEqual([]);
});

test('process-paused: on virtual time its clock goes on, and timers that were due come late, all at once', async () => {
  const agent = `const at = []; for (const minutes of [10, 20, 90]) setTimeout(() => at.push(Date.now() - Date.UTC(2026, 0, 1)), minutes * 60000);
await call(environment, 'get_order', { order_id: '7' });
await new Promise((resolve) => setTimeout(resolve, 6000000)); return at;`;
  const { own } = await run('module', agent, '[{ fault: process-paused, match: { after: tool-called }, seconds: 3600 }]', virtual);
  expect(eventsOf(own, 'answer')).toMatchObject([{ value: [3_600_000, 3_600_000, 5_400_000] }]);
  expect(eventsOf(own, 'fault-fired')).toMatchObject([
    { text: 'held the agent for 3600 s after tool-called of get_order: its clock went on, and it did nothing' },
  ]);
});

test.each(agentKinds)('second-worker: another %s does the same task in the same folder; what both do counts', async (kind) => {
  const agent = `const mark = environment.REHEARSAL_STATE_FOLDER + '/workers';
writeFileSync(mark, (existsSync(mark) ? readFileSync(mark, 'utf8') : '') + 'x');
await call(environment, 'get_order', { order_id: '7' });
for (let look = 0; look < 160 && readFileSync(mark, 'utf8').length < 2; look++) await new Promise((resolve) => setTimeout(resolve, 25));
await call(environment, 'refund', { order_id: '7', amount: 1 });
return readFileSync(mark, 'utf8');`;
  const { run: whole, own } = await run(
    kind,
    agent.replace('return readFileSync', 'return [readFileSync').replace("'utf8');$", "'utf8')];").replace(/;$/, '];'),
    '[{ fault: second-worker, match: { after: tool-called } }]',
  );
  expect(eventsOf(own, 'fault-fired')).toMatchObject([{ text: expect.stringContaining('worker 2 was started') as string }]);
  expect(answerOf(own)).toEqual(['xx']);
  expect(eventsOf(own, 'effect-committed')).toHaveLength(2);
  expect(eventsOf(own, 'answer')).toHaveLength(1);
  expect(eventsOf(whole.events.slice(0, whole.events.length - own.length), 'effect-committed')).toHaveLength(1);
});

test.each(agentKinds)('torn-checkpoint: a %s finds half of what it wrote last', async (kind) => {
  const agent = `const state = environment.REHEARSAL_STATE_FOLDER + '/state.json';
if (existsSync(state)) return [readFileSync(state, 'utf8')];
writeFileSync(state, '{"done":["order 7"]}');
await call(environment, 'get_order', { order_id: '7' }); return ['undisturbed'];`;
  const { own } = await run(kind, agent, '[{ fault: torn-checkpoint, match: { before: tool-called } }]');
  expect(answerOf(own)).toEqual(['{"done":["']);
  expect(eventsOf(own, 'fault-fired')).toMatchObject([{ text: expect.stringContaining('cut state.json from 20 to 10 bytes') as string }]);
  expect(eventsOf(own, 'tool-called')).toEqual([]);
});

test('torn-checkpoint: where nothing was written there is nothing to tear', async () => {
  const { run: whole, own } = await run(
    'module',
    `await call(environment, 'get_order', { order_id: '7' }); return [1];`,
    '[{ fault: torn-checkpoint, match: { before: tool-called } }]',
  );
  expect(whole.only.outcome).toBe('invalid');
  expect(eventsOf(own, 'fault-unfired')).toMatchObject([{ text: expect.stringContaining('nothing into its state folder') as string }]);
});

const times = `const times = () => [Date.now() - Date.UTC(2026, 0, 1), Math.round(performance.now())];`;

test('clock-skewed: the time of day is wrong from the start, timers and the time of events are right', async () => {
  const agent = `${times} const first = times(); await new Promise((resolve) => setTimeout(resolve, 5000)); await call(environment, 'get_order', { order_id: '7' }); return [first, times()];`;
  const { own } = await run('module', agent, '[{ fault: clock-skewed, seconds: -3600 }]', virtual);
  expect(eventsOf(own, 'answer')).toMatchObject([
    {
      value: [
        [-3_600_000, 0],
        [-3_595_000, 5000],
      ],
    },
  ]);
  expect(eventsOf(own, 'tool-called')).toMatchObject([{ atMs: 5000 }]);
  expect(eventsOf(own, 'fault-fired')).toMatchObject([{ text: expect.stringContaining('3600 s behind from the start') as string }]);
});

test.each([3600, -3600])('clock-jumps by %i s: between a call and its answer, and stays so after a restart', async (seconds) => {
  const agent = `${times} const first = times(); await call(environment, 'get_order', { order_id: '7' }); const second = times();
await new Promise((resolve) => setTimeout(resolve, 1000)); await call(environment, 'refund', { order_id: '7', amount: 1 }); return [first, second];`;
  const jump = `{ fault: clock-jumps, match: { after: tool-called, tool: get_order }, seconds: ${seconds} }`;
  const { own } = await run('module', agent, `[${jump}]`, virtual);
  expect(eventsOf(own, 'answer')).toMatchObject([
    {
      value: [
        [0, 0],
        [seconds * 1000, 0],
      ],
    },
  ]);
  const restarted = await run('module', agent, `[${jump}, { fault: process-killed, match: { before: tool-called, tool: refund } }]`, virtual);
  expect(eventsOf(restarted.own, 'answer')).toMatchObject([
    {
      value: [
        [1000 + seconds * 1000, 1000],
        [1000 + seconds * 1000, 1000],
      ],
    },
  ]);
});

test('wait-overruns: a deadline passes while the agent backs off', async () => {
  const agent = `const deadline = Date.now() + 60000; const tries = [];
for (let attempt = 1; attempt <= 3 && Date.now() < deadline; attempt++) { tries.push(attempt); await call(environment, 'get_order', { order_id: '7' }); await new Promise((resolve) => setTimeout(resolve, 10000)); }
return [tries, Date.now() - Date.UTC(2026, 0, 1)];`;
  const faults = (more: string): string => `[{ fault: wait-overruns, match: { after: tool-answered${more} }, seconds: 3600 }]`;
  const { own } = await run('module', agent, faults(''), virtual);
  expect(eventsOf(own, 'answer')).toMatchObject([{ value: [[1], 3_610_000] }]);
  const never = await run('module', `await call(environment, 'get_order', { order_id: '7' }); return [1];`, faults(''), virtual);
  expect(never.run.only.outcome).toBe('invalid');
});

test.each([
  ['clock-skewed, seconds: 5', 'command', '', 'machine'],
  ['clock-jumps, seconds: 5, match: { after: tool-called }', 'module', '', 'machine'],
  ['second-worker, match: { after: tool-called }', 'module', virtual, 'virtual clock'],
] as const)('%s cannot strike such a %s: refused, with its place', async (fault, kind, more, why) => {
  const failure = await run(kind, 'return 1;', `[{ fault: ${fault} }]`, more).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'CONFIGURATION_INVALID', exitCode: 2, message: expect.stringContaining(why) as string, place: { line: 10 } });
});
