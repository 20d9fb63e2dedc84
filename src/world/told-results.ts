import type { ToldResults } from '../domain/fault.ts';
import type { Json } from '../domain/json.ts';

/** A call by its tool and by what it asks for. */
interface ToldCall {
  readonly tool: string;
  readonly operation: string;
}

/** Remembers what the agent was told: faults of tools tell it again, or contradict it. */
export interface ToldMemory {
  before(call: ToldCall): ToldResults;
  tell(call: ToldCall, result: Json): void;
}

/** Nothing was told yet. */
export function createToldResults(): ToldMemory {
  const told: (ToldCall & { readonly result: Json })[] = [];
  return {
    before({ tool, operation }) {
      const own = told.filter((each) => each.tool === tool);
      const results = (wanted: boolean): readonly Json[] =>
        own.filter((each) => (each.operation === operation) === wanted).map(({ result }) => result);
      return { same: results(true), others: results(false) };
    },
    tell: (call, result) => void told.push({ tool: call.tool, operation: call.operation, result }),
  };
}
