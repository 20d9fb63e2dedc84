import { headerValue, type Answer, type HttpRequest } from '../../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { AskingAgent, World } from '../../world/index.ts';
import { brokenConnection, jsonAnswer } from '../json-answer.ts';
import type { SideRoute } from '../side-route.ts';
import { jsonOf } from './json-body.ts';
import { readRpc, rpcError, rpcErrors, rpcResult, type RpcRequest } from './json-rpc.ts';
import { callTool, listTools } from './mcp-tools.ts';

/** The revision without sessions, in which every request says which revision it speaks. */
const statelessVersion = '2026-07-28';
/** Revisions that begin with `initialize`, the newest first. */
const handshakeVersions: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

const server = { name: 'rehearsal', version: '1' };
const capabilities = { tools: {} };
const versionMember = 'io.modelcontextprotocol/protocolVersion';

/** `POST /mcp`: the tools of the world over the Model Context Protocol (Streamable HTTP), in both of its forms. Nothing is kept between requests. */
export function mcpRoute(world: World): SideRoute {
  return {
    prefix: '/mcp',
    async answer({ request, signal, crosses }) {
      if (request.method !== 'POST')
        return jsonAnswer(405, { error: 'There is no stream to listen to: every request is a POST.' }, [['allow', 'POST']]);
      const message = jsonOf(request.body);
      if (typeof message === 'string') return rpcError(400, undefined, rpcErrors.parse, 'The body is no JSON.');
      const rpc = readRpc(message);
      if (rpc === undefined)
        return isResponse(message) ? accepted : rpcError(400, undefined, rpcErrors.invalidRequest, 'This is no JSON-RPC request.');
      if (rpc.id === undefined) return accepted;
      const version = claimedVersion(rpc) ?? headerValue(request.headers, 'mcp-protocol-version');
      const isStateless = claimedVersion(rpc) !== undefined || version === statelessVersion;
      return isStateless ? answerStateless(world, rpc, request, { signal, crosses }) : answerAfterHandshake(world, rpc, request, { signal, crosses });
    },
  };
}

const accepted: Answer = { status: 202, statusText: '', headers: [['content-length', '0']], body: [], ending: 'complete' };

function isResponse(message: Json): boolean {
  return isJsonObject(message) && message['jsonrpc'] === '2.0' && ('result' in message || 'error' in message);
}

function claimedVersion({ params }: RpcRequest): string | undefined {
  const meta = params['_meta'];
  const version = isJsonObject(meta) ? meta[versionMember] : undefined;
  return typeof version === 'string' ? version : undefined;
}

/** Revision 2026-07-28. What the headers say must be what the body says: whoever routes by them must not be led astray. */
async function answerStateless(world: World, rpc: RpcRequest, request: HttpRequest, agent: AskingAgent): Promise<Answer> {
  const { id, method, params } = rpc;
  const version = claimedVersion(rpc);
  if (version === undefined) return rpcError(400, id, rpcErrors.invalidParams, `\`_meta\` lacks ${versionMember}.`);
  if (version !== statelessVersion) {
    const data = { supported: [statelessVersion, ...handshakeVersions], requested: version };
    return rpcError(400, id, rpcErrors.unsupportedVersion, `The revision ${version} is not spoken here.`, data);
  }
  const mismatch = headerMismatch(rpc, request);
  if (mismatch !== undefined) return rpcError(400, id, rpcErrors.headerMismatch, mismatch);
  const complete = (result: JsonObject): Answer =>
    rpcResult(id, { ...result, resultType: 'complete', _meta: { 'io.modelcontextprotocol/serverInfo': server } });
  const listed = { ttlMs: 0, cacheScope: 'private' };
  if (method === 'server/discover') return complete({ supportedVersions: [statelessVersion, ...handshakeVersions], capabilities, ...listed });
  if (method === 'tools/list') return complete({ ...listTools(world), ...listed });
  if (method !== 'tools/call') return rpcError(404, id, rpcErrors.methodNotFound, `There is no method ${method}.`);
  return called(await callTool(world, params, request, agent), id, complete);
}

function headerMismatch({ method, params }: RpcRequest, { headers }: HttpRequest): string | undefined {
  const expected: readonly (readonly [header: string, value: string])[] = [
    ['mcp-protocol-version', statelessVersion],
    ['mcp-method', method],
    ...(method === 'tools/call' && typeof params['name'] === 'string' ? ([['mcp-name', params['name']]] as const) : []),
  ];
  for (const [header, value] of expected) {
    const given = headerValue(headers, header);
    if (given === undefined) return `The header ${header} is missing.`;
    if (decodedHeader(given) !== value) return `The header ${header} says ${given}, the body ${value}.`;
  }
  return undefined;
}

/** What no header can hold comes in Base64, marked as such. */
function decodedHeader(value: string): string {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8');
}

/** Revisions before that: a handshake, of which nothing need be remembered. */
async function answerAfterHandshake(world: World, { id, method, params }: RpcRequest, request: HttpRequest, agent: AskingAgent): Promise<Answer> {
  const complete = (result: JsonObject): Answer => rpcResult(id, result);
  if (method === 'initialize') {
    const asked = params['protocolVersion'];
    const protocolVersion = handshakeVersions.find((version) => version === asked) ?? handshakeVersions[0]!;
    return complete({ protocolVersion, capabilities, serverInfo: server });
  }
  if (method === 'ping') return complete({});
  if (method === 'tools/list') return complete(listTools(world));
  if (method !== 'tools/call') return rpcError(200, id, rpcErrors.methodNotFound, `There is no method ${method}.`);
  return called(await callTool(world, params, request, agent), id, complete);
}

function called(outcome: Awaited<ReturnType<typeof callTool>>, id: RpcRequest['id'], complete: (result: JsonObject) => Answer): Answer {
  if ('lost' in outcome) return brokenConnection;
  if ('unknownTool' in outcome) return rpcError(200, id, rpcErrors.invalidParams, `Unknown tool: ${outcome.unknownTool}`);
  return complete(outcome.result);
}
