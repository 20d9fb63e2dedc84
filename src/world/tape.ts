import { canonicalJson, type Json } from '../domain/json.ts';

/** A result that a tool gave when it was recorded. */
export interface TapedResult {
  readonly tool: string;
  readonly arguments: Json;
  readonly result: Json;
}

/** Recorded results, given again by tool and arguments, in the order in which they were recorded. */
export interface Tape {
  /** Undefined where there is no further one. */
  next(tool: string, args: Json): Json | undefined;
}

/** A tape at its beginning. */
export function createTape(recorded: readonly TapedResult[]): Tape {
  const waiting = new Map<string, Json[]>();
  for (const { tool, arguments: args, result } of recorded) {
    const name = canonicalJson([tool, args]);
    waiting.set(name, [...(waiting.get(name) ?? []), result]);
  }
  return { next: (tool, args) => waiting.get(canonicalJson([tool, args]))?.shift() };
}
