import { describe, expect, test } from 'vitest';
import type { FaultSchedule } from '../../src/domain/fault.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { placesOf } from '../../src/explore/chaos/places.ts';
import { createInjector, faultKinds, type FaultKind } from '../../src/fault/index.ts';
import type { ToolHandler } from '../../src/world/index.ts';
import { openWorld, shop, shopContracts, shopState, type OpenedWorld } from '../support/world.ts';

// Goal: what every fault of a tool promises: it strikes calls of tools and nothing else, on its turn and not otherwise; it says that it fired exactly
// when the agent can feel it; the same settings do the same. Method: every kind strikes a shop, whose ledger tells what really happened.

const kinds = faultKinds.filter(({ site }) => site === 'tool').map((kind) => ({ name: kind.name, kind }));

const call = { order_id: '7', amount: 30 };
/** What each call is told besides: a text, a list, a figure. */
const more = { note: 'Refunded.', lines: [1, 2, 3] };
/** These need an earlier answer to the same call, and strike the second. */
const needEarlier: ReadonlySet<string> = new Set(['contradictory-result']);

function struck(kind: FaultKind, entry: Partial<FaultSchedule[number]> = {}): OpenedWorld {
  const faults: FaultSchedule = [{ fault: kind.name, match: { tool: 'refund' }, occurrence: 1, settings: kind.example, ...entry }];
  const order = shopContracts.map((contract) =>
    contract.name === 'refund' ? { ...contract, output: { type: 'object', required: ['refund_id', 'note'] } } : contract,
  );
  const refund: ToolHandler = (args, world) => ({ ...(shop['refund']!(args, world) as object), for: args.order_id, ...more });
  const handlers = { ...shop, refund };
  return openWorld({ contracts: order, handlers, plan: { state: shopState }, faults });
}

test('there are some', () => {
  expect(kinds.length).toBeGreaterThanOrEqual(12);
  expect(kinds.every(({ kind }) => kind.strikeTool !== undefined)).toBe(true);
});

describe.each(kinds)('$name', ({ kind }) => {
  test('strikes on its turn: said once, felt by the agent; the next call goes as ever', async () => {
    const plain = openWorld({ contracts: shopContracts, handlers: shop, plan: { state: shopState } });
    const usual = await plain.call('refund', call);
    const turn = needEarlier.has(kind.name) ? 2 : 1;
    const { call: ask, of, injector } = struck(kind, { occurrence: turn });
    if (turn === 2) await ask('refund', call);
    const answer = await ask('refund', call);
    expect(of('fault-fired')).toMatchObject([
      { call: 0, toolCall: turn, fault: 0, name: kind.name, text: expect.stringMatching(/^[a-z]/) as string },
    ]);
    const told = of('tool-answered')[turn - 1]!;
    const felt =
      JSON.stringify(answer) !== JSON.stringify({ ...usual, result: { ...(usual.result as JsonObject), for: '7', ...more } }) ||
      told.latencyMs > 0 ||
      of('effect-committed').length === 0;
    expect(felt).toBe(true);
    expect(injector.unfired()).toEqual([]);
    // An outage goes on as long as it was planned to.
    if (kind.strikeTool!(kind.example, { tool: 'refund', contract: undefined, arguments: {} })?.lasts !== undefined) return;
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
    const { call: ask, of, injector } = struck(kind, { occurrence: 3 });
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
    const { call: ask, of } = struck(kind, { match: { tool: 'refund', content: '"amount":31' }, occurrence: needEarlier.has(kind.name) ? 2 : 1 });
    for (const amount of [30, 31, 31, 30]) await ask('refund', { order_id: '7', amount });
    expect(of('fault-fired').map(({ toolCall }) => toolCall)).toEqual(
      needEarlier.has(kind.name) || kind.name === 'tool-outage' ? [2, 3].slice(kind.name === 'tool-outage' ? 0 : 1) : [2],
    );
  });
});

