import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventsOf, type Event } from '../../src/domain/event.ts';
import { decodeUtf8 } from '../../src/domain/http.ts';
import { loadScenarios } from '../../src/run/index.ts';
import { conversation, recordTo } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { agentKinds, worldProject, type WorldRun } from '../support/world-project.ts';

// Goal: an agent is ended for real at the planned moment and started again with its task and its state folder, and both runs are one history; without the
// restart the case has run before. Method: agents in a process and in a thread; one writes down what it has done, one does not.

const call = `const call = async (environment, tool, body) => (await fetch(environment.REHEARSAL_TOOLS_URL + '/' + tool, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();`;
const careless = `${call}
export default async (task, { environment }) => (await call(environment, 'refund', { order_id: '7', amount: 80 })).refund_id;`;
const careful = `import { existsSync, writeFileSync } from 'node:fs';
${call}
export default async (task, { environment }) => {
  const done = environment.REHEARSAL_STATE_FOLDER + '/began';
  if (existsSync(done)) return 'checked';
  writeFileSync(done, '');
  return (await call(environment, 'refund', { order_id: '7', amount: 80 })).refund_id;
};`;

const restart = `world: { restart: { after: effect-committed, tool: refund } }\n`;

function parts(run: WorldRun): { reference: readonly Event[]; own: readonly Event[] } {
  const second = run.events.findLastIndex(({ kind }) => kind === 'episode-started');
  return { reference: run.events.slice(0, second), own: run.events.slice(second) };
}

describe.each(agentKinds)('a %s', (kind) => {
  test('that is ended after its effect is started again with the same task, and does what it does', async () => {
    const { reference, own } = parts(await worldProject(kind, careless, restart).run());
    expect(eventsOf(reference, 'effect-committed')).toHaveLength(1);
    expect(eventsOf(reference, 'agent-restarted')).toEqual([]);
    expect(eventsOf(own, 'effect-committed')).toHaveLength(2);
    expect(eventsOf(own, 'agent-restarted')).toMatchObject([{ run: 2, how: kind === 'module' ? 'abandoned' : 'killed' }]);
    expect(eventsOf(own, 'task-given').map(({ index }) => index)).toEqual([0, 0]);
    // The answer to the first refund never reached anybody.
    expect(eventsOf(own, 'tool-answered').map(({ delivered, outcome }) => [delivered, outcome])).toEqual([
      [false, 'unknown'],
      [true, 'ok'],
    ]);
    expect(eventsOf(own, 'answer')).toMatchObject([{ value: kind === 'module' ? 'r7' : '"r7"' }]);
    expect(eventsOf(own, 'episode-ended')).toMatchObject([{ how: 'finished' }]);
    const order = own.map((event) => event.kind).filter((what) => ['task-given', 'effect-committed', 'agent-restarted', 'answer'].includes(what));
    expect(order).toEqual(['task-given', 'effect-committed', 'agent-restarted', 'task-given', 'effect-committed', 'answer']);
  });

  test('that writes down what it began finds its state folder again', async () => {
    const run = await worldProject(kind, careful, restart).run();
    expect(eventsOf(parts(run).own, 'effect-committed')).toHaveLength(1);
    expect(eventsOf(parts(run).own, 'answer')).toMatchObject([{ value: kind === 'module' ? 'checked' : '"checked"' }]);
    expect(run.only.notes.join('\n')).toMatch(/first run without its restart/);
  });

  test('that never comes to the moment makes the case invalid', async () => {
    const run = await worldProject(kind, careless, `world: { restart: { after: effect-committed, tool: refund, occurrence: 5 } }\n`).run();
    expect(run.only.outcome).toBe('invalid');
    expect(eventsOf(parts(run).own, 'failure')).toMatchObject([{ code: 'MOMENT_NOT_REACHED' }]);
  });
});

