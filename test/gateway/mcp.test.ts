import { MCPServerStreamableHttp } from '@openai/agents';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../src/domain/json.ts';
import { openWorldFront } from '../support/world-front.ts';
import { orderContract, refundContract, shop, shopContracts, shopState } from '../support/world.ts';
import { worldProject } from '../support/world-project.ts';

// Goal: agents find the tools of the world over the Model Context Protocol, in both of its forms. Method: the clients of others (the protocol's own SDK,
// the OpenAI Agents SDK) against the real server, and requests by hand for what no client sends.

const inShop = { contracts: shopContracts, handlers: shop, plan: { state: shopState } };

const revisions = [
  ['2025-11-25', { mode: 'legacy' }],
  ['2026-07-28', { mode: { pin: '2026-07-28' } }],
  ['2026-07-28, found out by asking', { mode: 'auto' }],
] as const;

describe.each(revisions)('the SDK of the protocol, revision %s', (_, versionNegotiation) => {
  async function connect(origin: string): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`)));
    onTestFinished(() => client.close());
    return client;
  }

  test('lists the tools by their contracts, and calls them', async () => {
    const { origin, of } = await openWorldFront(inShop);
    const client = await connect(origin);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['refund', 'cancel_refund', 'get_order', 'ask_person']);
    expect(tools[0]).toMatchObject({ inputSchema: refundContract.input, outputSchema: refundContract.output, annotations: { readOnlyHint: false } });
    expect(tools[2]).toMatchObject({ inputSchema: orderContract.input, annotations: { readOnlyHint: true } });
    const result = await client.callTool({ name: 'refund', arguments: { order_id: '7', amount: 30, request_id: 'k' } });
    expect(result).toMatchObject({ structuredContent: { refund_id: 'r7-1' } });
    expect(result.isError ?? false).toBe(false);
    expect(JSON.parse((result.content as { text: string }[])[0]!.text)).toEqual({ status: 'success', refund_id: 'r7-1' });
    expect(of('tool-called')).toMatchObject([{ tool: 'refund', via: 'mcp', key: 'k', intent: 'refund:7' }]);
    expect(of('effect-committed')).toHaveLength(1);
  });

  test('is told what is wrong as a result, and of a tool that does not exist as an error', async () => {
    const { origin, of } = await openWorldFront(inShop);
    const client = await connect(origin);
    expect(await client.callTool({ name: 'get_order', arguments: { order_id: '9' } })).toMatchObject({
      isError: true,
      structuredContent: { status: 'permanent_error', error_code: 'UNKNOWN_ORDER' },
    });
    expect(await client.callTool({ name: 'refund', arguments: {} })).toMatchObject({ isError: true, structuredContent: { status: 'invalid_input' } });
    await expect(client.callTool({ name: 'pay', arguments: {} })).rejects.toThrow(/Unknown tool: pay/);
    expect(of('tool-answered').map(({ outcome }) => outcome)).toEqual(['permanent_error', 'invalid_input', 'permanent_error']);
  });

  test('sees a broken connection where the answer is lost', async () => {
    const { origin, of } = await openWorldFront({
      ...inShop,
      faults: [{ fault: 'lost-tool-answer', match: { tool: 'refund' }, occurrence: 1, settings: {} }],
    });
    const client = await connect(origin);
    await expect(client.callTool({ name: 'refund', arguments: { order_id: '7' } })).rejects.toThrow();
    expect(of('effect-committed')).toHaveLength(1);
    expect(of('tool-answered')).toMatchObject([{ outcome: 'unknown' }]);
  });

  test('asks people', async () => {
    const { origin } = await openWorldFront({
      plan: { people: { levels: [], replies: [{ match: {}, replies: [{ reply: 'approve', afterSeconds: 60, by: 'Olga' }] }] } },
    });
    const client = await connect(origin);
    expect(await client.callTool({ name: 'ask_person', arguments: { question: 'May I?', wait: '2m' } })).toMatchObject({
      structuredContent: { status: 'answered', reply: 'approve' },
    });
  });
});

test('the OpenAI Agents SDK lists and calls', async () => {
  const { origin, of } = await openWorldFront(inShop);
  const server = new MCPServerStreamableHttp({ url: `${origin}/mcp` });
  await server.connect();
  onTestFinished(() => server.close());
  expect((await server.listTools()).map(({ name }) => name)).toContain('refund');
  expect(JSON.stringify(await server.callTool('refund', { order_id: '7' }))).toContain('r7-1');
  expect(of('effect-committed')).toHaveLength(1);
});

test('a function agent reaches it without a socket', async () => {
  const client = import.meta.resolve('@modelcontextprotocol/client');
  const project = worldProject(
    'module',
    `import { Client, StreamableHTTPClientTransport } from '${client}';
export default async (task, { environment }) => {
  const client = new Client({ name: 'agent', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(environment.REHEARSAL_MCP_URL)));
  const { structuredContent } = await client.callTool({ name: 'refund', arguments: { order_id: '7', amount: 30 } });
  await client.close();
  return structuredContent;
};`,
  );
  const { answer, of, only } = await project.run();
  expect(only.outcome, only.sentence).toBe('pass');
  expect(answer).toEqual({ status: 'success', refund_id: 'r7' });
  expect(of('tool-called')).toMatchObject([{ via: 'mcp' }]);
  expect(of('effect-committed')).toHaveLength(1);
});

describe('by hand', () => {
  const meta = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} } };
  const standard = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };

  async function send(body: unknown, headers: Readonly<Record<string, string>> = {}, method = 'POST'): Promise<{ status: number; body: JsonObject }> {
    const { origin } = await openWorldFront(inShop);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${origin}/mcp`, { method, headers, ...(method === 'GET' ? {} : { body: text }) });
    const answer = await response.text();
    return { status: response.status, body: answer === '' ? {} : (JSON.parse(answer) as JsonObject) };
  }
  const rpc = (method: string, params: JsonObject = {}): JsonObject => ({ jsonrpc: '2.0', id: 1, method, params });

  test.each<[string, unknown, Readonly<Record<string, string>>, number, number]>([
    ['no JSON', '{"jsonrpc":', {}, 400, -32700],
    ['a batch', [rpc('ping')], {}, 400, -32600],
    ['no request', { hello: 1 }, {}, 400, -32600],
    ['a method that does not exist', rpc('resources/list'), {}, 200, -32601],
    ['the same in the revision without sessions', rpc('resources/list', meta), { ...standard, 'mcp-method': 'resources/list' }, 404, -32601],
    [
      'a revision that nobody speaks',
      rpc('tools/list', { _meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } }),
      standard,
      400,
      -32022,
    ],
    ['a header without its member', rpc('tools/list'), standard, 400, -32602],
    ['no header for the method', rpc('tools/list', meta), { 'mcp-protocol-version': '2026-07-28' }, 400, -32020],
    ['a header for another method', rpc('tools/list', meta), { ...standard, 'mcp-method': 'tools/call' }, 400, -32020],
    [
      'a header for another tool',
      rpc('tools/call', { ...meta, name: 'refund' }),
      { ...standard, 'mcp-method': 'tools/call', 'mcp-name': 'get_order' },
      400,
      -32020,
    ],
  ])('%s is refused', async (_, body, headers, status, code) => {
    expect(await send(body, headers)).toMatchObject({ status, body: { error: { code } } });
  });

  test('a name that no header can hold comes in Base64', async () => {
    const name = `=?base64?${Buffer.from('get_order').toString('base64')}?=`;
    const { body } = await send(rpc('tools/call', { ...meta, name: 'get_order', arguments: { order_id: '7' } }), {
      ...standard,
      'mcp-method': 'tools/call',
      'mcp-name': name,
    });
    expect(body).toMatchObject({ result: { resultType: 'complete', isError: false } });
  });

  test('notifications are accepted, streams and deletions are not', async () => {
    expect((await send({ jsonrpc: '2.0', method: 'notifications/initialized' })).status).toBe(202);
    expect((await send('', { accept: 'text/event-stream' }, 'GET')).status).toBe(405);
    expect((await send('', {}, 'DELETE')).status).toBe(405);
  });

  test('an older client gets its revision, an unknown one the newest with a handshake', async () => {
    for (const [asked, given] of [
      ['2025-06-18', '2025-06-18'],
      ['2030-01-01', '2025-11-25'],
    ]) {
      expect((await send(rpc('initialize', { protocolVersion: asked! }))).body).toMatchObject({ result: { protocolVersion: given } });
    }
  });
});
