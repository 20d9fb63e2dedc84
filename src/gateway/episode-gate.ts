import type { ServerResponse } from 'node:http';
import { canonicalRequest } from '../cassette/key.ts';
import type { Redactor } from '../cassette/redaction/index.ts';
import type { EpisodeClock } from '../domain/clock.ts';
import type { Matching } from '../domain/cassette.ts';
import type { EventBody } from '../domain/event.ts';
import { RehearsalFailure, toFailure } from '../domain/failure.ts';
import { decodeUtf8, pathOf, type Answer, type HttpRequest } from '../domain/http.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { Crossing } from '../domain/world-moment.ts';
import { dialectFor, type Dialect } from '../dialect/index.ts';
import type { Injector } from '../fault/index.ts';
import type { Answerer, Call, Given } from './answerer.ts';
import { createConversationTracker, type ConversationTracker } from './conversation-tracker.ts';
import { deliver } from './delivery.ts';
import { faultContext } from './fault-context.ts';
import { brokenConnection } from './json-answer.ts';
import { missAnswer } from './miss-answer.ts';
import { createRealClock } from './real-clock.ts';
import { findSideRoute, type SideRoute } from './side-route.ts';

export interface EpisodeGateOptions {
  readonly answerer: Answerer;
  readonly injector: Injector;
  readonly redactor: Redactor;
  readonly matching: Matching;
  /** The clock of the episode; the machine's own if absent. */
  readonly clock?: EpisodeClock;
  /** What is served besides models and declared HTTP servers: the world, evidence. The first whose prefix fits serves a path. */
  readonly sideRoutes?: readonly SideRoute[];
  /** Asked before anything takes effect that the agent does or gets, where it may be ended and started again in this episode. */
  readonly crosses?: Crossing;
  /** Receives every event, in order. */
  emit(event: EventBody): void;
}

/** A request at the door: the provider is known, the URL is in the spelling of recordings. */
export interface IncomingCall {
  /** Absent where a side route serves the path. */
  readonly provider: string | undefined;
  readonly request: HttpRequest;
  readonly signal: AbortSignal;
  /** Where the answer is going to be written; absent where it came through no connection that faults could strike. */
  readonly response?: ServerResponse;
  /** Of the answer no more than so many bytes will reach the agent. */
  readonly passesBytes?: number;
  /** The network delivers it for the second time. */
  readonly isSecondDelivery?: boolean;
  /** Told the number of the call, as soon as it has one. */
  onCall?(call: number): void;
}

/** A copy of the agent, of which there may be several: each has its own conversations. */
interface Asker {
  readonly tracker: ConversationTracker;
  readonly answerer: Answerer;
  /** Aborted when it is ended. */
  life: AbortController;
  restarted: boolean;
}

function newAsker(answerer: Answerer): Asker {
  return { tracker: createConversationTracker(), answerer, life: new AbortController(), restarted: false };
}

interface Arrived extends IncomingCall {
  readonly asker: Asker;
  readonly crosses: Crossing;
  /** True where the agent was ended before something of it could take effect, or reach it. */
  isRefused(): boolean;
}

/** The one way through which everything of an episode passes. */
export interface EpisodeGate {
  /** Never throws: a failure is an answer too. */
  handle(incoming: IncomingCall): Promise<Answer>;
  /** Whether a path that belongs to no provider is served all the same. */
  serves(url: string): boolean;
  denyEgress(target: string): void;
  refuseWebSocket(url: string): void;
  /** Settles when no answer is on its way any more. */
  idle(): Promise<void>;
  /** The agent has been ended, to be started again: nobody waits for the answers that are on their way. */
  abandon(): void;
  /** The door of another copy of the agent, which is answered by itself. */
  forAnother(answerer: Answerer): EpisodeGate;
}

/**
 * ```
 * request ─▶ scrub ─▶ read ─▶ log ─▶ planned fault? ─▶ answerer ─▶ damage? ─▶ log what was delivered ─▶ answer
 * ```
 */
