import type { Block, ChatRequest, Role, ToolDefinition, Turn } from '../../domain/chat.ts';
import type { HttpRequest } from '../../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { readEnvelope, writeEnvelope } from '../envelope.ts';
import { extraOf } from '../extra-of.ts';
import { jsonRequest } from '../json-request.ts';
import { readJsonBody } from '../read-json-body.ts';
import { readTools } from '../read-tools.ts';
import { unreadable } from '../unreadable.ts';
import { withExtra } from '../with-extra.ts';
import { isInContent, readContent, writeContent } from './content.ts';
import { readToolCalls, writeToolCall } from './tool-call.ts';

/** @throws RehearsalFailure UNREADABLE_REQUEST */
export function readChatRequest(request: HttpRequest): ChatRequest {
  const body = readJsonBody(request);
  const messages = body['messages'];
  if (!Array.isArray(messages)) throw unreadable('`messages` is not a list');
  const tools = readTools(body['tools'], readTool);
  const { system, count } = readSystem(messages);
  const turns: Turn[] = [];
  for (let index = count; index < messages.length; index++) turns.push(readMessage(messages[index] as Json, index));
  return {
    operation: 'chat',
    ...readEnvelope(body, tools === undefined ? ['messages'] : ['messages', 'tools']),
    system,
    tools: tools ?? [],
    turns,
  };
}

/** The system messages at the very start. Where a second one begins is kept as `extra.role` of its first block; one that has more members stays a turn. */
function readSystem(messages: readonly Json[]): { readonly system: readonly Block[]; readonly count: number } {
  const system: Block[] = [];
  let count = 0;
  for (const message of messages) {
    if (!isJsonObject(message) || message['role'] !== 'system' || Object.keys(message).length !== 2) break;
    const [first, ...further] = readContent(message['content']) ?? [];
    if (first?.kind !== 'text' || [first, ...further].some((block) => block.kind === 'text' && block.extra?.['role'] !== undefined)) break;
    system.push(count === 0 ? first : { ...first, extra: { ...first.extra, role: 'system' } }, ...further);
    count++;
  }
  return { system, count };
}

const roles: Readonly<Record<string, Role>> = { system: 'system', developer: 'developer', user: 'user', assistant: 'assistant', tool: 'tool' };

function readMessage(message: Json, index: number): Turn {
  if (!isJsonObject(message) || typeof message['role'] !== 'string') throw unreadable(`\`messages[${index}]\` is not an object with a role`);
  const role = Object.hasOwn(roles, message['role']) ? roles[message['role']]! : undefined;
  const content = readContent(message['content']);
  const taken = role === undefined ? [] : ['role'];
  if (content !== undefined) taken.push('content');
  if (role === 'tool') return readToolMessage(message, content ?? [], taken);
  if (role !== 'assistant')
    return withExtra({ role: role ?? (message['role'] === 'function' ? 'tool' : 'user'), blocks: content ?? [] }, extraOf(message, taken));
  const blocks: Block[] = [];
  if (typeof message['reasoning_content'] === 'string') {
    blocks.push({ kind: 'reasoning', text: message['reasoning_content'] });
    taken.push('reasoning_content');
  }
  if (content !== undefined) blocks.push(...content);
  if (typeof message['refusal'] === 'string') {
    blocks.push({ kind: 'refusal', text: message['refusal'] });
    taken.push('refusal');
  }
  const calls = readToolCalls(message['tool_calls']);
  if (calls !== undefined) {
    blocks.push(...calls);
    taken.push('tool_calls');
  }
  return withExtra({ role, blocks }, extraOf(message, [...taken, ...saysNothing(message)]));
}

/** Members that a client sends back from an answer although there is nothing in them; others leave them out, and mean the same. */
function saysNothing(message: JsonObject): readonly string[] {
  const empty = ['content', 'refusal', 'audio', 'function_call'].filter((name) => message[name] === null);
  return Array.isArray(message['annotations']) && message['annotations'].length === 0 ? [...empty, 'annotations'] : empty;
}

