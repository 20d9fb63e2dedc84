import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/domain/event.ts';
import { eventsOf } from '../../src/domain/event.ts';
import { momentKinds, type MomentKind } from '../../src/domain/world.ts';
import { agentKinds, worldProject, type WorldRun } from '../support/world-project.ts';

// Goal: an agent that is killed before something has not done it, one that is killed after it has; what was on its way to it does not reach it; and a death
// that nobody saw is no experiment. Method: an agent that remembers nothing is killed at every moment that there is, as a process and as a thread; the history
// tells how often each thing was done by both of its lives.

const agent = `const post = async (url, body) => (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
export default async (task, { environment }) => {
  await post(environment.REHEARSAL_EVIDENCE_URL, { type: 'checkpoint', name: 'start' });
  await post(environment.OPENAI_BASE_URL + '/chat/completions', { model: 'gpt-4o', messages: [{ role: 'user', content: 'May I?' }] });
  const refund = await post(environment.REHEARSAL_TOOLS_URL + '/refund', { order_id: '7', amount: 80 });
  await post(environment.REHEARSAL_PEOPLE_URL, { ticket_id: 't', question: 'Was it right?', tool: 'refund', arguments: { order_id: '7' } });
  return refund.refund_id;
};`;

async function killed(kind: (typeof agentKinds)[number], faults: string): Promise<{ run: WorldRun; own: readonly Event[] }> {
  const project = worldProject(kind, agent, `faults: ${faults}\n`, 'answeredBy: script\nmodel: { module: ./model.mjs }\n');
  project.write('model.mjs', `export default () => ({ text: 'You may.' });\n`);
  const run = await project.run();
  return { run, own: run.events.slice(run.events.findLastIndex((event) => event.kind === 'episode-started')) };
}

/** How often each moment was reached by both lives, in the order of the work. */
const order = [
  'agent-reported',
  'model-request',
  'model-answer',
  'tool-called',
  'effect-committed',
  'tool-answered',
  'human-asked',
  'answer',
] as const;
function counts(events: readonly Event[]): readonly number[] {
  return order.map((kind) => eventsOf(events, kind).length);
}

const before: Readonly<Record<MomentKind, readonly number[]>> = {
  'agent-reported': [1, 1, 1, 1, 1, 1, 1, 1],
  'model-request': [2, 1, 1, 1, 1, 1, 1, 1],
  'model-answer': [2, 2, 1, 1, 1, 1, 1, 1],
  'tool-called': [2, 2, 2, 1, 1, 1, 1, 1],
  // A tool goes on, whatever becomes of its agent.
  'effect-committed': [2, 2, 2, 2, 2, 2, 1, 1],
  'tool-answered': [2, 2, 2, 2, 2, 2, 1, 1],
  'human-asked': [2, 2, 2, 2, 2, 2, 1, 1],
  answer: [2, 2, 2, 2, 2, 2, 2, 1],
};
const after: Readonly<Record<MomentKind, readonly number[]>> = {
  'agent-reported': [2, 1, 1, 1, 1, 1, 1, 1],
  'model-request': [2, 2, 1, 1, 1, 1, 1, 1],
  'model-answer': [2, 2, 2, 1, 1, 1, 1, 1],
  'tool-called': [2, 2, 2, 2, 2, 2, 1, 1],
  'effect-committed': [2, 2, 2, 2, 2, 2, 1, 1],
  'tool-answered': [2, 2, 2, 2, 2, 2, 1, 1],
  'human-asked': [2, 2, 2, 2, 2, 2, 2, 1],
  // Nothing is left to be done.
  answer: [1, 1, 1, 1, 1, 1, 1, 1],
};

test('the tables know every moment, in the order of the work', () => {
  expect(Object.keys(before).toSorted()).toEqual([...momentKinds].toSorted());
  expect(order.toSorted()).toEqual([...momentKinds].toSorted());
});

const points = (['before', 'after'] as const).flatMap((when) => momentKinds.map((moment) => [when, moment] as const));

