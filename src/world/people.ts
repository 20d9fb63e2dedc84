import { findContract, operationOf } from '../contract/index.ts';
import type { EpisodeClock } from '../domain/clock.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { Event, EventBody, EventOf } from '../domain/event.ts';
import type { PersonStrike } from '../domain/fault.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { PeoplePlan, ReplyPlan } from '../domain/world.ts';
import type { Crossing } from '../domain/world-moment.ts';
import { createBell } from './bell.ts';

export interface PeopleOptions {
  readonly plan: PeoplePlan;
  readonly contracts: readonly ToolContract[];
  readonly clock: EpisodeClock;
  /** Aborted when the episode is over. */
  readonly signal: AbortSignal;
  emit(event: EventBody): void;
  /** The planned faults that strike a question. */
  strike?(question: StruckQuestion): readonly PersonStrike[];
}

/** A question as a planned fault sees it. */
export interface StruckQuestion {
  readonly ticket: JsonObject;
  /** Of the call that is to be approved. */
  readonly tool: string | undefined;
}

/** What an agent is told of its request. */
export type PersonAnswer =
  | { readonly request: number; readonly ticket_id: string; readonly status: 'pending' }
  | {
      readonly request: number;
      readonly ticket_id: string;
      readonly status: 'answered';
      readonly reply: 'approve' | 'reject' | 'need_info';
      readonly by: string;
      readonly text?: string;
    };

/** The people whom the agent may ask. */
export interface People {
  /** A ticket. One that was asked before, by its `ticket_id`, is the same request: escalated, or with what was missing. Unchanged, it gets the last reply again. */
  ask(ticket: JsonObject, crosses?: Crossing): PersonAnswer;
  /** What was replied since it was asked last; waits for it, if it is to. Undefined where there is no such request. */
  read(request: number, waitMs: number, signal: AbortSignal): Promise<PersonAnswer | undefined>;
  /** Is told of every event of the episode, in order. */
  watch(event: Event): void;
  /** What is due, and was never read, has been there to be read. */
  end(): void;
}

type Reply = ReplyPlan['replies'][number];

interface DueReply {
  readonly dueMs: number;
  readonly reply: Reply;
  /** Called when it can be read. */
  readonly fired?: () => void;
}

interface Request {
  readonly number: number;
  readonly ticketId: string;
  /** What will be replied, in the order in which it becomes visible. */
  readonly due: DueReply[];
  /** The tool of the call that is to be approved. */
  readonly tool: string | undefined;
  /** Takes the approval back once the effect is there. */
  withdrawal: PersonStrike | undefined;
  /** Entries of the plan that answer it already. */
  readonly answering: Set<ReplyPlan>;
  shown: number;
  /** As it was asked last. */
  wording: string;
  /** The last reply since it was asked last. */
  latest: Reply | undefined;
}

