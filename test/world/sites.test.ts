import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { worldProject, type WorldProject } from '../support/world-project.ts';

// Goal: the project's own msw handlers answer agents that call HTTP APIs by their own URLs, and what they do is in the ledger. Method: whole cases with
// the real msw, which the project imports itself; agents in process, behind rehearsal/intercept, and behind a proxy.

const handlers = `import { delay, http, HttpResponse, passthrough } from 'msw';
let orders = 0;
export const handlers = [
  http.get('https://api.example.com/orders/:id', ({ params, request }) => HttpResponse.json({ id: params.id, page: new URL(request.url).searchParams.get('page') })),
  http.post('https://api.example.com/refunds', async ({ request }) => {
    const { order } = await request.json();
    return order === '8' ? HttpResponse.json({ error: 'closed' }, { status: 409 }) : HttpResponse.json({ refund: 'r' + order, call: ++orders }, { status: 201, headers: { 'x-own': 'yes' } });
  }),
  http.get('https://api.example.com/broken', () => { throw new Error('no database'); }),
  http.get('https://api.example.com/cut', () => HttpResponse.error()),
  http.get('https://api.example.com/through', () => passthrough()),
  http.get('http://plain.example.com/*', () => HttpResponse.text('plain')),
];
`;

function siteProject(kind: 'module' | 'command', agent: string, scenario = ''): WorldProject {
  const project = worldProject(kind, agent, scenario);
  project.write('tools.mjs', handlers);
  // The user's own msw, found from the module of handlers.
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(project.folder, 'node_modules'));
  return project;
}

const asking = `const ask = async (url, init) => {
  try {
    const response = await fetch(url, init);
    return [response.status, await response.text()];
  } catch (error) {
    return [error.message, String(error.cause?.code ?? error.cause)];
  }
};
const post = (order) => ask('https://api.example.com/refunds', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ order }) });
`;

describe.each(['module', 'command'] as const)('an agent as a %s', (kind) => {
  test('is answered by the handlers; what is no GET is committed', async () => {
    const intercept = kind === 'command' ? `agent: { command: [${process.execPath}, main.mjs], intercept: true }\n` : '';
    const project = siteProject(
      kind,
      `${asking}
export default async () => [await ask('https://api.example.com/orders/7?page=2'), await post('7'), await post('8'), await ask('https://other.example.com/')];`,
      intercept,
    );
    const { answer, of, only } = await project.run();
    expect(answer).toMatchObject([
      [200, '{"id":"7","page":"2"}'],
      [201, expect.stringContaining('"refund":"r7"') as string],
      [409, '{"error":"closed"}'],
      ['fetch failed', expect.stringContaining('EGRESS_DENIED') as string],
    ]);
    expect(of('tool-called').map(({ tool, arguments: args }) => [tool, args])).toEqual([
      ['GET api.example.com/orders/7', { query: { page: '2' } }],
      ['POST api.example.com/refunds', { body: { order: '7' } }],
      ['POST api.example.com/refunds', { body: { order: '8' } }],
    ]);
    expect(of('tool-answered').map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['ok', undefined],
      ['ok', undefined],
      ['permanent_error', 'HTTP_409'],
    ]);
    expect(of('effect-committed')).toMatchObject([{ tool: 'POST api.example.com/refunds', arguments: { body: { order: '7' } } }]);
    expect(of('egress-denied')).toMatchObject([{ target: 'other.example.com' }]);
    expect(only.outcome, only.sentence).not.toBe('invalid');
  });
});

test('faults of tools strike them; a handler that fails is the fault of the tool; nothing is let through', async () => {
  const project = siteProject(
    'module',
    `${asking}
export default async () => [await post('7'), await post('7'), await ask('https://api.example.com/broken'), await ask('https://api.example.com/cut'), await ask('https://api.example.com/through')];`,
    "faults: [{ fault: lost-tool-answer, match: { tool: 'POST api.example.com/refunds' } }]\n",
  );
  const { answer, of } = await project.run();
  expect(answer).toMatchObject([
    ['fetch failed', expect.anything()],
    [201, expect.anything()],
    [500, expect.anything()],
    [500, expect.anything()],
    [500, expect.anything()],
  ]);
  expect(of('effect-committed')).toHaveLength(2);
  expect(of('tool-answered').map(({ outcome, toolFault }) => [outcome, toolFault !== undefined])).toEqual([
    ['unknown', false],
    ['ok', false],
    ['permanent_error', true],
    ['permanent_error', true],
    ['permanent_error', true],
  ]);
});

test('plain HTTP reaches them through the proxy variables', async () => {
  const project = siteProject(
    'command',
    `import { request } from 'node:http';
export default (task, { environment }) => new Promise((resolve) => {
  const proxy = new URL(environment.HTTP_PROXY);
  const authorization = 'Basic ' + Buffer.from(proxy.username + ':' + proxy.password).toString('base64');
  const ask = (path, then) => request({ host: proxy.hostname, port: proxy.port, path, headers: { 'proxy-authorization': authorization } }, (response) => {
    let text = '';
    response.on('data', (chunk) => (text += chunk)).on('end', () => then([response.statusCode, text.slice(0, 60)]));
  }).end();
  ask('http://plain.example.com/x?y=1', (first) => ask('http://other.example.com/', (second) => resolve([first, second])));
});`,
  );
  const { answer, of } = await project.run();
  expect(answer).toMatchObject([
    [200, 'plain'],
    [403, expect.stringContaining('EGRESS_DENIED') as string],
  ]);
  expect(of('tool-called')).toMatchObject([{ tool: 'GET plain.example.com/x', arguments: { query: { y: '1' } } }]);
  expect(of('egress-denied')).toMatchObject([{ target: 'other.example.com' }]);
});

test('without msw in the project they cannot be used, and the case is invalid', async () => {
  const project = worldProject('module', 'export default () => 1;');
  project.write('tools.mjs', 'export const handlers = [{}];');
  const { only, of } = await project.run();
  expect(only.outcome).toBe('invalid');
  expect(of('failure')).toMatchObject([{ code: 'CONFIGURATION_INVALID', text: expect.stringContaining('msw cannot be used') as string }]);
});
