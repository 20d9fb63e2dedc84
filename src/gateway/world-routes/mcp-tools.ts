import type { HttpRequest } from '../../domain/http.ts';
import { headerValue } from '../../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { askPerson, statusOf, type AskingAgent, type World } from '../../world/index.ts';
import { asksPerson, offeredTools, type OfferedTool } from './offered-tools.ts';

/** The tools of the world as `tools/list` shows them. */
export function listTools(world: World): JsonObject {
  return { tools: offeredTools(world).map(mcpTool) };
}

function mcpTool({ name, description, input, output, effect, idempotent, dangerous }: OfferedTool): JsonObject {
  const annotations = {
    ...(effect === undefined ? {} : { readOnlyHint: effect === 'read' }),
    ...(dangerous === undefined ? {} : { destructiveHint: dangerous }),
    ...(idempotent === undefined ? {} : { idempotentHint: idempotent }),
  };
  return {
    name,
    ...(description === undefined ? {} : { description }),
    inputSchema: { type: 'object', ...input },
    // Clients hold structured results against it; it can describe nothing but objects.
    ...(output?.['type'] === 'object' ? { outputSchema: output } : {}),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

/** What `tools/call` came to. */
export type CalledTool = { readonly result: JsonObject } | { readonly unknownTool: string } | { readonly lost: true };

/** Calls a tool. What the tool says is wrong is a result too, so that the model can read it; only a tool that does not exist is an error of the protocol. */
export async function callTool(world: World, params: JsonObject, request: HttpRequest, agent: AskingAgent): Promise<CalledTool> {
  const name = typeof params['name'] === 'string' ? params['name'] : '';
  const args = params['arguments'] ?? {};
  if (asksPerson(world, name)) return { result: toolResult(await askPerson(world.people, args, agent)) };
  const key = headerValue(request.headers, 'idempotency-key');
  const answer = await world.tools.call({ name, arguments: args, ...(key === undefined || key === '' ? {} : { key }), via: 'mcp', ...agent });
  if (answer.lost) return { lost: true };
  return answer.errorCode === 'UNKNOWN_TOOL' ? { unknownTool: name } : { result: toolResult(answer.result) };
}

function toolResult(result: Json): JsonObject {
  return {
    content: [{ type: 'text', text: typeof result === 'string' ? result : JSON.stringify(result) }],
    ...(isJsonObject(result) ? { structuredContent: result } : {}),
    isError: statusOf(result) !== 'success',
  };
}
