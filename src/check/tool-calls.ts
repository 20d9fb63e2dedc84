import { entityOf, findContract, intentOf, keyOf, operationOf } from '../contract/index.ts';
import { resultStatuses, type ToolContract } from '../domain/contract.ts';
import type { Episode } from '../domain/episode.ts';
import type { EventKind, EventOf } from '../domain/event.ts';
import { isJsonObject, type Json } from '../domain/json.ts';
import type { ToolOutcome, Touch } from '../domain/tool-event.ts';

/** A call of a tool with everything that is known of it. */
export interface ToolCall {
  readonly seq: number;
  readonly atMs: number;
  readonly tool: string;
  readonly version?: string;
  readonly arguments: Json;
  readonly key?: string;
  readonly operation: string;
  readonly intent?: string;
  readonly entity?: string;
  readonly touches: readonly Touch[];
  readonly contract: ToolContract | undefined;
  /** Who saw it. A call that is only known from a conversation has neither effects nor times of its own. */
  readonly seenBy: 'world' | 'conversation';
  /** As the agent can know it; `unknown` also where no answer came before the history, or the agent, ended. Undefined: an error that does not say of which kind. */
  readonly outcome: ToolOutcome | undefined;
  readonly result: Json | undefined;
  readonly delivered: boolean;
  /** When the answer came. */
  readonly endSeq: number | undefined;
  readonly endMs: number | undefined;
  readonly answer: EventOf<'tool-answered'> | undefined;
  readonly effects: readonly EventOf<'effect-committed'>[];
  /** Told to the model as an error: without a world, the agent may have refused to call it at all. */
  readonly toldAsError: boolean;
  /** A planned fault struck it: what the tool did then says nothing about the tool. */
  readonly struck: boolean;
}

type Of = <K extends EventKind>(kind: K) => readonly EventOf<K>[];

/** The calls of an episode. Where a world surrounds the agent its own events are taken, which are stronger than what a conversation tells. */
export function toolCallsOf(episode: Episode, of: Of): readonly ToolCall[] {
  const called = of('tool-called');
  if (called.length === 0 && episode.world === undefined) return of('tool-result').map((told) => fromConversation(told, episode));
  if (called.length === 0) return [];
  const answers = new Map(of('tool-answered').map((answer) => [answer.toolCall, answer]));
  const effects = new Map<number, EventOf<'effect-committed'>[]>();
  for (const effect of of('effect-committed')) {
    if (effect.toolCall === undefined || effect.by !== 'agent') continue;
    effects.set(effect.toolCall, [...(effects.get(effect.toolCall) ?? []), effect]);
  }
  const struck = new Set(of('fault-fired').map(({ toolCall }) => toolCall));
  return called.map(({ kind: _kind, toolCall, via: _via, attempt: _attempt, ...call }) => {
    const answer = answers.get(toolCall);
    return {
      ...call,
      contract: findContract(episode.contracts, call.version === undefined ? call.tool : `${call.tool}@${call.version}`),
      seenBy: 'world',
      outcome: answer?.outcome ?? 'unknown',
      result: answer?.result,
      delivered: answer?.delivered ?? false,
      endSeq: answer?.seq,
      endMs: answer?.atMs,
      answer,
      effects: effects.get(toolCall) ?? [],
      toldAsError: false,
      struck: struck.has(toolCall),
    };
  });
}

function fromConversation({ seq, atMs, name, arguments: given, text, isError }: EventOf<'tool-result'>, { contracts }: Episode): ToolCall {
  const contract = findContract(contracts, name);
  const args = given ?? null;
  const known: Partial<ToolContract> & { readonly name: string } = contract ?? { name };
  const result = asJson(text);
  const key = keyOf(known, args);
  const intent = intentOf(known, args);
  const entity = entityOf(known, args);
  return {
    seq,
    atMs,
    tool: name,
    arguments: args,
    ...(key === undefined ? {} : { key }),
    ...(intent === undefined ? {} : { intent }),
    ...(entity === undefined ? {} : { entity }),
    operation: operationOf(known, args),
    touches: [],
    contract,
    seenBy: 'conversation',
    outcome: toldOutcome(result, isError),
    result,
    delivered: true,
    endSeq: seq,
    endMs: atMs,
    answer: undefined,
    effects: [],
    toldAsError: isError,
    struck: false,
  };
}

function toldOutcome(result: Json, isError: boolean): ToolOutcome | undefined {
  const status = isJsonObject(result) ? resultStatuses.find((known) => known === result['status']) : undefined;
  if (status !== undefined && status !== 'success') return status;
  return isError ? undefined : 'ok';
}

function asJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** True where a call changes something outside: by its contract, or since it has done so. */
export function writes({ contract, effects }: ToolCall): boolean {
  return contract?.effect === 'write' || effects.length > 0;
}

/** True where asking again does harm unless a key tells that it is the same: a write that is not declared idempotent by itself. */
export function needsKey(call: ToolCall): boolean {
  return writes(call) && !(call.contract?.idempotent === true && call.contract.key === undefined && call.key === undefined);
}
