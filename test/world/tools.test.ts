import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ToolContract } from '../../src/domain/contract.ts';
import { cancelContract, openWorld, orderContract, refundContract, shop, shopContracts, shopState } from '../support/world.ts';

// Goal: a tool of the world does what its contract says, the ledger says what really happened, and whatever a tool does wrong is booked to the tool.
// Method: worlds on a clock that moves by itself, asked directly; what they did is read from their events.

const shopWorld = { contracts: shopContracts, handlers: shop, plan: { state: shopState } };
const anything: ToolContract['input'] = { type: 'object' };

describe('a call', () => {
  test('is logged, executed, committed with what it changed, and answered, in this order', async () => {
    const { world, call, events } = openWorld(shopWorld);
    const answer = await call('refund', { order_id: '7', amount: 30, request_id: 'k1' });
    await world.end();
    expect(answer).toEqual({ status: 'success', result: { status: 'success', refund_id: 'r7-1' }, lost: false });
    expect(events).toMatchObject([
      { kind: 'world-snapshot', moment: 'first', state: shopState },
      {
        kind: 'tool-called',
        toolCall: 1,
        tool: 'refund',
        key: 'k1',
        operation: '["refund",{"amount":30,"order_id":"7"}]',
        intent: 'refund:7',
        entity: 'order:7',
        attempt: 1,
        via: 'http',
        touches: [],
      },
      {
        kind: 'effect-committed',
        effect: 1,
        toolCall: 1,
        intent: 'refund:7',
        key: 'k1',
        by: 'agent',
        result: { refund_id: 'r7-1' },
        changes: [{ path: '/orders/7/refunds/0', after: { refund_id: 'r7-1', amount: 30 } }],
      },
      { kind: 'tool-answered', toolCall: 1, outcome: 'ok', delivered: true },
      { kind: 'world-snapshot', moment: 'last', state: { orders: { '7': { refunds: [{ refund_id: 'r7-1', amount: 30 }] } } } },
    ]);
    expect(shopState).toEqual({ orders: { '7': { total: 80, refunds: [] } } });
  });

  test('that only reads commits nothing, nor does one that ends in an error of the tool', async () => {
    const { call, of } = openWorld(shopWorld);
    expect(await call('get_order', { order_id: '7' })).toMatchObject({ status: 'success' });
    expect(await call('refund', { order_id: '8' })).toMatchObject({ status: 'permanent_error', errorCode: 'UNKNOWN_ORDER' });
    expect(of('effect-committed')).toEqual([]);
    expect(of('tool-answered').map(({ outcome }) => outcome)).toEqual(['ok', 'permanent_error']);
    expect(of('tool-answered').filter(({ toolFault }) => toolFault !== undefined)).toEqual([]);
  });

  test('counts as a further attempt where it asks for the same, whatever its key', async () => {
    const { call, of } = openWorld(shopWorld);
    for (const request_id of ['a', 'b']) await call('refund', { order_id: '7', request_id });
    await call('refund', { order_id: '7', amount: 1 });
    expect(of('tool-called').map(({ attempt }) => attempt)).toEqual([1, 2, 1]);
  });

  test.each([
    ['arguments that do not fit', 'refund', { order_id: 7 }, 'invalid_input', 'INVALID_ARGUMENTS', /order_id must be string/],
    ['no JSON', 'refund', 'order 7', 'invalid_input', 'INVALID_ARGUMENTS', /must be object/],
    ['a tool that does not exist', 'refnd', {}, 'permanent_error', 'UNKNOWN_TOOL', /no tool named refnd/],
    ['a name of the language', 'constructor', {}, 'permanent_error', 'UNKNOWN_TOOL', /no tool named/],
  ])('with %s is answered, logged, and not executed', async (_, tool, args, status, errorCode, message) => {
    const { call, of } = openWorld(shopWorld);
    const answer = await call(tool, args);
    expect(answer).toMatchObject({ status, errorCode, result: { error_message: expect.stringMatching(message) as string } });
    expect(of('tool-called')).toMatchObject([{ tool, arguments: args }]);
    expect(of('tool-answered')).toMatchObject([{ outcome: status, errorCode }]);
    expect(of('effect-committed')).toEqual([]);
  });

  test('whose agent has hung up has an unknown outcome, and its effect stands', async () => {
    const hangUp = new AbortController();
    const { call, of } = openWorld({
      contracts: [{ name: 'pay', effect: 'write', input: anything }],
      handlers: {
        async pay(_args, world) {
          await world.sleep(1000);
          hangUp.abort();
          return { status: 'success' };
        },
      },
    });
    await call('pay', {}, { signal: hangUp.signal });
    expect(of('effect-committed')).toHaveLength(1);
    expect(of('tool-answered')).toMatchObject([{ outcome: 'unknown', delivered: false, result: { status: 'success' }, latencyMs: 1000 }]);
  });
});

