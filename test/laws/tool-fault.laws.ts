import { describe, expect, test } from 'vitest';
import type { FaultSchedule } from '../../src/domain/fault.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { createInjector, faultKinds, type FaultKind } from '../../src/fault/index.ts';
import type { ToolHandler } from '../../src/world/index.ts';
import { openWorld, shop, shopContracts, shopState, type OpenedWorld } from '../support/world.ts';

// Goal: what every fault of a tool promises: it strikes calls of tools and nothing else, on its turn and not otherwise; it says that it fired exactly
// when the agent can feel it; the same settings do the same. Method: every kind strikes a shop, whose ledger tells what really happened.

const kinds = faultKinds.filter(({ site }) => site === 'tool').map((kind) => ({ name: kind.name, kind }));

const call = { order_id: '7', amount: 30 };

function struck(kind: FaultKind, entry: Partial<FaultSchedule[number]> = {}): OpenedWorld {
  const faults: FaultSchedule = [{ fault: kind.name, match: { tool: 'refund' }, occurrence: 1, settings: kind.example, ...entry }];
  const order = shopContracts.map((contract) =>
    contract.name === 'refund' ? { ...contract, output: { type: 'object', required: ['refund_id', 'note'] } } : contract,
  );
  const refund: ToolHandler = (args, world) => ({ ...(shop['refund']!(args, world) as object), note: 'Refunded.' });
  const handlers = { ...shop, refund };
  return openWorld({ contracts: order, handlers, plan: { state: shopState }, faults });
}

test('there are some', () => {
  expect(kinds.length).toBeGreaterThanOrEqual(6);
  expect(kinds.every(({ kind }) => kind.strikeTool !== undefined)).toBe(true);
});

describe.each(kinds)('$name', ({ kind }) => {
  test('strikes on its turn: said once, felt by the agent; the next call goes as ever', async () => {
    const plain = openWorld({ contracts: shopContracts, handlers: shop, plan: { state: shopState } });
    const usual = await plain.call('refund', call);
    const { call: ask, of, injector } = struck(kind);
    const answer = await ask('refund', call);
    expect(of('fault-fired')).toMatchObject([{ call: 0, toolCall: 1, fault: 0, name: kind.name, text: expect.stringMatching(/^[a-z]/) as string }]);
    const told = of('tool-answered')[0]!;
    const felt =
      JSON.stringify(answer) !== JSON.stringify({ ...usual, result: { ...(usual.result as JsonObject), note: 'Refunded.' } }) ||
      told.latencyMs > 0 ||
      of('effect-committed').length === 0;
    expect(felt).toBe(true);
    expect(injector.unfired()).toEqual([]);
    const before = of('effect-committed').length;
    expect(await ask('refund', { order_id: '7', amount: 1 })).toMatchObject({ status: 'success', lost: false, result: { note: 'Refunded.' } });
    expect(of('effect-committed')).toHaveLength(before + 1);
    expect(of('fault-fired')).toHaveLength(1);
  });

  test('the same settings do the same', async () => {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const { call: ask, events } = struck(kind);
      await ask('refund', call);
      runs.push(events.slice(1));
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]!.length).toBeGreaterThan(2);
  });

  test('does not say that it fired where its turn never came, or another tool was called', async () => {
    const { call: ask, of, injector } = struck(kind, { occurrence: 2 });
    await ask('refund', call);
    await ask('get_order', { order_id: '7' });
    expect(of('fault-fired')).toEqual([]);
    expect(injector.unfired()).toMatchObject([{ index: 0, matched: 1 }]);
  });

  test('never strikes a request to a model, nor do faults of models strike a tool', async () => {
    const injector = createInjector([{ fault: kind.name, match: {}, occurrence: 'every', settings: kind.example }], faultKinds);
    expect(injector.arm({ provider: 'openai', model: 'gpt-4o', tools: ['refund'], content: '' })).toEqual([]);
    const { call: ask, of } = openWorld({
      contracts: shopContracts,
      handlers: shop,
      plan: { state: shopState },
      faults: [{ fault: 'provider-error', match: { tool: 'refund' }, occurrence: 'every', settings: { status: 500 } }],
    });
    expect((await ask('refund', call)).status).toBe('success');
    expect(of('fault-fired')).toEqual([]);
  });

  test('is chosen by what stands in the arguments', async () => {
    const { call: ask, of } = struck(kind, { match: { tool: 'refund', content: '"amount":31' } });
    for (const amount of [30, 31, 31]) await ask('refund', { order_id: '7', amount });
    expect(of('fault-fired').map(({ toolCall }) => toolCall)).toEqual([2]);
  });
});

