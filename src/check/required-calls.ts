import type { JsonObject } from '../domain/json.ts';
import type { Episode } from '../domain/episode.ts';
import { hasAtLeast } from './answer-is-as-expected.ts';
import { historyOf } from './history.ts';
import { standing } from './ledger.ts';
import { within, type TaskWindow } from './task-windows.ts';
import { writes, type ToolCall } from './tool-calls.ts';

/** A call that the scenario says the task needs, and what became of it. */
export interface RequiredCall {
  readonly tool: string;
  readonly arguments?: JsonObject;
  /** Every try, in order. */
  readonly tried: readonly ToolCall[];
  /** It really was done: a write stands in the ledger, a read ended ok. */
  readonly done: boolean;
}

/** What `declares.required` asks for, held against the world. With several windows each call counts for the whole episode. */
export function requiredCalls(episode: Episode, window?: TaskWindow): readonly RequiredCall[] {
  if (episode.declared.required.length === 0) return [];
  const history = historyOf(episode);
  const calls = window === undefined ? history.calls : within(history.calls, window);
  const stands = new Set(standing(history.effects).map(({ effect }) => effect));
  return episode.declared.required.map(({ tool, arguments: args }) => {
    const tried = calls.filter((call) => call.tool === tool && (args === undefined || hasAtLeast(call.arguments, args)));
    return { tool, ...(args === undefined ? {} : { arguments: args }), tried, done: tried.some((call) => isDone(call, stands)) };
  });
}

function isDone(call: ToolCall, stands: ReadonlySet<number>): boolean {
  if (call.seenBy === 'world' && writes(call)) return call.effects.some(({ effect }) => stands.has(effect)) || call.answer?.repeated === true;
  return call.outcome === 'ok';
}

/** A required call in words. */
export function nameOf({ tool, arguments: args }: Pick<RequiredCall, 'tool' | 'arguments'>): string {
  return args === undefined ? tool : `${tool}(${JSON.stringify(args)})`;
}