describe('versions', () => {
  const versioned = (version: string, lifecycle: ToolContract['lifecycle']): ToolContract => ({
    name: 'pay',
    version,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    input: { type: 'object', required: [version] },
  });
  const world = { contracts: [versioned('v9', undefined), versioned('v10', undefined), versioned('v11', 'deprecated'), versioned('v1', 'removed')] };
  const handlers = { pay: () => ({ status: 'success' }) };

  test('stand side by side: the bare name is the newest active one, the others have names of their own', async () => {
    const { call, of, world: opened } = openWorld({ ...world, handlers });
    for (const [name, version] of [
      ['pay', 'v10'],
      ['pay@v9', 'v9'],
      ['pay@v11', 'v11'],
    ] as const) {
      expect((await call(name, { [version]: 1 })).status).toBe('success');
      expect(of('tool-called').at(-1)).toMatchObject({ tool: 'pay', version });
    }
    expect(opened.offered.map(({ version }) => version)).toEqual(['v10']);
  });

  test('that were removed are answered for it, and logged', async () => {
    const { call, of } = openWorld({ ...world, handlers });
    expect(await call('pay@v1', { v1: 1 })).toMatchObject({ status: 'permanent_error', errorCode: 'VERSION_REMOVED' });
    expect(of('tool-called')).toMatchObject([{ tool: 'pay', version: 'v1' }]);
  });
});

describe('an idempotency key', () => {
  test('that was executed before gets the stored result, and nothing is executed again', async () => {
    const { call, of } = openWorld(shopWorld);
    const args = { order_id: '7', request_id: 'k1' };
    const [first, again] = [await call('refund', args), await call('refund', args)];
    expect(again).toEqual(first);
    expect(of('tool-answered').map(({ repeated }) => repeated)).toEqual([undefined, true]);
    expect(of('effect-committed')).toHaveLength(1);
  });

  test('may come as a header, and at the same time twice', async () => {
    const { call, of } = openWorld({
      contracts: [{ name: 'pay', effect: 'write', input: anything }],
      handlers: { pay: (_args, { sleep }) => sleep(50).then(() => ({ status: 'success' })) },
    });
    await Promise.all([call('pay', {}, { key: 'k' }), call('pay', {}, { key: 'k' })]);
    expect(of('effect-committed')).toHaveLength(1);
    expect(of('tool-called').map(({ key }) => key)).toEqual(['k', 'k']);
  });

  test('with another body is refused', async () => {
    const { call, of } = openWorld(shopWorld);
    await call('refund', { order_id: '7', request_id: 'k1' });
    expect(await call('refund', { order_id: '7', amount: 5, request_id: 'k1' })).toMatchObject({ status: 'invalid_input', errorCode: 'KEY_REUSED' });
    expect(of('effect-committed')).toHaveLength(1);
  });

  test('does not keep an error that may pass, unless its effect was committed', async () => {
    let asked = 0;
    const { call, of } = openWorld({
      contracts: [
        { name: 'weak', effect: 'write', input: anything },
        { name: 'late', effect: 'write', input: anything },
      ],
      handlers: {
        weak: () => (++asked === 1 ? { status: 'temporary_error', error_code: 'BUSY' } : { status: 'success' }),
        late(_args, world) {
          world.commit();
          return { status: 'temporary_error', error_code: 'BUSY' };
        },
      },
    });
    expect([(await call('weak', {}, { key: 'k' })).status, (await call('weak', {}, { key: 'k' })).status]).toEqual(['temporary_error', 'success']);
    for (let index = 0; index < 2; index++) await call('late', {}, { key: 'k' });
    expect(of('effect-committed').map(({ tool }) => tool)).toEqual(['weak', 'late']);
  });

  test('is nothing to a tool that is declared not to be idempotent', async () => {
    const { call, of } = openWorld({
      contracts: [{ name: 'pay', effect: 'write', idempotent: false, input: anything }],
      handlers: { pay: () => ({}) },
    });
    for (let index = 0; index < 2; index++) await call('pay', {}, { key: 'k' });
    expect(of('effect-committed')).toHaveLength(2);
  });
});

