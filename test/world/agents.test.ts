import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { agentKinds, worldProject } from '../support/world-project.ts';

// Goal: an agent reaches its world by what its environment says, in process as over a socket, and the episode tells what became of it. Method: whole
// cases, the same agent as a function and as a program.

const helpers = `
const call = async (environment, name, args, headers = {}) => {
  const response = await fetch(environment.REHEARSAL_TOOLS_URL + '/' + name, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof args === 'string' ? args : JSON.stringify(args),
  });
  return { status: response.status, result: await response.json() };
};
`;

describe.each(agentKinds)('an agent as a %s', (kind) => {
  test('finds its tools, calls them, and what it did is in the ledger', async () => {
    const project = worldProject(
      kind,
      `${helpers}
export default async (task, { environment }) => {
  const { tools } = await (await fetch(environment.REHEARSAL_TOOLS_URL)).json();
  return {
    names: tools.map(({ name, description, effect }) => [name, description, effect]),
    order: await call(environment, 'get_order', { order_id: '7' }),
    none: await call(environment, 'get_order', { order_id: '8' }),
    refund: await call(environment, 'refund', { order_id: '7', amount: 30 }, { 'idempotency-key': 'k1' }),
    again: await call(environment, 'refund', { order_id: '7', amount: 30 }, { 'Idempotency-Key': 'k1' }),
    wrong: await call(environment, 'refund', { order_id: '7' }),
    torn: await call(environment, 'refund', '{"order_id":'),
    unknown: await call(environment, 'pay', {}),
    seed: environment.REHEARSAL_SEED,
    folder: environment.REHEARSAL_STATE_FOLDER,
  };
};`,
    );
    const { only, of, answer } = await project.run();
    expect(only.outcome, only.sentence).toBe('pass');
    expect(answer).toMatchObject({
      names: [
        ['get_order', 'Tells of an order.', 'read'],
        ['refund', null, 'write'],
      ],
      order: { status: 200, result: { total: 80, refunded: 0 } },
      none: { status: 409, result: { error_code: 'UNKNOWN_ORDER' } },
      refund: { status: 200, result: { refund_id: 'r7' } },
      again: { status: 200, result: { refund_id: 'r7' } },
      wrong: { status: 422, result: { status: 'invalid_input' } },
      torn: { status: 422, result: { error_code: 'INVALID_ARGUMENTS' } },
      unknown: { status: 404, result: { error_code: 'UNKNOWN_TOOL' } },
      seed: '42',
    });
    expect(of('effect-committed')).toMatchObject([
      { effect: 1, intent: 'refund:7', key: 'k1', changes: [{ path: '/orders/7/refunded', before: 0, after: 30 }] },
    ]);
    expect(of('tool-called').map(({ tool, via, attempt }) => [tool, via, attempt])).toEqual([
      ['get_order', 'http', 1],
      ['get_order', 'http', 1],
      ['refund', 'http', 1],
      ['refund', 'http', 2],
      ['refund', 'http', 1],
      ['refund', 'http', 1],
      ['pay', 'http', 1],
    ]);
    expect(of('world-snapshot')).toMatchObject([
      { moment: 'first', state: { orders: { '7': { refunded: 0 } } } },
      { moment: 'last', state: { orders: { '7': { refunded: 30 } } } },
    ]);
    expect(of('egress-denied')).toEqual([]);
    // The folder of the case is there while it runs, and not afterwards.
    expect((answer as { folder: string }).folder).toMatch(/rehearsal-state-/);
    expect(existsSync((answer as { folder: string }).folder)).toBe(false);
  });

  test('may write files into the folder of its case', async () => {
    const project = worldProject(
      kind,
      `import { readFileSync, writeFileSync } from 'node:fs';
export default (task, { environment }) => {
  writeFileSync(environment.REHEARSAL_STATE_FOLDER + '/queue.json', '[1]');
  return readFileSync(environment.REHEARSAL_STATE_FOLDER + '/queue.json', 'utf8');
};`,
    );
    expect(await project.run()).toMatchObject({ answer: '[1]' });
  });
});

test('secrets that go through tools are not written down', async () => {
  const secret = `sk-proj-${'Ab1'.repeat(12)}`;
  const project = worldProject(
    'module',
    `${helpers}
export default async (task, { environment }) => (await call(environment, 'refund', { order_id: '7', amount: 1, api_key: '${secret}' })).status;`,
  );
  const { events, answer, of } = await project.run();
  expect(answer).toBe(200);
  expect(of('tool-called')[0]!.arguments).toMatchObject({ api_key: expect.stringContaining('redacted') as string });
  expect(JSON.stringify(events)).not.toContain(secret);
});

test.each([
  ['cannot be loaded', 'this is no module', /tools\.mjs cannot be loaded/],
  ['exports no tools', 'export const tool = {};', /export no functions under `tools`; exported: tool/],
  ['exports what is no function', 'export const tools = { refund: 1 };', /export no functions/],
])('a module of tools that %s makes the case invalid', async (_, text, why) => {
  const project = worldProject('module', 'export default () => 1;');
  project.write('tools.mjs', text);
  const { only, of } = await project.run();
  expect(only.outcome).toBe('invalid');
  expect(of('failure')).toMatchObject([{ code: 'CONFIGURATION_INVALID', text: expect.stringMatching(why) as string }]);
});

test('without a world nothing is served there', async () => {
  const project = worldProject(
    'module',
    `export default async (task, { environment }) => (await fetch(environment.REHEARSAL_GATEWAY + '/tools')).status;`,
  );
  project.write('s.yaml', `scenario: s\nagent: { module: ./agent.mjs }\ncases: [{ name: a, task: x }]\n`);
  const { answer, of } = await project.run();
  expect(answer).toBe(404);
  expect(of('egress-denied')).toHaveLength(1);
});
