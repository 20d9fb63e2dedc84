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
    names: tools.map(({ name, description, effect }) => [name, name === 'ask_person' ? null : description, effect]),
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
    const { of, answer } = await project.run();
    // How it is judged is not the matter here: this agent reports numbers that no tool told it.
    expect(of('episode-ended')).toMatchObject([{ how: 'finished' }]);
    expect(of('failure')).toEqual([]);
    expect(answer).toMatchObject({
      names: [
        ['get_order', 'Tells of an order.', 'read'],
        ['refund', null, 'write'],
        ['ask_person', null, null],
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
  ['cannot be loaded', 'this is no module', /tools\.mjs(:\d+)* cannot be loaded/],
  ['throws while it is loaded', 'export const tools = {};\nthrow new Error("no bank");', /tools\.mjs:2:7 cannot be loaded: no bank/],
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

const approval = `world:
  people:
    levels: [normal, high]
    replies:
      - { level: normal }
      - { level: high, reply: approve, after: 1h, by: Olga }
`;

test('on virtual time a person is waited for, silence escalated, and five hours pass in a moment, exactly', async () => {
  const project = worldProject(
    'module',
    `${helpers}
export default async (task, { environment }) => {
  const ticket = {
    ticket_id: 'T-1', context: 'Order 7 came broken.', question: 'May I?', assignee: 'support', reply_options: ['approve', 'reject', 'need_info'],
    tool: 'refund', arguments: { order_id: '7', amount: 30 },
  };
  const ask = async (priority) => {
    const asked = await (await fetch(environment.REHEARSAL_PEOPLE_URL, { method: 'POST', body: JSON.stringify({ ...ticket, priority }) })).json();
    return (await fetch(environment.REHEARSAL_PEOPLE_URL + '/' + asked.request + '?wait=4h')).json();
  };
  const [first, second] = [await ask('normal'), await ask('high')];
  if (second.reply === 'approve') await call(environment, 'refund', ticket.arguments);
  return [first.status, second.reply];
};`,
    `clock: virtual\nlimits: { seconds: 20000 }\n${approval}`,
  );
  const { only, of, answer } = await project.run();
  expect(only.outcome, only.sentence).toBe('pass');
  expect(answer).toEqual(['pending', 'approve']);
  expect(of('human-asked').map(({ request, level, atMs }) => [request, level, atMs])).toEqual([
    [1, 'normal', 0],
    [1, 'high', 14_400_000],
  ]);
  expect(of('human-replied')).toMatchObject([{ request: 1, reply: 'approve', by: 'Olga', atMs: 18_000_000 }]);
  expect(of('effect-committed')).toMatchObject([{ intent: 'refund:7', atMs: 18_000_000 }]);
});

test('on virtual time slow tools take the time that they take, and one that hangs is bounded', async () => {
  const project = worldProject(
    'module',
    `${helpers}
export default async (task, { environment }) => [
  (await call(environment, 'refund', { order_id: '7', amount: 1 })).status,
  (await call(environment, 'get_order', { order_id: '7' })).result.error_code,
];`,
    `clock: virtual\nlimits: { seconds: 20000 }\nfaults: [{ fault: slow-tool, match: { tool: refund }, seconds: 600 }]\n`,
  );
  project.write(
    'tools.mjs',
    `export const tools = {
  get_order: (args, world) => world.sleep(86400000),
  refund: async (args, world) => { await world.sleep(1000); return { refund_id: 'r' + world.now() }; },
};`,
  );
  const { of, answer } = await project.run();
  expect(answer).toEqual([200, 'TOOL_TIMEOUT']);
  expect(of('tool-answered').map(({ latencyMs }) => latencyMs)).toEqual([601_000, 30_000]);
  expect(of('tool-answered')[0]!.result).toEqual({ refund_id: 'r601000' });
});

describe.each(agentKinds)('around an agent as a %s', (kind) => {
  test('an answer that was lost is a broken connection: the effect stands, and the same key gets the answer', async () => {
    const project = worldProject(
      kind,
      `${helpers}
export default async (task, { environment }) => {
  const args = [environment, 'refund', { order_id: '7', amount: 30 }, { 'idempotency-key': 'k' }];
  const first = await call(...args).then(() => 'answered', (error) => error.message);
  return [first, (await call(...args)).status];
};`,
      'faults: [{ fault: lost-tool-answer, match: { tool: refund } }]\n',
    );
    const { only, of, answer } = await project.run();
    expect(answer).toEqual(['fetch failed', 200]);
    expect(of('effect-committed')).toHaveLength(1);
    expect(of('tool-answered').map(({ outcome, delivered, repeated }) => [outcome, delivered, repeated])).toEqual([
      ['unknown', false, undefined],
      ['ok', true, true],
    ]);
    expect(of('fault-fired')).toMatchObject([{ name: 'lost-tool-answer', toolCall: 1 }]);
    expect(only.timeline.map(({ text }) => text).join('\n')).toContain('the answer was lost');
  });

  test('a rate limit is a 429 with Retry-After; a planned error has the status of its kind', async () => {
    const project = worldProject(
      kind,
      `${helpers}
export default async (task, { environment }) => {
  const ask = async () => {
    const response = await fetch(environment.REHEARSAL_TOOLS_URL + '/get_order', { method: 'POST', body: '{"order_id":"7"}' });
    return [response.status, response.headers.get('retry-after')];
  };
  return [await ask(), await ask(), await ask(), (await call(environment, 'refund', { order_id: '7', amount: 1 })).status];
};`,
      'faults:\n  - { fault: tool-error, match: { tool: get_order }, status: temporary_error, code: BUSY }\n  - { fault: tool-error, match: { tool: refund }, status: permanent_error, code: CLOSED }\n',
    );
    project.write('contracts/get_order.yaml', 'tool: get_order\neffect: read\nrateLimit: { calls: 1, seconds: 60 }\ninput: { type: object }\n');
    const { answer } = await project.run();
    expect(answer).toEqual([[503, null], [200, null], [429, '60'], 409]);
  });

  test('callbacks, kill switch, configuration and people are where the environment says', async () => {
    const project = worldProject(
      kind,
      `${helpers}
const get = async (url) => (await fetch(url)).json();
export default async (task, { environment }) => {
  const before = await get(environment.REHEARSAL_KILL_SWITCH_URL);
  await call(environment, 'refund', { order_id: '7', amount: 1 });
  return {
    before,
    after: await get(environment.REHEARSAL_KILL_SWITCH_URL),
    inbox: await get(environment.REHEARSAL_INBOX_URL + '?wait=1s'),
    configuration: await get(environment.REHEARSAL_CONFIGURATION_URL),
    variables: [environment.REHEARSAL_PROFILE, environment.REHEARSAL_DRY_RUN, environment.REHEARSAL_SHADOW ?? null],
    person: (await call(environment, 'ask_person', { question: 'May I?', wait: '1s' })).result,
    nobody: (await fetch(environment.REHEARSAL_PEOPLE_URL + '/9')).status,
    when: (await fetch(environment.REHEARSAL_INBOX_URL + '?wait=soon')).status,
  };
};`,
      `world:
  killSwitch: { after: effect-committed }
  callbacks: [{ id: c1, event: { paid: true }, at: { after: effect-committed } }]
  profile: staging
  profiles: { staging: { maxSteps: 5 }, prod: { maxSteps: 3 } }
  dryRun: true
  people: { replies: [{ reply: reject, by: Boris, text: 'Not today.' }] }
`,
    );
    const { only, answer, of } = await project.run();
    expect(only.outcome, only.sentence).not.toBe('invalid');
    expect(answer).toMatchObject({
      before: { thrown: false },
      after: { thrown: true },
      inbox: { callbacks: [{ id: 'c1', delivery: 1, event: { paid: true } }] },
      configuration: { profile: 'staging', configuration: { maxSteps: 5 }, dryRun: true, shadow: false },
      variables: ['staging', '1', null],
      person: { status: 'answered', reply: 'reject', by: 'Boris', text: 'Not today.' },
      nobody: 404,
      when: 422,
    });
    // What a dry run commits all the same is in the ledger.
    expect(of('effect-committed')).toHaveLength(1);
  });
});