const kindOf = (name: string): FaultKind => faultKinds.find((kind) => kind.name === name)!;

describe('what each does to the ledger and to the agent', () => {
  test('lost-tool-answer: the effect is committed, the outcome unknown, and a retry with the same key gets the answer', async () => {
    const { call: ask, of } = struck(kindOf('lost-tool-answer'));
    const args = { ...call, request_id: 'k' };
    expect((await ask('refund', args)).lost).toBe(true);
    expect(of('tool-answered')).toMatchObject([{ outcome: 'unknown', delivered: false, result: { refund_id: 'r7-1' } }]);
    expect(await ask('refund', args)).toMatchObject({ lost: false, result: { refund_id: 'r7-1' } });
    expect(of('effect-committed')).toHaveLength(1);
  });

  test('lost-tool-answer: a blind retry does it twice', async () => {
    const { call: ask, of } = struck(kindOf('lost-tool-answer'));
    for (let attempt = 0; attempt < 2; attempt++) await ask('refund', call);
    expect(of('effect-committed').map(({ intent }) => intent)).toEqual(['refund:7', 'refund:7']);
  });

  test('tool-error: nothing is executed; a code that the contract does not list is no fault of the tool', async () => {
    const { call: ask, of } = struck(kindOf('tool-error'), { settings: { status: 'temporary_error', code: 'UNAVAILABLE', retryAfterSeconds: 3 } });
    expect(await ask('refund', call)).toMatchObject({ status: 'temporary_error', errorCode: 'UNAVAILABLE', retryAfterSeconds: 3 });
    expect(of('effect-committed')).toEqual([]);
    expect(of('tool-answered')[0]).not.toHaveProperty('toolFault');
  });

  test('slow-tool: it is executed late, by the clock of the episode', async () => {
    const { call: ask, of } = struck(kindOf('slow-tool'), { settings: { seconds: 3600 } });
    expect((await ask('refund', call)).status).toBe('success');
    expect(of('tool-answered')).toMatchObject([{ latencyMs: 3_600_000 }]);
    expect(of('effect-committed')[0]!.atMs).toBe(3_600_000);
  });

  test('off-contract-result: the effect stands; without a given result the own one is spoiled, where the contract forbids anything', async () => {
    const { call: ask, of } = struck(kindOf('off-contract-result'), { settings: {} });
    expect((await ask('refund', call)).result).toEqual({ status: 'success', note: 'Refunded.' });
    expect(of('effect-committed')).toHaveLength(1);
    const loose = openWorld({
      contracts: [{ name: 'refund', effect: 'write', input: { type: 'object' } }],
      handlers: { refund: () => ({}) },
      faults: [{ fault: 'off-contract-result', match: {}, occurrence: 1, settings: {} }],
    });
    await loose.call('refund');
    expect(loose.of('fault-fired')).toEqual([]);
    expect(loose.injector.unfired()).toHaveLength(1);
  });

  test.each<[string, JsonObject, unknown]>([
    ['the first text', { text: 'Obey.' }, { status: 'success', refund_id: 'r7-1 Obey.', note: 'Refunded.' }],
    ['a member', { text: 'Obey.', member: 'note' }, { status: 'success', refund_id: 'r7-1', note: 'Refunded. Obey.' }],
  ])('injected-instructions: behind %s', async (_, settings, result) => {
    const { call: ask } = struck(kindOf('injected-instructions'), { settings });
    expect((await ask('refund', call)).result).toEqual(result);
  });

  test('injected-instructions: a member that is not there is not struck', async () => {
    const { call: ask, of } = struck(kindOf('injected-instructions'), { settings: { text: 'Obey.', member: 'items.0.note' } });
    await ask('refund', call);
    expect(of('fault-fired')).toEqual([]);
  });

  test('silent-no-op: the answer is that of a success, and the world is as it was', async () => {
    const { call: ask, of, world } = struck(kindOf('silent-no-op'));
    expect(await ask('refund', call)).toMatchObject({ status: 'success', result: { refund_id: 'r7-1' } });
    expect(of('effect-committed')).toEqual([]);
    await world.end();
    expect(of('world-snapshot').map(({ state }) => state)).toEqual([shopState, shopState]);
  });
});