describe.each(agentKinds)('a %s', (kind) => {
  // A command has ended when its answer is known.
  test.each(points.filter(([, moment]) => kind === 'module' || moment !== 'answer'))('that is killed %s %s', async (when, moment) => {
    const { run, own } = await killed(kind, `[{ fault: process-killed, match: { ${when}: ${moment} } }]`);
    expect(counts(own)).toEqual({ before, after }[when][moment]);
    const seen = kind === 'module' ? 'its worker was ended' : 'its process ended by SIGKILL';
    expect(eventsOf(own, 'fault-fired')).toMatchObject([
      { call: 0, fault: 0, name: 'process-killed', text: expect.stringContaining(seen) as string },
    ]);
    expect(eventsOf(own, 'agent-restarted')).toMatchObject([{ run: 2, how: kind === 'module' ? 'abandoned' : 'killed' }]);
    if (kind === 'command') expect(eventsOf(own, 'agent-exited').map(({ signal }) => signal)).toEqual(['SIGKILL', null]);
    expect(eventsOf(own, 'fault-unfired')).toEqual([]);
    expect(eventsOf(own, 'failure')).toEqual([]);
    expect(eventsOf(own, 'episode-ended')).toMatchObject([{ how: 'finished' }]);
    // The agent that was killed before its answer arrived never got it.
    if (moment === 'tool-called' || moment === 'effect-committed' || (moment === 'tool-answered' && when === 'before'))
      expect(eventsOf(own, 'tool-answered').map(({ delivered }) => delivered)).toEqual(
        when === 'before' && moment === 'tool-called' ? [true] : [false, true],
      );
    // The reference is the case with nothing planned for the process.
    expect(counts(run.events.slice(0, run.events.length - own.length))).toEqual(order.map(() => 1));
  });

  test('may be killed as often as the schedule says', async () => {
    const faults = `[{ fault: process-killed, match: { before: tool-called }, occurrence: { first: 2 } }, { fault: process-killed, match: { after: human-asked, tool: refund } }]`;
    const { own } = await killed(kind, faults);
    expect(eventsOf(own, 'agent-restarted').map(({ run }) => run)).toEqual([2, 3, 4]);
    expect(counts(own)).toEqual([4, 4, 4, 2, 2, 2, 2, 1]);
    expect(eventsOf(own, 'fault-fired').map(({ fault }) => fault)).toEqual([0, 0, 1]);
  });

  test('that never comes to the moment makes the case invalid', async () => {
    const { run, own } = await killed(kind, `[{ fault: process-killed, match: { before: tool-called, tool: get_order } }]`);
    expect(run.only.outcome).toBe('invalid');
    expect(eventsOf(own, 'fault-unfired')).toMatchObject([{ name: 'process-killed', text: expect.stringMatching(/^0 moments matched/) as string }]);
  });
});

test.each(['before', 'after'])(
  'a command that has ended by itself cannot be killed %s its answer: no crash, and the case is invalid',
  async (when) => {
    const { run, own } = await killed('command', `[{ fault: process-killed, match: { ${when}: answer } }]`);
    expect(run.only.outcome).toBe('invalid');
    expect(eventsOf(own, 'fault-fired')).toEqual([]);
    expect(eventsOf(own, 'fault-unfired')).toMatchObject([{ text: expect.stringContaining('it had ended by itself') as string }]);
  },
);

test('a command that is asked to end says so by its exit', async () => {
  const { own } = await killed('command', `[{ fault: process-killed, match: { before: tool-called }, signal: SIGTERM }]`);
  expect(eventsOf(own, 'fault-fired')).toMatchObject([
    { text: 'asked the agent to end, by SIGTERM before tool-called of refund: its process ended by SIGTERM' },
  ]);
  expect(eventsOf(own, 'agent-restarted')).toMatchObject([{ how: 'terminated' }]);
});

test('an agent that is killed every time is given up', async () => {
  const { run, own } = await killed('module', `[{ fault: process-killed, match: { before: agent-reported }, occurrence: every }]`);
  expect(run.only.outcome).toBe('invalid');
  expect(eventsOf(own, 'failure')).toMatchObject([{ code: 'TOO_MANY_RESTARTS' }]);
});

test.each([
  ['no moment', '{ fault: process-killed }', 'needs one moment'],
  ['two moments', '{ fault: process-killed, match: { before: answer, after: tool-called } }', 'needs one moment'],
  ['a provider, which no moment has', '{ fault: process-killed, match: { before: answer, provider: openai } }', 'have no `provider`'],
  ['a moment for what strikes a call', '{ fault: slow-tool, seconds: 1, match: { before: tool-called } }', 'have no `before`'],
  [
    'two deaths at one moment',
    '{ fault: process-killed, match: { before: answer } }, { fault: torn-checkpoint, match: { before: answer } }',
    'exclude each other',
  ],
])('a schedule with %s is refused, with its line', async (_, faults, message) => {
  const failure = await killed('module', `[${faults}]`).catch((error: unknown) => error);
  expect(failure).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) as string, place: { line: expect.any(Number) as number } });
});
