import type { ChatRequest, Role, ToolDefinition, Turn } from '../../domain/chat.ts';
import type { HttpRequest } from '../../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { readEnvelope, writeEnvelope } from '../envelope.ts';
import { extraOf } from '../extra-of.ts';
import { jsonRequest } from '../json-request.ts';
import { readJsonBody } from '../read-json-body.ts';
import { readTools } from '../read-tools.ts';
import { unreadable } from '../unreadable.ts';
import { withExtra } from '../with-extra.ts';
import { readContent, writeContent } from './block.ts';

/** @throws RehearsalFailure UNREADABLE_REQUEST */
export function readMessagesRequest(request: HttpRequest): ChatRequest {
  const body = readJsonBody(request);
  const messages = body['messages'];
  if (!Array.isArray(messages)) throw unreadable('`messages` is not a list');
  const system = readContent(body['system']);
  const tools = readTools(body['tools'], readTool);
  const taken = ['messages', ...(system === undefined ? [] : ['system']), ...(tools === undefined ? [] : ['tools'])];
  return {
    operation: 'chat',
    ...readEnvelope(body, taken),
    system: system ?? [],
    tools: tools ?? [],
    turns: (messages as readonly Json[]).map(readMessage),
  };
}

const roles: Readonly<Record<string, Role>> = { user: 'user', assistant: 'assistant', system: 'system' };

function readMessage(message: Json, index: number): Turn {
  if (!isJsonObject(message) || typeof message['role'] !== 'string') throw unreadable(`\`messages[${index}]\` is not an object with a role`);
  const role = Object.hasOwn(roles, message['role']) ? roles[message['role']]! : undefined;
  const blocks = readContent(message['content']);
  const taken = [...(role === undefined ? [] : ['role']), ...(blocks === undefined ? [] : ['content'])];
  return withExtra({ role: role ?? 'user', blocks: blocks ?? [] }, extraOf(message, taken));
}

/** `{ name, description, input_schema }`; the type of a tool of Anthropic's own stays in `extra`, and a tool without a name (a toolset) goes by its type. */
function readTool(tool: JsonObject, place: string): readonly ToolDefinition[] {
  const { name, type, description, input_schema: schema } = tool;
  if (typeof name !== 'string') {
    if (typeof type !== 'string') throw unreadable(`\`${place}\` has neither a name nor a type`);
    return [{ name: type, extra: { ...tool, name: name ?? null } }];
  }
  const described = typeof description === 'string';
  const extra = extraOf(tool, ['name', 'input_schema', ...(described ? ['description'] : [])]);
  return [withExtra({ name, ...(described ? { description } : {}), ...(schema === undefined ? {} : { schema }) }, extra)];
}

function writeTool({ name, description, schema, extra }: ToolDefinition): JsonObject {
  if (extra?.['name'] === null) return extraOf(extra, ['name']) ?? {};
  return { name, ...(description === undefined ? {} : { description }), ...(schema === undefined ? {} : { input_schema: schema }), ...extra };
}

export function writeMessagesRequest(request: ChatRequest): HttpRequest {
  const system = writeContent(request.system);
  const body = writeEnvelope(request, {
    ...(system === undefined ? {} : { system }),
    messages: request.turns.map(writeMessage),
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(writeTool) }),
  });
  return jsonRequest('/anthropic/v1/messages', body, [['anthropic-version', '2023-06-01']]);
}

function writeMessage({ role, blocks, extra }: Turn): JsonObject {
  const content = writeContent(blocks);
  return { role: Object.hasOwn(roles, role) ? role : 'user', ...(content === undefined ? {} : { content }), ...extra };
}
