import type { ChatRequest, Role, Turn } from '../../domain/chat.ts';
import type { HttpRequest } from '../../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { extraOf } from '../extra-of.ts';
import { jsonRequest } from '../json-request.ts';
import { readJsonBody } from '../read-json-body.ts';
import { readTools } from '../read-tools.ts';
import { unreadable } from '../unreadable.ts';
import { withExtra } from '../with-extra.ts';
import { memberOf } from './member.ts';
import { readPart, writePart } from './part.ts';
import { readGeminiPath, writeGeminiPath } from './path.ts';
import { readTool, writeTools } from './tools.ts';

/**
 * Model and streaming are in the path. The query's `alt`, which decides the form of a stream, is kept as the parameter `?alt`.
 *
 * @throws RehearsalFailure UNREADABLE_REQUEST
 */
export function readGeminiRequest(request: HttpRequest): ChatRequest {
  const path = readGeminiPath(request.url);
  if (path === undefined) throw unreadable('the path names no model');
  const body = readJsonBody(request);
  const contents = listOf(body['contents']);
  if (contents === undefined) throw unreadable('`contents` is neither a list nor an object');
  const given = memberOf(body, 'systemInstruction');
  const instruction = readInstruction(given.value);
  const tools = readTools(listOf(body['tools']), readTool);
  const taken = ['contents', ...(instruction === undefined ? [] : [given.name]), ...(tools === undefined ? [] : ['tools'])];
  const alt = altOf(request.url);
  return {
    operation: 'chat',
    model: path.model,
    stream: path.method === 'streamGenerateContent',
    system: instruction?.blocks ?? [],
    tools: tools ?? [],
    parameters: {
      ...extraOf(body, taken),
      ...(instruction?.rest === undefined ? {} : { systemInstruction: instruction.rest }),
      ...(alt === null ? {} : { '?alt': alt }),
    },
    turns: contents.map(readTurn),
  };
}

/** The API takes one object for a list of one. */
function listOf(value: Json | undefined): readonly Json[] | undefined {
  if (Array.isArray(value)) return value as readonly Json[];
  return isJsonObject(value) ? [value] : undefined;
}

export function altOf(url: string): string | null {
  const question = url.indexOf('?');
  return question === -1 ? null : new URLSearchParams(url.slice(question)).get('alt');
}

/** The parts as blocks, and the members beside them (a role, usually). */
function readInstruction(given: Json | undefined): { readonly blocks: Turn['blocks']; readonly rest: JsonObject | undefined } | undefined {
  const parts = isJsonObject(given) ? given['parts'] : undefined;
  if (!isJsonObject(given) || !Array.isArray(parts) || parts.length === 0) return undefined;
  return { blocks: (parts as readonly Json[]).map(readPart), rest: extraOf(given, ['parts']) };
}

const roles: Readonly<Record<string, Role>> = { user: 'user', model: 'assistant' };

/** An absent role means the user's; that it was absent is kept as `extra.role: null`. */
function readTurn(content: Json, index: number): Turn {
  if (!isJsonObject(content)) throw unreadable(`\`contents[${index}]\` is not an object`);
  const { role: given, parts } = content;
  const role = typeof given === 'string' && Object.hasOwn(roles, given) ? roles[given] : undefined;
  const list = Array.isArray(parts) && parts.length > 0 ? (parts as readonly Json[]) : undefined;
  const rest = extraOf(content, [...(role === undefined ? [] : ['role']), ...(list === undefined ? [] : ['parts'])]);
  const extra = given === undefined ? { ...rest, role: null } : rest;
  return withExtra({ role: role ?? (given === 'function' ? 'tool' : 'user'), blocks: (list ?? []).map(readPart) }, extra);
}

export function writeGeminiRequest(request: ChatRequest): HttpRequest {
  const { systemInstruction, '?alt': alt, ...parameters } = request.parameters;
  const instruction = { ...(isJsonObject(systemInstruction) ? systemInstruction : {}), parts: request.system.map(writePart) };
  const url = writeGeminiPath({ model: request.model, method: request.stream ? 'streamGenerateContent' : 'generateContent' });
  return jsonRequest(typeof alt === 'string' ? `${url}?alt=${encodeURIComponent(alt)}` : url, {
    contents: request.turns.map(writeTurn),
    ...(request.system.length > 0 ? { systemInstruction: instruction } : systemInstruction === undefined ? {} : { systemInstruction }),
    ...(request.tools.length === 0 ? {} : { tools: writeTools(request.tools) }),
    ...parameters,
  });
}

function writeTurn({ role, blocks, extra }: Turn): JsonObject {
  const speaker = extra?.['role'] === null ? {} : { role: role === 'assistant' ? 'model' : 'user' };
  const parts = blocks.length === 0 ? {} : { parts: blocks.map(writePart) };
  return { ...speaker, ...parts, ...(extra?.['role'] === null ? extraOf(extra, ['role']) : extra) };
}
