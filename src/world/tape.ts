import { findContract, operationOf } from '../contract/index.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { Json } from '../domain/json.ts';

/** A result that a tool gave when it was recorded. */
export interface TapedResult {
  readonly tool: string;
  readonly arguments: Json;
  readonly result: Json;
}

/** Recorded results, given again to calls that ask for the same (key and volatile arguments aside), in the order in which they were recorded. */
export interface Tape {
  /** Undefined where there is no further one. */
  next(tool: string, args: Json): Json | undefined;
}

/** A tape at its beginning. */
export function createTape(recorded: readonly TapedResult[], contracts: readonly ToolContract[]): Tape {
  const nameOf = (tool: string, args: Json): string => operationOf(findContract(contracts, tool) ?? { name: tool }, args);
  const waiting = new Map<string, Json[]>();
  for (const { tool, arguments: args, result } of recorded) {
    const name = nameOf(tool, args);
    waiting.set(name, [...(waiting.get(name) ?? []), result]);
  }
  return { next: (tool, args) => waiting.get(nameOf(tool, args))?.shift() };
}