/** People who have not been asked yet. */
export function createPeople(options: PeopleOptions): People {
  const { plan, clock, emit } = options;
  const requests: Request[] = [];
  const bell = createBell(clock);

  const schedule = (request: Request, entry: ReplyPlan, strikes: readonly PersonStrike[]): void => {
    if (request.answering.has(entry)) return;
    request.answering.add(entry);
    let { replies } = entry;
    const changing: PersonStrike[] = [];
    for (const strike of strikes) {
      const changed = strike.change?.(replies);
      if (changed === undefined) continue;
      replies = changed;
      changing.push(strike);
      // Silence, and a reply that is not there in time, are felt as soon as it is asked.
      if (changed.length <= entry.replies.length) strike.fired();
    }
    let dueMs = clock.now();
    for (const [index, reply] of replies.entries()) {
      dueMs += reply.afterSeconds * 1000;
      const fired = index < entry.replies.length ? undefined : (): void => changing.forEach((strike) => strike.fired());
      request.due.push({ dueMs, reply, ...(fired === undefined ? {} : { fired }) });
    }
    request.due.sort((a, b) => a.dueMs - b.dueMs);
    bell.ring();
  };

  /** Shows what is due; each reply is logged once, when the agent can see it. */
  const show = (request: Request): void => {
    while (request.due.length > 0 && request.due[0]!.dueMs <= clock.now()) {
      const { reply, fired } = request.due.shift()!;
      fired?.();
      request.latest = reply;
      request.shown++;
      const { reply: word, by, text } = reply;
      emit({ kind: 'human-replied', request: request.number, reply: word, by, ...(text === undefined ? {} : { text }), ordinal: request.shown });
    }
  };

  return {
    ask(ticket, crosses = () => true) {
      const given = ticket['ticket_id'];
      const number = requests.length + 1;
      const ticketId = given === undefined || given === null ? `ticket-${number}` : typeof given === 'string' ? given : canonicalJson(given);
      const known = requests.find((one) => one.ticketId === ticketId);
      const concerns = concernsOf(ticket, options.contracts);
      const request = known ?? {
        number,
        ticketId,
        due: [],
        tool: concerns?.tool,
        withdrawal: undefined,
        answering: new Set(),
        shown: 0,
        wording: '',
        latest: undefined,
      };
      const level = levelOf(ticket, plan.levels);
      // An agent that died before it could ask has not asked.
      if (!crosses({ kind: 'human-asked', tool: concerns?.tool })) return pending(request);
      if (known === undefined) requests.push(request);
      const wording = canonicalJson(ticket);
      // Asked just the same again, as by an agent that was restarted, a person says the same again.
      if (request.wording === wording && request.latest !== undefined) request.due.unshift({ dueMs: clock.now(), reply: request.latest });
      request.wording = wording;
      request.latest = undefined;
      emit({ kind: 'human-asked', request: request.number, ticket, level, ...(concerns === undefined ? {} : { concerns }) });
      const entry = plan.replies.find((one) => matches(one.match, { ticket, level, tool: concerns?.tool }));
      const strikes = options.strike?.({ ticket, tool: concerns?.tool }) ?? [];
      request.withdrawal = strikes.find(({ withdraw }) => withdraw !== undefined) ?? request.withdrawal;
      if (entry !== undefined) schedule(request, entry, strikes);
      return pending(request);
    },
    watch(event) {
      if (event.kind !== 'effect-committed' || event.by !== 'agent') return;
      for (const request of requests) {
        const { withdrawal, latest, tool } = request;
        if (withdrawal === undefined || latest?.reply !== 'approve' || (tool !== undefined && tool !== event.tool)) continue;
        request.withdrawal = undefined;
        const text = withdrawal.withdraw?.text ?? 'I take it back.';
        request.due.unshift({ dueMs: clock.now(), reply: { afterSeconds: 0, reply: 'reject', by: latest.by, text } });
        withdrawal.fired();
        bell.ring();
      }
    },
    end() {
      for (const { due } of requests) for (const { dueMs, fired } of due) if (dueMs <= clock.now()) fired?.();
    },
    async read(number, waitMs, signal) {
      const request = requests.find((one) => one.number === number);
      if (request === undefined) return undefined;
      const untilMs = clock.now() + waitMs;
      const either = AbortSignal.any([signal, options.signal]);
      for (;;) {
        show(request);
        const leftMs = untilMs - clock.now();
        if (request.latest !== undefined || leftMs <= 0 || either.aborted) break;
        await bell.wait(Math.min(leftMs, (request.due[0]?.dueMs ?? Infinity) - clock.now()), either);
      }
      if (request.latest === undefined) return pending(request);
      const { reply, by, text } = request.latest;
      return { ...pending(request), status: 'answered', reply, by, ...(text === undefined ? {} : { text }) };
    },
  };
}

function pending({ number, ticketId }: Request): Extract<PersonAnswer, { status: 'pending' }> {
  return { request: number, ticket_id: ticketId, status: 'pending' };
}

/** As the agent gave it, by either name; without any it is an ordinary one. */
function levelOf(ticket: JsonObject, levels: readonly string[]): string {
  const given = ticket['priority'] ?? ticket['level'];
  if (given === undefined || given === null) return levels.includes('normal') ? 'normal' : (levels[0] ?? 'normal');
  return typeof given === 'string' ? given : canonicalJson(given);
}

/** The call that is to be approved, where the ticket names one: as members of its own, or under `action`. */
function concernsOf(ticket: JsonObject, contracts: readonly ToolContract[]): EventOf<'human-asked'>['concerns'] {
  const named = [ticket, ticket['action']].find((one) => isJsonObject(one) && typeof one['tool'] === 'string') as JsonObject | undefined;
  if (named === undefined) return undefined;
  const name = named['tool'] as string;
  const contract = findContract(contracts, name) ?? { name: name.replace(/(?<=.)@.*$/, '') };
  const args: Json = named['arguments'] ?? {};
  return { tool: contract.name, arguments: args, operation: operationOf(contract, args) };
}

function matches(
  match: ReplyPlan['match'],
  { ticket, level, tool }: { readonly ticket: JsonObject; readonly level: string; readonly tool: string | undefined },
): boolean {
  return (
    (match.level === undefined || match.level === level) &&
    (match.tool === undefined || match.tool === tool) &&
    (match.content === undefined || JSON.stringify(ticket).includes(JSON.stringify(match.content).slice(1, -1)))
  );
}