export function createEpisodeGate(options: EpisodeGateOptions): EpisodeGate {
  const { emit, clock = createRealClock(), sideRoutes = [] } = options;
  let calls = 0;
  let open = 0;
  let onIdle: (() => void)[] = [];
  const closeOne = (): void => {
    open--;
    if (open > 0) return;
    for (const resolve of onIdle) resolve();
    onIdle = [];
  };

  const numbered = (incoming: IncomingCall): number => {
    calls++;
    incoming.onCall?.(calls);
    return calls;
  };

  /** Undefined where the agent is ended before it can ask. */
  const readCall = (incoming: Arrived & { readonly provider: string }): Call | undefined => {
    const scrubbed = options.redactor.request(incoming.request);
    const dialect = dialectFor(scrubbed);
    const canonical = canonicalRequest(scrubbed, dialect, options.matching);
    if (canonical.chat !== undefined && !incoming.crosses({ kind: 'model-request' })) return undefined;
    return {
      ...incoming,
      number: numbered(incoming),
      scrubbed,
      dialect,
      canonical,
      clock,
      faulted: incoming.asker.restarted || options.injector.anyFired,
    };
  };

  const logRequest = (call: Call, { tracker }: Asker): void => {
    const { chat } = call.canonical;
    if (chat === undefined || call.dialect === undefined) {
      emit({ kind: 'http-request', call: call.number, method: call.request.method, url: call.scrubbed.url, bodyBytes: call.request.body.length });
      return;
    }
    const { toolResults, ...continuation } = tracker.continue(call.canonical, chat);
    emit({
      kind: 'model-request',
      call: call.number,
      dialect: call.dialect.name,
      operation: chat.operation,
      model: chat.model,
      stream: chat.stream,
      turnCount: chat.turns.length,
      ...continuation,
    });
    for (const result of toolResults) emit({ kind: 'tool-result', call: call.number, ...result });
  };

  const deliverTo = (given: Given, call: Call, crosses: Crossing): Answer => {
    if (call.canonical.chat !== undefined && !crosses({ kind: 'model-answer' })) throw new Error('The agent was ended.');
    return deliver(given, call, options, closeOne);
  };

  const answerCall = async (call: Call, { crosses, asker }: Arrived): Promise<Answer> => {
    const armed = options.injector.arm(targetOf(call));
    for (const fault of armed) {
      if (fault.kind.answer === undefined) continue;
      const answer = fault.kind.answer(fault.planned.settings, faultContext(options, fault, call));
      return deliverTo({ answer, origin: 'fault' }, call, crosses);
    }
    const given = await asker.answerer.answer(call);
    // A recording that the network delivers twice, or does not deliver, is there for the next who asks.
    if (call.isSecondDelivery === true || call.passesBytes !== undefined) given.putBack?.();
    if (given.miss !== undefined) emit({ kind: 'replay-missed', call: call.number, ...given.miss });
    let { answer } = given;
    for (const fault of armed) {
      if (fault.kind.damage === undefined || given.miss !== undefined) continue;
      const real = answer;
      answer = await fault.kind.damage(fault.planned.settings, real, faultContext(options, fault, call, given.putBack));
      if (answer === real) options.injector.markFailed(fault.index, `the answer to request ${call.number} has nothing that it could strike`);
    }
    if (answer === given.answer) return deliverTo(given, call, crosses);
    const { meaning: _meantBefore, heard: _heardBefore, ...damaged } = given;
    return deliverTo({ ...damaged, answer, changed: true }, call, crosses);
  };

  const { crosses } = options;
  const meet = (arrived: IncomingCall, asker: Asker): Arrived => {
    if (crosses === undefined) return { ...arrived, asker, crosses: () => true, isRefused: () => false };
    // Whose request it is: what one agent asked for is none of the next one's.
    const { signal } = asker.life;
    let refused = false;
    return {
      ...arrived,
      asker,
      signal: AbortSignal.any([arrived.signal, signal]),
      crosses(happening) {
        const goesOn = crosses(happening) && !signal.aborted;
        refused ||= !goesOn;
        return goesOn;
      },
      isRefused: () => refused,
    };
  };

  const doorFor = (asker: Asker): Pick<EpisodeGate, 'handle' | 'abandon'> => ({
    async handle(arrived) {
      open++;
      const incoming = meet(arrived, asker);
      const { provider } = incoming;
      if (provider === undefined) {
        try {
          const answer = await answerAside(incoming, sideRoutes);
          return incoming.isRefused() ? brokenConnection : answer;
        } catch (error) {
          return failed(error, undefined, options);
        } finally {
          closeOne();
        }
      }
      try {
        const call = readCall({ ...incoming, provider });
        if (call === undefined) {
          closeOne();
          return brokenConnection;
        }
        logRequest(call, asker);
        try {
          return await answerCall(call, incoming);
        } catch (error) {
          if (incoming.signal.aborted) {
            closeOne();
            emit({ kind: 'agent-hung-up', call: call.number });
            return { status: 499, statusText: 'Client Closed Request', headers: [], body: [], ending: 'aborted' };
          }
          closeOne();
          return failed(error, call.dialect, options);
        }
      } catch (error) {
        closeOne();
        return failed(error, undefined, options);
      }
    },
    abandon() {
      asker.restarted = true;
      asker.tracker.restart();
      asker.life.abort(new Error('The agent was ended.'));
      asker.life = new AbortController();
    },
  });

  const gate: EpisodeGate = {
    ...doorFor(newAsker(options.answerer)),
    serves: (url) => findSideRoute(sideRoutes, url) !== undefined,
    // A path may hold a secret as well as a query.
    denyEgress: (target) => emit({ kind: 'egress-denied', target: options.redactor.text(target) }),
    refuseWebSocket: (url) => emit({ kind: 'websocket-refused', url: options.redactor.text(url) }),
    idle: () => (open === 0 ? Promise.resolve() : new Promise((resolve) => onIdle.push(resolve))),
    forAnother: (answerer) => ({ ...gate, ...doorFor(newAsker(answerer)) }),
  };
  return gate;
}

/** @throws RehearsalFailure USAGE where nothing is served there. */
async function answerAside({ request, signal, crosses }: Arrived, routes: readonly SideRoute[]): Promise<Answer> {
  const found = findSideRoute(routes, request.url);
  if (found === undefined) throw new RehearsalFailure('USAGE', `Nothing is served at ${pathOf(request.url)}.`);
  const query = new URLSearchParams(request.url.slice(pathOf(request.url).length));
  return await found.route.answer({ request, below: found.below, query, signal, crosses });
}

function failed(error: unknown, dialect: Dialect | undefined, options: EpisodeGateOptions): Answer {
  const failure = toFailure(error);
  const text = options.redactor.text(failure.message);
  options.emit({ kind: 'failure', code: failure.code, text });
  return missAnswer({ code: failure.code, text: failure.hint === undefined ? text : `${text}\n  ${failure.hint}` }, dialect, 502);
}

function targetOf(call: Call): { provider: string; model: string; tools: readonly string[]; content: string } {
  const { chat } = call.canonical;
  if (chat === undefined) return { provider: call.provider, model: '', tools: [], content: decodeUtf8(call.scrubbed.body) };
  const last = chat.turns.at(-1);
  return {
    provider: call.provider,
    model: chat.model,
    tools: chat.tools.map((tool) => tool.name),
    content:
      last === undefined ? '' : last.blocks.map((block) => (block.kind === 'text' ? block.text : canonicalJson(block as unknown as Json))).join('\n'),
  };
}
