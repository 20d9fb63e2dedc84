import type { Json, JsonObject } from './json.ts';

/**
 * How a call of a tool ended. `unknown` (Jepsen's `info`): the answer was lost on its way, the effect may have happened; never the same
 * as an error.
 */
export type ToolOutcome = 'ok' | 'temporary_error' | 'permanent_error' | 'invalid_input' | 'unknown';

/** Something outside that a call touches, as the world resolved it before the call was executed. */
export type Touch =
  | {
      readonly kind: 'path';
      readonly given: string;
      /** Absolute, links followed. */
      readonly resolved: string;
      /** The same from the case's own folder, where it lies below it. */
      readonly inFolder?: string;
    }
  | { readonly kind: 'host'; readonly host: string; readonly port: number }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'bytes'; readonly bytes: number };

/** One member that an effect changed; `before` or `after` is absent where there was, or is, none. */
export interface StateChange {
  /** JSON pointer into the state of the world. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** What happened in the world around the agent: the strongest evidence that there is. */
export type ToolEventBody =
  | {
      readonly kind: 'tool-called';
      /** Numbers the calls of tools in the episode from 1. */
      readonly toolCall: number;
      readonly tool: string;
      readonly version?: string;
      readonly arguments: Json;
      /** The idempotency key, from the argument that the contract names, or from the header `Idempotency-Key`. */
      readonly key?: string;
      /** Equal for calls that ask for the same: tool and canonical arguments, key and volatile members left out. */
      readonly operation: string;
      readonly intent?: string;
      readonly entity?: string;
      /** The same operation asked again counts up. */
      readonly attempt: number;
      readonly via: 'http' | 'mcp';
      readonly touches: readonly Touch[];
    }
  | {
      readonly kind: 'tool-answered';
      readonly toolCall: number;
      readonly tool: string;
      /** As the agent can know it: `unknown` where the answer did not arrive. */
      readonly outcome: ToolOutcome;
      /** What the tool answered, delivered or not. */
      readonly result: Json;
      readonly errorCode?: string;
      /** Seconds after which it may be called again, where the tool said so (a header `Retry-After`). */
      readonly retryAfterSeconds?: number;
      /** False where the answer was lost on its way. */
      readonly delivered: boolean;
      /** True where a call with this key was executed before and its answer was given again. */
      readonly repeated?: boolean;
      /** The handler threw, hung, or returned what its contract forbids: the tool's fault, never the agent's. */
      readonly toolFault?: string;
      readonly latencyMs: number;
    }
  /** A line of the ledger: this really happened, whatever the agent was told. */
  | {
      readonly kind: 'effect-committed';
      /** Numbers the effects of the episode from 1. */
      readonly effect: number;
      /** Absent where a person did it. */
      readonly toolCall?: number;
      readonly tool: string;
      readonly arguments: Json;
      readonly result?: Json;
      readonly intent?: string;
      readonly entity?: string;
      readonly key?: string;
      /** The effect that this one takes back. */
      readonly undoes?: number;
      readonly changes: readonly StateChange[];
      readonly by: 'agent' | 'person';
    }
  | {
      readonly kind: 'human-asked';
      /** Numbers the requests to people from 1; an escalation of the same ticket keeps it. */
      readonly request: number;
      /** As the agent wrote it. */
      readonly ticket: JsonObject;
      /** Priority level, as the agent gave it; `levels` of the scenario gives the order. */
      readonly level: string;
      /** What is to be approved, where the ticket names a call. */
      readonly concerns?: { readonly tool: string; readonly arguments: Json; readonly operation: string };
    }
  /** Logged when the agent could see it, not when it was given. */
  | {
      readonly kind: 'human-replied';
      readonly request: number;
      readonly reply: 'approve' | 'reject' | 'need_info';
      readonly by: string;
      readonly text?: string;
      /** 1 for the first reply to this request; more where people contradict themselves. */
      readonly ordinal: number;
    }
  /** A callback of the outside world was handed to the agent; the same id may come several times. */
  | { readonly kind: 'callback-delivered'; readonly callback: string; readonly delivery: number; readonly event: Json }
  | { readonly kind: 'kill-switch-thrown'; readonly text: string }
  /** The agent asked whether it may act. */
  | { readonly kind: 'kill-switch-read'; readonly thrown: boolean }
  /** The state of the world, at the start and at the end. */
  | { readonly kind: 'world-snapshot'; readonly moment: 'first' | 'last'; readonly state: Json }
  /** The agent was ended on purpose and started again; what it does from now on is run number `run`. */
  | { readonly kind: 'agent-restarted'; readonly run: number; readonly how: 'killed' | 'terminated' | 'abandoned'; readonly text: string };