test('a rate limit slides: the call too many is told when to come again', async () => {
  const { call, clock, of } = openWorld({
    contracts: [{ name: 'find', effect: 'read', input: anything, rateLimit: { calls: 2, seconds: 10 } }],
    handlers: { find: () => ({}) },
  });
  await call('find');
  await clock.sleep(4000);
  await call('find');
  expect(await call('find')).toMatchObject({ status: 'temporary_error', errorCode: 'RATE_LIMITED', retryAfterSeconds: 6 });
  await clock.sleep(6000);
  expect((await call('find')).status).toBe('success');
  expect((await call('find')).errorCode).toBe('RATE_LIMITED');
  expect(of('tool-answered').map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'temporary_error', 'ok', 'temporary_error']);
});

describe('what a tool does wrong is the fault of the tool', () => {
  const contracts: readonly ToolContract[] = [{ ...refundContract, secondsMax: 5 }];

  test.each([
    [
      'throws',
      () => {
        throw new Error('no bank');
      },
      'permanent_error',
      'TOOL_FAILED',
      /refund threw: no bank/,
    ],
    ['rejects', () => Promise.reject(new Error('no bank')), 'permanent_error', 'TOOL_FAILED', /no bank/],
    ['returns what is no JSON', () => 1n, 'permanent_error', 'TOOL_FAILED', /BigInt/],
    ['returns what its contract forbids', () => ({ status: 'success' }), 'permanent_error', 'TOOL_OFF_CONTRACT', /refund_id/],
    ['has an error of no code', () => ({ status: 'temporary_error' }), 'permanent_error', 'TOOL_OFF_CONTRACT', /without an error_code/],
    [
      'has an error that is not listed',
      () => ({ status: 'permanent_error', error_code: 'X' }),
      'permanent_error',
      'TOOL_OFF_CONTRACT',
      /none of UNKNOWN_ORDER/,
    ],
    ['sleeps too long', (_: unknown, { sleep }: { sleep(ms: number): Promise<void> }) => sleep(60_000), 'temporary_error', 'TOOL_TIMEOUT', /its 5 s/],
  ])('where it %s', async (_, handler, status, errorCode, why) => {
    const { call, of } = openWorld({ contracts, handlers: { refund: handler as () => unknown } });
    expect(await call('refund', { order_id: '7' })).toMatchObject({ status, errorCode });
    expect(of('tool-answered')).toMatchObject([{ outcome: status, toolFault: expect.stringMatching(why) as string }]);
    expect(of('tool-answered')[0]!.latencyMs).toBe(errorCode === 'TOOL_TIMEOUT' ? 5000 : 0);
  });

  test('and where it never comes back: real time bounds it, and the clock of the episode moves on', async () => {
    const { call, of } = openWorld({
      contracts: [{ ...refundContract, secondsMax: 0.05 }],
      handlers: { refund: () => new Promise(() => undefined) },
    });
    expect(await call('refund', { order_id: '7' })).toMatchObject({ status: 'temporary_error', errorCode: 'TOOL_TIMEOUT' });
    expect(of('tool-answered')).toMatchObject([{ latencyMs: 50 }]);
  });

  test('what it does after its time is written nowhere', async () => {
    let woken = (): void => undefined;
    const after = new Promise<void>((resolve) => (woken = resolve));
    const { call, of } = openWorld({
      contracts: [{ ...refundContract, secondsMax: 0.01 }],
      handlers: {
        async refund(_args, world) {
          await new Promise((resolve) => setTimeout(resolve, 40));
          world.commit();
          woken();
          return { refund_id: 'late' };
        },
      },
    });
    expect(await call('refund', { order_id: '7' })).toMatchObject({ errorCode: 'TOOL_TIMEOUT' });
    await after;
    await new Promise((resolve) => setImmediate(resolve));
    expect(of('effect-committed')).toEqual([]);
  });

  test('the effect of an answer that its contract forbids is in the ledger all the same', async () => {
    const { call, of } = openWorld({ contracts, handlers: { refund: () => ({ status: 'success' }) } });
    await call('refund', { order_id: '7' });
    expect(of('effect-committed')).toHaveLength(1);
  });

  test('nobody who simulates it is the fault of the scenario: the case is invalid', async () => {
    const { call, of } = openWorld({ contracts });
    expect(await call('refund', { order_id: '7' })).toMatchObject({ status: 'permanent_error', errorCode: 'NO_HANDLER' });
    expect(of('failure')).toMatchObject([{ code: 'CONFIGURATION_INVALID', text: expect.stringContaining('refund') as string }]);
  });
});