test('a program that is terminated may put its things in order', async () => {
  const orderly = `import { writeFileSync, readdirSync } from 'node:fs';
${call}
process.on('SIGTERM', () => { writeFileSync(process.env.REHEARSAL_STATE_FOLDER + '/in-order', ''); process.exit(143); });
export default async (task, { environment }) => {
  const found = readdirSync(environment.REHEARSAL_STATE_FOLDER);
  if (found.length > 0) return found;
  await call(environment, 'refund', { order_id: '7', amount: 80 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  return 'late';
};`;
  const run = await worldProject('command', orderly, `world: { restart: { after: tool-answered, how: terminate } }\n`).run();
  const { own } = parts(run);
  expect(eventsOf(own, 'agent-restarted')).toMatchObject([{ how: 'terminated' }]);
  expect(eventsOf(own, 'answer')).toMatchObject([{ value: '["in-order"]' }]);
});

test('on virtual time the second run goes on where the first was ended, and draws other numbers', async () => {
  const slow = `${call}
export default async (task, { environment }) => {
  const key = String(Math.random());
  await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  await call(environment, 'get_order', { order_id: '7', key });
  return [Date.now() - Date.UTC(2026, 0, 1), key];
};`;
  const project = worldProject('module', slow, `clock: virtual\nlimits: { seconds: 100000 }\nworld: { restart: { after: tool-called } }\n`);
  const first = await project.run();
  const { own } = parts(first);
  expect(eventsOf(own, 'tool-called').map(({ atMs }) => atMs)).toEqual([3_600_000, 7_200_000]);
  expect(eventsOf(own, 'answer')).toMatchObject([{ value: [7_200_000, expect.any(String)] }]);
  const keys = eventsOf(own, 'tool-called').map((event) => (event.arguments as { key: string }).key);
  expect(keys[0]).not.toBe(keys[1]);
  expect((await project.run()).events).toEqual(first.events);
});

describe('a restarted agent that asks recorded models', () => {
  const agent = `import { readFileSync, existsSync, writeFileSync } from 'node:fs';
const bodies = JSON.parse(readFileSync(new URL('bodies.json', import.meta.url), 'utf8'));
export default async (task, { environment }) => {
  const mark = environment.REHEARSAL_STATE_FOLDER + '/asked';
  const from = environment.RESUMES === '1' && existsSync(mark) ? 1 : 0;
  let answer = 'none';
  for (const body of bodies.slice(from)) {
    const response = await fetch(environment.OPENAI_BASE_URL + '/chat/completions', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    answer = response.ok ? (await response.json()).choices[0].message.content : await response.text();
    writeFileSync(mark, '');
  }
  return answer;
};`;

  test.each([
    ['from the beginning', '0', [1, 2, 1, 2]],
    ['from where it was', '1', [1, 2, 2]],
  ])('%s gets the recordings again', async (_, resumes, exchanges) => {
    const project = worldProject(
      'module',
      agent,
      `cassette: c.yaml\nagent: { module: ./agent.mjs, env: { RESUMES: '${resumes}' } }\nworld: { restart: { after: model-answer, occurrence: 2 } }\n`,
    );
    const recorded = conversation(2);
    recordTo(join(project.folder, 'c.yaml'), recorded);
    project.write('bodies.json', JSON.stringify(recorded.map(({ request }) => decodeUtf8(request.body))));
    const run = await project.run();
    const { own } = parts(run);
    expect(run.only.outcome, run.only.sentence).toBe('pass');
    expect(eventsOf(own, 'model-answer').map(({ exchange }) => Number(exchange?.split('#')[1]))).toEqual(exchanges);
    // What is asked again after a restart is paid again, but no retry.
    expect(eventsOf(own, 'model-request').map(({ attempt }) => attempt)).toEqual(exchanges.map(() => 1));
    expect(eventsOf(own, 'model-request').map(({ conversation: number }) => number)).toEqual(exchanges.map((__, index) => (index < 2 ? 1 : 2)));
    expect(eventsOf(own, 'recordings-unused')).toEqual([]);
  });
});

test('a service that runs by itself cannot be restarted: an error of the scenario, with its place', () => {
  const folder = tempFolder();
  const file = join(folder, 's.yaml');
  writeFileSync(
    file,
    'scenario: s\nagent: { service: { url: "http://127.0.0.1:1" } }\ncases:\n  - name: a\n    task: x\n    world: { restart: { after: tool-called } }\n',
  );
  expect(() => loadScenarios([file])).toThrow(
    expect.objectContaining({ code: 'CONFIGURATION_INVALID', exitCode: 2, place: expect.objectContaining({ line: 6 }) as object }),
  );
});
