import type { ToolDefinition } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { extraOf } from '../extra-of.ts';
import { unreadable } from '../unreadable.ts';
import { withExtra } from '../with-extra.ts';
import { memberOf } from './member.ts';

/**
 * One entry of `tools`: a group of declarations, and tools of Google's own beside them. How declarations are grouped means nothing to the API and is
 * not kept; a tool of Google's own is kept in `extra` under its name.
 */
export function readTool(entry: JsonObject, place: string): readonly ToolDefinition[] {
  const { name, value } = memberOf(entry, 'functionDeclarations');
  const declared = Array.isArray(value) && value.length > 0 ? (value as readonly Json[]) : undefined;
  const rest = Object.entries(extraOf(entry, declared === undefined ? [] : [name]) ?? {});
  if (declared === undefined && rest.length === 0) return [{ name: '', extra: {} }];
  const own = rest.map(([member, settings]): ToolDefinition => ({ name: member, extra: { [member]: settings } }));
  return [...(declared ?? []).map((declaration, index) => readDeclaration(declaration, `${place}.${name}[${index}]`)), ...own];
}

/** The schema is in `parameters` or, in JSON Schema proper, in `parametersJsonSchema`: then `extra.schemaMember` says so. */
function readDeclaration(declaration: Json, place: string): ToolDefinition {
  if (!isJsonObject(declaration) || typeof declaration['name'] !== 'string') throw unreadable(`\`${place}\` is not an object with a name`);
  const { name, description } = declaration;
  const described = typeof description === 'string';
  const plain = declaration['parameters'];
  const json = plain === undefined ? memberOf(declaration, 'parametersJsonSchema') : undefined;
  const schema = plain ?? json?.value;
  const rest = extraOf(declaration, ['name', json?.name ?? 'parameters', ...(described ? ['description'] : [])]);
  const extra = json?.value === undefined ? rest : { ...rest, schemaMember: 'parametersJsonSchema' };
  return withExtra({ name, ...(described ? { description } : {}), ...(schema === undefined ? {} : { schema }) }, extra);
}

/** Declarations that follow one another go into one entry. */
export function writeTools(tools: readonly ToolDefinition[]): readonly JsonObject[] {
  const entries: JsonObject[] = [];
  let declarations: JsonObject[] | undefined;
  for (const tool of tools) {
    if (isOwn(tool)) {
      declarations = undefined;
      entries.push(tool.extra ?? {});
    } else if (declarations === undefined) {
      declarations = [writeDeclaration(tool)];
      entries.push({ functionDeclarations: declarations });
    } else declarations.push(writeDeclaration(tool));
  }
  return entries;
}

/** A tool of Google's own: its settings under its name and nothing else; the entry without anything has no name. */
function isOwn({ name, description, schema, extra }: ToolDefinition): boolean {
  if (extra === undefined || description !== undefined || schema !== undefined) return false;
  return name === '' || (Object.keys(extra).length === 1 && extra[name] !== undefined);
}

function writeDeclaration({ name, description, schema, extra = {} }: ToolDefinition): JsonObject {
  const { schemaMember, ...rest } = extra;
  const member = schemaMember === undefined ? 'parameters' : 'parametersJsonSchema';
  return { name, ...(description === undefined ? {} : { description }), ...(schema === undefined ? {} : { [member]: schema }), ...rest };
}
