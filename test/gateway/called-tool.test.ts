import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/domain/http.ts';
import { calledTool } from '../../src/gateway/called-tool.ts';

// Goal: faults of connections know which tool a request calls, over HTTP and over MCP, and take nothing else for a call.

test.each<[what: string, method: string, url: string, body: string, tool: string | undefined]>([
  ['a call over HTTP', 'POST', '/tools/refund', '{"order_id":"7"}', 'refund'],
  ['with a query and an encoded name', 'POST', '/tools/re%20fund?x=1', '{}', 're fund'],
  ['a call over MCP', 'POST', '/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"refund","arguments":{}}}', 'refund'],
  ['the list of tools', 'GET', '/tools', '', undefined],
  ['a look at a tool', 'GET', '/tools/refund', '', undefined],
  ['another request of MCP', 'POST', '/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', undefined],
  ['a name that is none', 'POST', '/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}', undefined],
  ['garbage', 'POST', '/mcp', '{', undefined],
  ['an encoding that is none', 'POST', '/tools/%E0%A4%A', '{}', '%E0%A4%A'],
  ['a question to people', 'POST', '/people/requests', '{}', undefined],
])('%s', (_, method, url, body, tool) => {
  expect(calledTool({ method, url, headers: [], body: encodeUtf8(body) })).toBe(tool);
});