describe('the ledger', () => {
  test('a call that is the compensation of an effect takes it back, each one once, the latest first', async () => {
    const { call, of } = openWorld(shopWorld);
    await call('refund', { order_id: '7', amount: 1 });
    await call('refund', { order_id: '7', amount: 2 });
    for (const refund_id of ['r7-2', 'r7-1', 'r7-1']) await call('cancel_refund', { refund_id });
    expect(of('effect-committed').map(({ undoes }) => undoes)).toEqual([undefined, undefined, 2, 1, undefined]);
    expect(of('effect-committed')[2]!.changes).toEqual([{ path: '/orders/7/refunds/1', before: { refund_id: 'r7-2', amount: 2 } }]);
  });

  test('a handler may commit when it happens, several times, and then not by itself', async () => {
    const { call, of } = openWorld({
      contracts: [{ name: 'send_letters', effect: 'write', input: anything }],
      handlers: {
        send_letters({ to }: { to: readonly string[] }, world) {
          for (const address of to) {
            world.state[address] = 'sent';
            world.commit({ arguments: { to: address }, intent: `letter:${address}` });
          }
          return { status: 'temporary_error', error_code: 'PRINTER' };
        },
      },
    });
    await call('send_letters', { to: ['a', 'b'] });
    expect(of('effect-committed')).toMatchObject([
      { arguments: { to: 'a' }, intent: 'letter:a', changes: [{ path: '/a', after: 'sent' }] },
      { arguments: { to: 'b' }, intent: 'letter:b', changes: [{ path: '/b', after: 'sent' }] },
    ]);
  });

  test('what a tool changes without an effect is given to no other effect', async () => {
    const { call, of } = openWorld({
      contracts: [
        { ...orderContract, name: 'look' },
        { ...cancelContract, name: 'do' },
      ],
      handlers: {
        look: (_args, { state }) => ({ looked: (state.looks = (state.looks ?? 0) + 1) }),
        do: (_args, { state }) => ({ done: (state.done = true) }),
      },
    });
    await call('look', { order_id: '1' });
    await call('do', { refund_id: '1' });
    expect(of('effect-committed')[0]!.changes).toEqual([{ path: '/done', after: true }]);
  });

  test('what a handler keeps of its arguments or results is a copy', async () => {
    const { call, of } = openWorld({
      contracts: [{ name: 'keep', effect: 'write', input: anything }],
      handlers: { keep: (args: { list: number[] }, { state }) => (args.list.push(2), (state.kept = args.list)) },
    });
    await call('keep', { list: [1] });
    expect(of('tool-called')[0]!.arguments).toEqual({ list: [1] });
    expect(of('effect-committed')).toMatchObject([{ arguments: { list: [1] }, result: [1, 2], changes: [{ path: '/kept', after: [1, 2] }] }]);
  });
});

