import type { FaultPlace } from '../domain/chaos.ts';
import type { EpisodeClock } from '../domain/clock.ts';
import type { ChatRequest, ChatResponse, ProviderError, Trouble } from '../domain/chat.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { ClockFault, ConnectionFault, FaultSite, PersonFault, ProcessFault, ToolFault } from '../domain/fault.ts';
import type { Answer, HttpResponse } from '../domain/http.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { AgentPlan } from '../domain/scenario.ts';

/** How the provider that was asked speaks. This room knows no dialects: the gateway hands one in. */
export interface Speech {
  /** What was asked, as the agent said it. */
  readonly request: ChatRequest;
  /** Where the arguments of a call travel as text in an answer of the form asked for; elsewhere they cannot be half-written. */
  readonly argumentsAreText: boolean;
  read(response: HttpResponse): ChatResponse;
  /** In the form that was asked for, streamed or not. */
  write(response: ChatResponse): HttpResponse;
  /** An error where event `eventCount` of a stream was to come; with `failedAnswer` the answer itself says that it failed, where the provider has words for that. */
  writeStreamError(error: ProviderError, place: { readonly eventCount: number; readonly failedAnswer?: ChatResponse }): Uint8Array | undefined;
  /** How the provider words it. */
  wordTrouble(trouble: Trouble): ProviderError;
}

/** What a fault may use of its surroundings. */
export interface FaultContext {
  /** An error as the provider that was asked would word it. */
  writeError(error: ProviderError): HttpResponse;
  /** What goes wrong everywhere, as the provider that was asked would word it, with its headers. */
  writeTrouble(trouble: Trouble): HttpResponse;
  /** Absent for plain HTTP, which is no conversation. */
  readonly speech?: Speech;
  /** Whoever waits, waits by this one. */
  readonly clock: EpisodeClock;
  /** Aborted when the agent hangs up. */
  readonly signal: AbortSignal;
  /** Must be called at the moment at which the agent can feel the fault, with what was done, in a sentence. A fault that never calls it did not fire. */
  fired(text: string): void;
}

/** A call of a tool, as a fault sees it. */
export interface StruckCall {
  readonly tool: string;
  readonly contract: ToolContract | undefined;
  readonly arguments: Json;
}

/** Whom a fault is to strike. What lasts long is tried on virtual time alone, where it costs nothing. */
export interface TriedAgent {
  readonly kind: AgentPlan['kind'];
  readonly clock: 'real' | 'virtual';
  /** A program that ends with its answer: nothing can be done to it at that moment. */
  readonly endsWithItsAnswer: boolean;
}

/**
 * One kind of fault. Laws (`test/laws/fault-kind.laws.ts`): same settings and answer, same damage; settings are checked against `settings`;
 * a kind whose fault could not strike does not say that it fired.
 */
export interface FaultKind {
  readonly name: string;
  readonly site: FaultSite;
  /** One sentence for the docs and for `rehearsal run`'s messages. */
  readonly summary: string;
  /** JSON Schema of the settings. */
  readonly settings: JsonObject;
  /** True where the recording that would have answered counts as played, although the agent did not get it whole. */
  readonly consumesRecording: boolean;
  /** Settings that make sense where a schedule gives none: the kind's example in the docs and its specimen in the laws. */
  readonly example: JsonObject;
  /** Answers in place of the provider. */
  answer?(settings: JsonObject, context: FaultContext): Answer;
  /** Damages the real answer. */
  damage?(settings: JsonObject, answer: Answer, context: FaultContext): Answer | Promise<Answer>;
  /** Nothing of the real answer is left after its damage: of two such faults only one would be felt. */
  readonly replacesAnswer?: boolean;
  /** Of the site `tool`: what becomes of the call; undefined where it cannot be struck in that way. */
  strikeTool?(settings: JsonObject, call: StruckCall): ToolFault | undefined;
  /** Of the site `human`: what becomes of the replies to a question. */
  strikePerson?(settings: JsonObject): PersonFault;
  /** Of the site `process`: what becomes of the agent's process at the moment that `match.before` or `match.after` names. */
  strikeProcess?(settings: JsonObject): ProcessFault;
  /** Of the site `time`: what becomes of the agent's clock at that moment; where `match` names none, from the start. */
  strikeClock?(settings: JsonObject): ClockFault;
  /** Of the site `time`: it is one of the two, and cannot be the other. */
  readonly strikesAt?: 'start' | 'moment';
  /** Of the site `tcp`: what becomes of the connection over which a request came, and of all others while it lasts. */
  strikeConnection?(settings: JsonObject): ConnectionFault;
  /** Why it can never strike such an agent: told when a scenario is read, and to whoever explores. */
  unable?(agent: TriedAgent): string | undefined;
  /** For exploration: the settings that are worth trying at a place, the plainest first; none where it cannot strike there. */
  tries?(place: FaultPlace, agent?: TriedAgent): readonly JsonObject[];
  /** For shrinking: simpler settings under which it may still do its harm, the simplest first. */
  simpler?(settings: JsonObject): readonly JsonObject[];
}
