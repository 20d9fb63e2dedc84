import type { Block, ChatRequest, FinishReason, ProviderError, Usage } from './chat.ts';
import type { Json, JsonObject } from './json.ts';
import type { Random } from './random.ts';

/**
 * A model that is a function: the module that `model: { module: … }` names exports one as its default. It must decide from its argument alone, so that
 * the same conversation always gets the same answer.
 *
 * @example
 * ```ts
 * import type { ScriptedModel } from 'rehearsal';
 *
 * const model: ScriptedModel = ({ task, results }) =>
 *   results.length === 0 ? { calls: [{ name: 'get_order', arguments: { order_id: task } }] } : { text: 'Done.' };
 * export default model;
 * ```
 */
export type ScriptedModel = (situation: ScriptedSituation) => ScriptedAnswer | Promise<ScriptedAnswer>;

/** What a scripted model sees: the request, and what is usually wanted of it. */
export interface ScriptedSituation {
  readonly request: ChatRequest;
  /** All system text. */
  readonly system: string;
  /** Text of the first user turn. */
  readonly task: string;
  /** Text of the last user turn. */
  readonly lastUser: string;
  /** Tool calls that were answered, in order. */
  readonly results: readonly ScriptedResult[];
  /** Counts the requests of the episode from 1. */
  readonly call: number;
  /** Chance from the seed of the episode and the conversation. */
  readonly random: Random;
}

export interface ScriptedResult {
  readonly name: string;
  readonly arguments: Json;
  readonly text: string;
  readonly isError: boolean;
}

/** What a scripted model says. */
export interface ScriptedAnswer {
  readonly text?: string;
  readonly reasoning?: string;
  readonly calls?: readonly { readonly name: string; readonly arguments: JsonObject; readonly id?: string }[];
  /** In place of text and calls. */
  readonly blocks?: readonly Block[];
  readonly finish?: FinishReason;
  readonly usage?: Usage;
  /** Refuses as a provider would. */
  readonly error?: ProviderError;
}
