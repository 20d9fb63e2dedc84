import type { ResultStatus } from '../domain/contract.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { WorldErrorCode } from '../domain/world-errors.ts';
import type { Crossing } from '../domain/world-moment.ts';

/** Who asks something of the world. */
export interface AskingAgent {
  /** Aborted when the agent hangs up. */
  readonly signal: AbortSignal;
  /** Asked before what it asks for takes effect. */
  readonly crosses: Crossing;
}

/** A call of a tool, as it came in over HTTP or MCP. */
export interface ToolRequest extends AskingAgent {
  /** `refund`, or `refund@v1`. */
  readonly name: string;
  /** The arguments; a text that is no JSON stays a text. */
  readonly arguments: Json;
  /** From the header `Idempotency-Key`. */
  readonly key?: string;
  readonly via: 'http' | 'mcp';
}

/** What the agent is told of its call. */
export interface ToolAnswer {
  readonly status: ResultStatus;
  readonly result: Json;
  readonly errorCode?: string;
  readonly retryAfterSeconds?: number;
  /** The connection is to break instead of the answer. */
  readonly lost: boolean;
}

/** An answer before it is given: what came of the call. */
export interface Performed {
  readonly status: ResultStatus;
  readonly result: Json;
  readonly errorCode?: string;
  readonly retryAfterSeconds?: number;
  readonly toolFault?: string;
  readonly repeated?: true;
  /** The ledger has a line for it, whatever the status says. */
  readonly committed?: true;
}

/** An error that the world itself gives in place of the tool, in the form that all results have (S1.4). */
export function worldError(
  status: Exclude<ResultStatus, 'success'>,
  code: WorldErrorCode,
  message: string,
  more: Pick<Performed, 'toolFault' | 'retryAfterSeconds'> = {},
): Performed {
  const result: JsonObject = { status, error_code: code, error_message: message };
  return {
    status,
    errorCode: code,
    ...more,
    result: more.retryAfterSeconds === undefined ? result : { ...result, retry_after_seconds: more.retryAfterSeconds },
  };
}
