import type { ToolDefinition } from '../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { unreadable } from './unreadable.ts';

/** The tools of a body; undefined where the member is absent, null or an empty list, which then stays among the parameters. */
export function readTools(
  tools: Json | undefined,
  readTool: (tool: JsonObject, place: string) => readonly ToolDefinition[],
): readonly ToolDefinition[] | undefined {
  if (tools === undefined || tools === null) return undefined;
  if (!Array.isArray(tools)) throw unreadable('`tools` is not a list');
  if (tools.length === 0) return undefined;
  return (tools as readonly Json[]).flatMap((tool, index) => {
    if (!isJsonObject(tool)) throw unreadable(`\`tools[${index}]\` is not an object`);
    return readTool(tool, `tools[${index}]`);
  });
}
