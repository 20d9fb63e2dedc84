import type { Conversation, Reply } from './conversation.ts';
import type { JsonObject } from './json.ts';

/** The conversation as a model grasps it: what is asked now, and what has been done about it since. */
export interface Situation {
  readonly system: string;
  readonly task: string;
  readonly tools: readonly string[];
  readonly done: readonly Done[];
  readonly wantsJson: boolean;
}

export interface Done {
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly result: JsonObject;
  readonly error: string | undefined;
}

export function readSituation({ system, tools, turns, wantsJson }: Conversation): Situation {
  const start = turns.findLastIndex((turn) => turn.role === 'user');
  const task = turns[start];
  const since = turns.slice(start + 1);
  const results = new Map(since.flatMap((turn) => (turn.role === 'tool' ? [[turn.callId, readResult(turn.text)] as const] : [])));
  const done = since
    .flatMap((turn) => (turn.role === 'assistant' ? turn.calls : []))
    .map((call) => {
      const result = results.get(call.id) ?? {};
      return { tool: call.name, arguments: call.arguments, result, error: errorIn(result) };
    });
  return { system, tools, done, wantsJson, task: task?.role === 'user' ? task.text : '' };
}

/** What went wrong, by either of the two ways in which tools say it: a member `error`, or a status that is one. */
function errorIn(result: JsonObject): string | undefined {
  if (result['error'] !== undefined) return say(result['error']);
  const { status, error_code: code, error_message: message } = result;
  return typeof status === 'string' && /_error$|^invalid_input$/.test(status) ? [code, message].filter(Boolean).map(say).join(': ') : undefined;
}

/** A result that is not a JSON object is still a result: a tool may answer in plain words. */
function readResult(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
    return { text: say(value), list: value };
  } catch {
    return /error|fail/i.test(text) ? { error: text } : { text };
  }
}

export function offers(situation: Situation, ...names: readonly string[]): boolean {
  return names.every((name) => situation.tools.includes(name));
}

export function latest(situation: Situation, tool: string): Done | undefined {
  return situation.done.findLast((step) => step.tool === tool);
}

/** How often a failed tool may be tried again, according to the instructions. */
export function retriesAllowed(system: string): number {
  if (/until it works/i.test(system)) return Number.POSITIVE_INFINITY;
  return /once more/i.test(system) ? 1 : 0;
}

export function call(name: string, args: JsonObject): Reply {
  return { calls: [{ name, arguments: args }] };
}

export function tell(text: string): Reply {
  return { text };
}

/** A value of a tool result as words, for an answer that cites it. */
export function say(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

export function euros(value: unknown): string {
  return `${Number(value).toFixed(2)} €`;
}
