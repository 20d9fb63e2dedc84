import { compensationOf, entityOf, intentOf } from '../contract/index.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { EventBody } from '../domain/event.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { asJson } from './as-json.ts';
import { stateChanges } from './state-changes.ts';

/** An effect that is to be written down. */
export interface Commitment {
  readonly tool: string;
  readonly contract: ToolContract | undefined;
  readonly arguments: Json;
  readonly result?: Json;
  readonly intent?: string;
  readonly key?: string;
  readonly toolCall?: number;
  readonly by: 'agent' | 'person';
}

/** What really happened, kept apart from what the agent was told. */
export interface Ledger {
  /** The state of the world, which handlers change. */
  readonly state: JsonObject;
  commit(commitment: Commitment): void;
  /** Forgets changes of the state that belong to no effect, so that the next one is not given them. */
  settle(): void;
}

interface Entry {
  readonly effect: number;
  readonly commitment: Commitment;
  undone: boolean;
}

/** An empty ledger over a state of its own. */
export function createLedger(start: JsonObject, emit: (event: EventBody) => void): Ledger {
  const state = structuredClone(start);
  const entries: Entry[] = [];
  let written = JSON.stringify(state);
  return {
    state,
    commit(commitment) {
      const { tool, contract, by } = commitment;
      const before = JSON.parse(written) as Json;
      written = JSON.stringify(state);
      const taken = takenBack(entries, commitment);
      if (taken !== undefined) taken.undone = true;
      const entry: Entry = { effect: entries.length + 1, commitment, undone: false };
      entries.push(entry);
      const intent = commitment.intent ?? (contract === undefined ? undefined : intentOf(contract, commitment.arguments));
      const entity = contract === undefined ? undefined : entityOf(contract, commitment.arguments);
      emit({
        kind: 'effect-committed',
        effect: entry.effect,
        ...(commitment.toolCall === undefined ? {} : { toolCall: commitment.toolCall }),
        tool,
        arguments: asJson(commitment.arguments),
        ...(commitment.result === undefined ? {} : { result: asJson(commitment.result) }),
        ...(intent === undefined ? {} : { intent }),
        ...(entity === undefined ? {} : { entity }),
        ...(commitment.key === undefined ? {} : { key: commitment.key }),
        ...(taken === undefined ? {} : { undoes: taken.effect }),
        changes: stateChanges(before, JSON.parse(written) as Json),
        by,
      });
    },
    settle() {
      written = JSON.stringify(state);
    },
  };
}

/** The latest effect whose compensation, by its contract, is this call. */
function takenBack(entries: readonly Entry[], { tool, arguments: args }: Commitment): Entry | undefined {
  return entries.findLast(({ undone, commitment }) => {
    if (undone || commitment.contract === undefined) return false;
    const values = { arguments: commitment.arguments, ...(commitment.result === undefined ? {} : { result: commitment.result }) };
    const wanted = compensationOf(commitment.contract, values);
    return wanted !== undefined && wanted.tool.split('@')[0] === tool && holds(args, wanted.arguments);
  });
}

function holds(args: Json, wanted: JsonObject): boolean {
  return isJsonObject(args) && Object.entries(wanted).every(([name, value]) => canonicalJson(args[name]) === canonicalJson(value));
}
