import type { ChatRequest, ToolDefinition, Turn } from '../../domain/chat.ts';
import type { HttpRequest } from '../../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { readEnvelope, writeEnvelope } from '../envelope.ts';
import { extraOf } from '../extra-of.ts';
import { jsonRequest } from '../json-request.ts';
import { readJsonBody } from '../read-json-body.ts';
import { readTools } from '../read-tools.ts';
import { unreadable } from '../unreadable.ts';
import { withExtra } from '../with-extra.ts';
import { readItem, writeItems } from './item.ts';

/** @throws RehearsalFailure UNREADABLE_REQUEST */
export function readResponsesRequest(request: HttpRequest): ChatRequest {
  const body = readJsonBody(request);
  const { instructions } = body;
  const tools = readTools(body['tools'], readTool);
  const turns = readInput(body['input']);
  const taken = [
    ...(turns.length === 0 ? [] : ['input']),
    ...(tools === undefined ? [] : ['tools']),
    ...(typeof instructions === 'string' ? ['instructions'] : []),
  ];
  return {
    operation: 'chat',
    ...readEnvelope(body, taken),
    system: typeof instructions === 'string' ? [{ kind: 'text', text: instructions }] : [],
    tools: tools ?? [],
    turns,
  };
}

/** A text is one message of the user. Absent where the conversation or the prompt is kept by the provider. */
function readInput(input: Json | undefined): readonly Turn[] {
  if (input === undefined || input === null) return [];
  if (typeof input === 'string') return [{ role: 'user', blocks: [{ kind: 'text', text: input }] }];
  if (!Array.isArray(input)) throw unreadable('`input` is neither a text nor a list');
  return (input as readonly Json[]).map((item, index) => {
    const turn = isJsonObject(item) ? readItem(item) : undefined;
    if (turn === undefined) throw unreadable(`\`input[${index}]\` is neither a message nor an item with a type`);
    return turn;
  });
}

/** `{ type: 'function', name, description, parameters, strict }`; tools of any other type are kept whole in `extra`. */
function readTool(tool: JsonObject, place: string): readonly ToolDefinition[] {
  const { type, name, description, parameters } = tool;
  if (typeof type !== 'string') throw unreadable(`\`${place}\` has no type`);
  if (type !== 'function' || typeof name !== 'string') return [{ name: typeof name === 'string' ? name : type, extra: tool }];
  const described = typeof description === 'string';
  const extra = extraOf(tool, ['type', 'name', 'parameters', ...(described ? ['description'] : [])]);
  return [withExtra({ name, ...(described ? { description } : {}), ...(parameters === undefined ? {} : { schema: parameters }) }, extra)];
}

function writeTool({ name, description, schema, extra }: ToolDefinition): JsonObject {
  if (extra?.['type'] !== undefined) return extra;
  const definition = { name, ...(description === undefined ? {} : { description }), ...(schema === undefined ? {} : { parameters: schema }) };
  return { type: 'function', ...definition, ...extra };
}

export function writeResponsesRequest(request: ChatRequest): HttpRequest {
  const body = writeEnvelope(request, {
    ...(request.system.length === 0 ? {} : { instructions: request.system.map((block) => ('text' in block ? block.text : '')).join('\n\n') }),
    ...(request.turns.length === 0 ? {} : { input: request.turns.flatMap(writeItems) }),
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(writeTool) }),
  });
  return jsonRequest('/openai/v1/responses', body);
}