test('what a call touches is resolved before it is executed: links are followed, ports are known', async () => {
  const contract: ToolContract = {
    name: 'fetch_file',
    input: anything,
    touches: { paths: ['path', 'paths'], hosts: ['url'], commands: ['command'], bytes: ['size'] },
  };
  const { call, folder, of } = openWorld({ contracts: [contract], handlers: { fetch_file: () => ({}) } });
  mkdirSync(join(folder, 'real'));
  symlinkSync('/etc', join(folder, 'link'));
  const touched = async (args: Record<string, unknown>): Promise<unknown> => {
    await call('fetch_file', args as never);
    return of('tool-called').at(-1)!.touches;
  };
  expect(await touched({ path: 'real/new/file' })).toEqual([
    { kind: 'path', given: 'real/new/file', resolved: join(folder, 'real/new/file'), inFolder: 'real/new/file' },
  ]);
  expect(await touched({ path: 'link/passwd' })).toEqual([{ kind: 'path', given: 'link/passwd', resolved: '/etc/passwd' }]);
  expect(await touched({ paths: ['../x', '/etc/../tmp'] })).toMatchObject([{ resolved: join(folder, '../x') }, { resolved: '/tmp' }]);
  expect(await touched({ url: 'https://a.example/x' })).toEqual([{ kind: 'host', host: 'a.example', port: 443 }]);
  expect(await touched({ url: ['http://a.example', 'b.example:8080', 'c.example', 'ws://[::1]:9/'] })).toEqual([
    { kind: 'host', host: 'a.example', port: 80 },
    { kind: 'host', host: 'b.example', port: 8080 },
    { kind: 'host', host: 'c.example', port: 443 },
    { kind: 'host', host: '::1', port: 9 },
  ]);
  expect(await touched({ command: ['rm', '-rf', '/tmp/x'] })).toEqual([{ kind: 'command', command: 'rm -rf /tmp/x' }]);
  expect(await touched({ size: 4096 })).toEqual([{ kind: 'bytes', bytes: 4096 }]);
});

describe('a tape', () => {
  test('answers the same calls in their order, commits what writes, and says when it is at its end', async () => {
    const { call, of } = openWorld({
      contracts: shopContracts,
      tape: [
        { tool: 'refund', arguments: { order_id: '7' }, result: { refund_id: 'a' } },
        { tool: 'refund', arguments: { order_id: '8' }, result: { refund_id: 'b' } },
        { tool: 'refund', arguments: { order_id: '7' }, result: { status: 'temporary_error', error_code: 'BANK_DOWN' } },
      ],
    });
    const results = [];
    for (const order_id of ['7', '8', '7', '7']) results.push((await call('refund', { order_id })).result);
    expect(results).toMatchObject([{ refund_id: 'a' }, { refund_id: 'b' }, { error_code: 'BANK_DOWN' }, { error_code: 'TAPE_EXHAUSTED' }]);
    expect(of('effect-committed').map(({ intent }) => intent)).toEqual(['refund:7', 'refund:8']);
    expect(of('failure')).toHaveLength(1);
  });
});

test('calls at the same time: each effect has the changes of its own', async () => {
  const { call, of } = openWorld(shopWorld);
  await Promise.all([1, 2, 3].map((amount) => call('refund', { order_id: '7', amount })));
  expect(of('effect-committed').map(({ changes }) => changes.map(({ path, after }) => [path, (after as { amount: number }).amount]))).toEqual([
    [['/orders/7/refunds/0', 1]],
    [['/orders/7/refunds/1', 2]],
    [['/orders/7/refunds/2', 3]],
  ]);
});
