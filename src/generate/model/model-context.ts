import type { Block, ChatRequest } from '../../domain/chat.ts';
import type { ToolContract } from '../../domain/contract.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Scope, StateMachine } from '../../domain/world.ts';

/** What is known where a model is to say something: the request, and whatever else helps to say something that matters. */
export interface ModelContext {
  /** The conversation so far, and the tools that are offered. */
  readonly request: ChatRequest;
  readonly contracts: readonly ToolContract[];
  /** What a recorded or scripted model says here: most turns are this, or this with one thing changed, so that deep states are reached. */
  readonly usual?: readonly Block[];
  /** Whatever it says elsewhere in the conversation. */
  readonly recorded?: readonly (readonly Block[])[];
  /** The agent's table of states: proposals are made out of turn. */
  readonly stateMachine?: StateMachine;
  /** What plans may touch: plans are made that leave it. */
  readonly scope?: Scope;
  /** What the answer must fit; else the one that the request itself asks for. */
  readonly answerSchema?: JsonObject;
}