describe('what a kind tries at a place', () => {
  // The agent of this run reads, acts, reads again what has changed, and once more what has not.
  const work = async ({ call: ask }: OpenedWorld): Promise<void> => {
    await ask('get_order', { order_id: '7' });
    await ask('refund', call);
    await ask('get_order', { order_id: '7' });
    await ask('get_order', { order_id: '7' });
    await ask('get_order', { order_id: '404' });
  };
  const agent = { kind: 'function', clock: 'virtual', endsWithItsAnswer: false } as const;

  test.each(kinds)('$name strikes there', async ({ kind }) => {
    const plain = struck(kind, { occurrence: 99 });
    await work(plain);
    const places = placesOf(plain.events, shopContracts).map(({ place }) => place);
    expect(places.filter((place) => place.kind === 'tool')).toHaveLength(5);
    let tried = 0;
    for (const place of places) {
      for (const settings of kind.tries!(place, agent)) {
        if (place.kind !== 'tool') throw new Error(`${kind.name} is tried at ${place.id}.`);
        const trial = struck(kind, { match: { tool: place.tool }, occurrence: place.number, settings });
        await work(trial);
        expect(trial.injector.unfired(), `${JSON.stringify(settings)} at ${place.id}`).toEqual([]);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(0);
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
    expect((await ask('refund', call)).result).toEqual({ status: 'success', for: '7', ...more });
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
    ['the first text', { text: 'Obey.' }, { status: 'success', refund_id: 'r7-1 Obey.', for: '7', ...more }],
    ['a member', { text: 'Obey.', member: 'note' }, { status: 'success', refund_id: 'r7-1', for: '7', ...more, note: 'Refunded. Obey.' }],
  ])('injected-instructions: behind %s', async (_, settings, result) => {
    const { call: ask } = struck(kindOf('injected-instructions'), { settings });
    expect((await ask('refund', call)).result).toEqual(result);
  });

  test('injected-instructions: a member that is not there is not struck', async () => {
    const { call: ask, of } = struck(kindOf('injected-instructions'), { settings: { text: 'Obey.', member: 'items.0.note' } });
    await ask('refund', call);
    expect(of('fault-fired')).toEqual([]);
  });

  test('tool-outage: so many calls of the tool fail and do nothing, all others are answered; then it is up again', async () => {
    const { call: ask, of } = struck(kindOf('tool-outage'), { occurrence: 2, settings: { calls: 2 } });
    const said = [];
    for (let round = 0; round < 4; round++)
      said.push((await ask('refund', call)).errorCode ?? 'ok', (await ask('get_order', { order_id: '7' })).status);
    expect(said).toEqual(['ok', 'success', 'UNAVAILABLE', 'success', 'UNAVAILABLE', 'success', 'ok', 'success']);
    expect(of('effect-committed')).toHaveLength(2);
    expect(of('fault-fired').map(({ toolCall }) => toolCall)).toEqual([3, 5]);
  });

  test('tool-outage: for so long, by the clock of the episode', async () => {
    const { call: ask, clock } = struck(kindOf('tool-outage'), { settings: { seconds: 60 } });
    const said = [(await ask('refund', call)).status];
    await clock.sleep(59_000);
    said.push((await ask('refund', call)).status);
    await clock.sleep(1000);
    said.push((await ask('refund', call)).status);
    expect(said).toEqual(['temporary_error', 'temporary_error', 'success']);
  });

  test('stale-result: an order that was refunded meanwhile is told as it was; where nothing has changed, there is nothing to tell', async () => {
    const stale = (occurrence: number): OpenedWorld => struck(kindOf('stale-result'), { match: { tool: 'get_order' }, occurrence, settings: {} });
    const changed = stale(2);
    const first = await changed.call('get_order', { order_id: '7' });
    await changed.call('refund', call);
    expect((await changed.call('get_order', { order_id: '7' })).result).toEqual(first.result);
    expect(changed.of('fault-fired')).toHaveLength(1);
    const same = stale(2);
    for (let round = 0; round < 2; round++) await same.call('get_order', { order_id: '7' });
    expect(same.injector.unfired()).toMatchObject([{ matched: 2 }]);
    const alone = stale(1);
    await alone.call('get_order', { order_id: '7' });
    expect(alone.of('fault-fired')).toEqual([]);
  });

  test('wrong-entity: what was told of another, or the same under another name', async () => {
    const renamed = struck(kindOf('wrong-entity'));
    expect((await renamed.call('refund', call)).result).toMatchObject({ for: '8', refund_id: 'r7-1' });
    const mixed = struck(kindOf('wrong-entity'), { match: { tool: 'refund', content: '"amount":31' } });
    const other = await mixed.call('refund', call);
    expect((await mixed.call('refund', { order_id: '7', amount: 31 })).result).toEqual(other.result);
    expect(mixed.of('effect-committed')).toHaveLength(2);
    const nameless = struck(kindOf('wrong-entity'), { match: { tool: 'get_order' } });
    await nameless.call('get_order', { order_id: '7' });
    expect(nameless.injector.unfired()).toHaveLength(1);
  });

  test.each<[string, JsonObject, unknown]>([
    ['half of it', {}, [1]],
    ['so many', { keep: 2 }, [1, 2]],
    ['no more than there are: not struck', { keep: 3 }, [1, 2, 3]],
  ])('truncated-list: %s', async (_, settings, lines) => {
    const { call: ask, of } = struck(kindOf('truncated-list'), { settings });
    expect((await ask('refund', call)).result).toMatchObject({ lines });
    expect(of('fault-fired')).toHaveLength((lines as unknown[]).length === 3 ? 0 : 1);
  });

  test('contradictory-result: only a second answer can contradict', async () => {
    const { call: ask, of } = struck(kindOf('contradictory-result'), { match: { tool: 'get_order' }, occurrence: 'every' });
    expect((await ask('get_order', { order_id: '7' })).result).toMatchObject({ total: 80 });
    expect((await ask('get_order', { order_id: '7' })).result).toMatchObject({ total: -80 });
    expect(of('fault-fired')).toHaveLength(1);
    const named = struck(kindOf('contradictory-result'), {
      match: { tool: 'get_order' },
      occurrence: 2,
      settings: { member: 'refunds', value: 'none' },
    });
    for (let round = 0; round < 2; round++) await named.call('get_order', { order_id: '7' });
    expect(named.of('tool-answered')[1]!.result).toMatchObject({ total: 80, refunds: 'none' });
  });

  test.each(['terminal', 'html', 'markdown', 'unicode', 'template', 'path'])(
    'hostile-text: %s stands behind the first text, and the history can be written',
    async (sort) => {
      const { call: ask, events } = struck(kindOf('hostile-text'), { settings: { sort, member: 'note' } });
      const { result } = await ask('refund', call);
      expect((result as JsonObject)['note']).toMatch(/^Refunded\. [^]{10,}/);
      expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    },
  );

  test('silent-no-op: the answer is that of a success, and the world is as it was', async () => {
    const { call: ask, of, world } = struck(kindOf('silent-no-op'));
    expect(await ask('refund', call)).toMatchObject({ status: 'success', result: { refund_id: 'r7-1' } });
    expect(of('effect-committed')).toEqual([]);
    await world.end();
    expect(of('world-snapshot').map(({ state }) => state)).toEqual([shopState, shopState]);
  });
});
