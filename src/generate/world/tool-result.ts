import type { ToolContract } from '../../domain/contract.ts';
import type { Json } from '../../domain/json.ts';

/** What a tool answers once, as data. */
export interface ToolResult {
  /** `valid`, `stale`, `hostile-text` and so on. */
  readonly kind: string;
  readonly result: Json;
}

/** What is known where a tool is to answer. */
export interface ToolContext {
  readonly contract: ToolContract;
  /** The arguments of the call. */
  readonly arguments: Json;
  /** What the world's own handler or tape answers. */
  readonly usual?: Json;
  /** Answers that this and other tools gave before. */
  readonly earlier?: readonly { readonly tool: string; readonly arguments: Json; readonly result: Json }[];
  /** Instructions that the scenario declares as planted; else some that are known. */
  readonly injections?: readonly string[];
}
