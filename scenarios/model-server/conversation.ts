import { asList, asObject, asString, type JsonObject } from './json.ts';
import { badRequest } from './refusal.ts';

/** What any provider's request says, in one form, so that a behaviour need not know how it was asked. */
export interface Conversation {
  readonly model: string;
  readonly system: string;
  readonly tools: readonly string[];
  readonly turns: readonly Turn[];
  readonly wantsJson: boolean;
}

export type Turn =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly text: string };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
}

/** What the model says next: text, tool calls, or both. */
export interface Reply {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly arguments: JsonObject }[];
}

/** Content is a string or a list of typed parts at every provider; only text is understood here. */
export function textOf(content: unknown, where: string): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  return asList(content, where)
    .map((part, index) => {
      const { type, text } = asObject(part, `${where}[${index}]`);
      if (typeof type === 'string' && !type.includes('text')) throw badRequest(`Invalid value '${type}' for '${where}[${index}].type': text only.`);
      return asString(text, `${where}[${index}].text`);
    })
    .join('\n');
}

/**
 * Every tool call must have its result before the model speaks again, and no result may come without a call.
 * Providers refuse such histories, and an agent that loses a result must learn of it here too.
 */
export function checkToolResults(turns: readonly Turn[]): void {
  const waiting = new Set<string>();
  for (const turn of turns) {
    if (turn.role === 'tool') {
      if (!waiting.delete(turn.callId)) throw badRequest(`No tool call found for the tool result with id '${turn.callId}'.`);
      continue;
    }
    if (waiting.size > 0) break;
    if (turn.role === 'assistant') for (const call of turn.calls) waiting.add(call.id);
  }
  if (waiting.size > 0) throw badRequest(`Tool calls must be followed by their results. These have none: ${[...waiting].join(', ')}.`);
}
