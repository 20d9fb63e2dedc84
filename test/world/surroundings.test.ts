import { expect, test } from 'vitest';
import { openWorld, shop, shopContracts, shopState } from '../support/world.ts';

// Goal: what happens around the agent (callbacks, kill switch, the person in shadow mode) happens at its moment in the history, and is logged when the
// agent could see it. Method: worlds on a clock that moves by itself; what the agent would report is emitted by the test.

const never = new AbortController().signal;
const inShop = { contracts: shopContracts, handlers: shop };

test('callbacks are handed out when they are due, each as often as planned, and then no more', async () => {
  const { world, of, clock, call } = openWorld({
    ...inShop,
    plan: {
      state: shopState,
      callbacks: [
        { id: 'c1', event: { paid: true }, afterSeconds: 60, times: 2 },
        { id: 'c2', event: 'refunded', at: { after: 'effect-committed', tool: 'refund', occurrence: 1 }, afterSeconds: 10, times: 1 },
      ],
    },
  });
  expect(await world.inbox.fetch(0, never)).toEqual([]);
  expect(await world.inbox.fetch(3_600_000, never)).toEqual([
    { id: 'c1', delivery: 1, event: { paid: true } },
    { id: 'c1', delivery: 2, event: { paid: true } },
  ]);
  expect(clock.now()).toBe(60_000);
  // Who waits is woken by what happens meanwhile.
  const waiting = world.inbox.fetch(3_600_000, never);
  await call('refund', { order_id: '7' });
  expect(await waiting).toEqual([{ id: 'c2', delivery: 1, event: 'refunded' }]);
  expect(clock.now()).toBe(70_000);
  expect(await world.inbox.fetch(0, never)).toEqual([]);
  expect(of('callback-delivered').map(({ callback, delivery, atMs }) => [callback, delivery, atMs])).toEqual([
    ['c1', 1, 60_000],
    ['c1', 2, 60_000],
    ['c2', 1, 70_000],
  ]);
});

test('the kill switch is thrown at its moment, before anything else happens', async () => {
  const { world, of, call, events } = openWorld({
    ...inShop,
    plan: { state: shopState, killSwitch: { after: 'tool-called', tool: 'refund', occurrence: 2 } },
  });
  await call('refund', { order_id: '7' });
  expect(world.killSwitch.read()).toEqual({ thrown: false });
  await call('refund', { order_id: '7' });
  expect(world.killSwitch.read()).toEqual({ thrown: true });
  expect(of('kill-switch-read').map(({ thrown }) => thrown)).toEqual([false, true]);
  expect(events.map(({ kind }) => kind).slice(-5)).toEqual([
    'tool-called',
    'kill-switch-thrown',
    'effect-committed',
    'tool-answered',
    'kill-switch-read',
  ]);
  await world.end();
  expect(of('failure')).toEqual([]);
});

test('a kill switch whose moment never came is no experiment', async () => {
  const { world, of } = openWorld({ plan: { killSwitch: { after: 'human-asked', occurrence: 1 } } });
  await world.end();
  expect(of('failure')).toMatchObject([{ code: 'MOMENT_NOT_REACHED', text: expect.stringContaining('after human-asked') as string }]);
});

const shadow = { decision: { route: 'legal' }, effects: [{ tool: 'refund', arguments: { order_id: '7', amount: 5 } }] };

test('in shadow mode the person acts once the agent has said what it would do; what the agent does is logged as ever', async () => {
  const { world, of, call, emit } = openWorld({ ...inShop, plan: { state: shopState, shadow } });
  expect(world.configuration()).toMatchObject({ shadow: true });
  expect(world.configuration()).not.toHaveProperty('humanDecision');
  emit({ kind: 'agent-reported', via: 'http', report: { type: 'log', level: 'info', message: 'thinking' } });
  expect(of('effect-committed')).toEqual([]);
  emit({ kind: 'agent-reported', via: 'http', report: { type: 'decision', decision: 'sales' } });
  emit({ kind: 'agent-reported', via: 'http', report: { type: 'discrepancy', agent: 'sales', human: 'legal' } });
  expect(world.configuration()).toMatchObject({ humanDecision: { route: 'legal' } });
  await call('refund', { order_id: '7', amount: 1 });
  await world.end();
  expect(of('effect-committed').map(({ by, toolCall, arguments: args }) => [by, toolCall, (args as { amount: number }).amount])).toEqual([
    ['person', undefined, 5],
    ['agent', 1, 1],
  ]);
  expect(of('effect-committed')[0]!.changes).toHaveLength(1);
});

test('in shadow mode the person acts also where the agent says nothing, and where nobody simulates what they do', async () => {
  const { world, of } = openWorld({ contracts: shopContracts, plan: { state: shopState, shadow } });
  await world.end();
  expect(of('effect-committed')).toMatchObject([{ by: 'person', tool: 'refund', changes: [] }]);
  expect(of('failure')).toEqual([]);
  expect(of('world-snapshot').at(-1)).toMatchObject({ moment: 'last' });
});

test('the configuration is what the profile in force says, with the modes and bounds', () => {
  const { world } = openWorld({ plan: { profile: 'prod', configuration: { maxSteps: 5 }, dryRun: true } });
  expect(world.configuration()).toEqual({
    profile: 'prod',
    configuration: { maxSteps: 5 },
    dryRun: true,
    shadow: false,
    autonomy: null,
    levels: ['low', 'normal', 'high', 'urgent'],
  });
});

test('what happens after the end is no part of the episode', async () => {
  const { world, events, call } = openWorld({ ...inShop, plan: { state: shopState } });
  await world.end();
  const before = events.length;
  await call('refund', { order_id: '7' });
  world.people.ask({});
  expect(events).toHaveLength(before);
});