function readToolMessage(message: JsonObject, content: readonly Block[], taken: readonly string[]): Turn {
  const { tool_call_id: id, name } = message;
  if (typeof id !== 'string') return withExtra({ role: 'tool', blocks: content }, extraOf(message, taken));
  const named = typeof name === 'string';
  const extra = extraOf(message, [...taken, 'tool_call_id', ...(named ? ['name'] : [])]);
  return withExtra({ role: 'tool', blocks: [{ kind: 'tool-result', id, ...(named ? { name } : {}), content }] }, extra);
}

/** `{ type: 'function', function: { name, description, parameters } }`; tools of any other type are kept whole in `extra`. */
function readTool(tool: JsonObject, place: string): readonly ToolDefinition[] {
  const { type, function: definition } = tool;
  if ((type === 'function' || type === undefined) && isJsonObject(definition) && typeof definition['name'] === 'string') {
    const { name, description, parameters } = definition;
    const described = typeof description === 'string';
    const inner = extraOf(definition, described ? ['name', 'description', 'parameters'] : ['name', 'parameters']);
    const outer = { ...extraOf(tool, ['type', 'function']), ...(inner && { function: inner }), ...(type === undefined ? { type: null } : {}) };
    const extra = Object.keys(outer).length === 0 ? undefined : outer;
    return [withExtra({ name, ...(described ? { description } : {}), ...(parameters === undefined ? {} : { schema: parameters }) }, extra)];
  }
  if (typeof type !== 'string') throw unreadable(`\`${place}\` has no type`);
  const custom = tool['custom'];
  const name = isJsonObject(custom) ? custom['name'] : undefined;
  return [{ name: typeof name === 'string' ? name : type, extra: tool }];
}

export function writeChatRequest(request: ChatRequest): HttpRequest {
  const body = writeEnvelope(request, {
    messages: [...writeSystem(request.system), ...request.turns.flatMap(writeTurn)],
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(writeTool) }),
  });
  return jsonRequest('/openai/v1/chat/completions', body);
}

function writeSystem(system: readonly Block[]): readonly JsonObject[] {
  const messages: Block[][] = [];
  for (const block of system) {
    const starts = block.kind === 'text' && block.extra?.['role'] === 'system';
    const plain = starts ? withExtra({ kind: 'text' as const, text: block.text }, extraOf(block.extra, ['role'])) : block;
    if (starts || messages.length === 0) messages.push([plain]);
    else messages.at(-1)!.push(plain);
  }
  return messages.map((blocks) => ({ role: 'system', ...writeContent(blocks) }));
}

function writeTurn(turn: Turn): readonly JsonObject[] {
  const messages: JsonObject[] = [];
  const rest = turn.blocks.filter((block) => {
    if (block.kind !== 'tool-result') return true;
    const named = block.name === undefined ? {} : { name: block.name };
    messages.push({ role: 'tool', tool_call_id: block.id, ...named, ...writeContent(block.content), ...block.extra, ...turn.extra });
    return false;
  });
  if (messages.length > 0 && rest.length === 0) return messages;
  return [...messages, writeMessage(turn.role, rest, turn.extra)];
}

function writeMessage(role: Role, blocks: readonly Block[], extra: JsonObject | undefined): JsonObject {
  const calls = blocks.filter((block) => block.kind === 'tool-call');
  const reasoning = blocks.filter((block) => block.kind === 'reasoning');
  const refusals = blocks.filter((block) => block.kind === 'refusal' && !isInContent(block));
  return {
    role,
    ...(reasoning.length === 0 ? {} : { reasoning_content: reasoning.map(({ text }) => text).join('') }),
    ...writeContent(blocks.filter(isInContent)),
    ...(refusals.length === 0 ? {} : { refusal: refusals.map((block) => (block.kind === 'refusal' ? block.text : '')).join('') }),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map(writeToolCall) }),
    ...extra,
  };
}

function writeTool({ name, description, schema, extra = {} }: ToolDefinition): JsonObject {
  const { type, function: inner, ...outer } = extra;
  if (type !== undefined && type !== null) return extra;
  const definition = { name, ...(description === undefined ? {} : { description }), ...(schema === undefined ? {} : { parameters: schema }) };
  return { ...(type === undefined ? { type: 'function' } : {}), function: { ...definition, ...(isJsonObject(inner) ? inner : {}) }, ...outer };
}
