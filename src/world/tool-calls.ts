import { argumentBreaches, entityOf, errorCodeOf, findContract, intentOf, keyOf, operationOf, statusOf } from '../contract/index.ts';
import type { EpisodeClock } from '../domain/clock.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { EventBody } from '../domain/event.ts';
import type { ToolStrike } from '../domain/fault.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { Random } from '../domain/random.ts';
import { executeTool, type Execution } from './execute-tool.ts';
import type { ToolHandler, ToolHandlers } from './handlers.ts';
import { createKeyedResults } from './keyed-results.ts';
import type { Ledger } from './ledger.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import type { Tape } from './tape.ts';
import { createToldResults, type ToldMemory } from './told-results.ts';
import { worldError, type Performed, type ToolAnswer, type ToolRequest } from './tool-answer.ts';
import { touchesOf } from './touches.ts';

export interface ToolCallsOptions {
  readonly contracts: readonly ToolContract[];
  readonly handlers: ToolHandlers;
  readonly tape: Tape | undefined;
  readonly ledger: Ledger;
  readonly clock: EpisodeClock;
  readonly random: Random;
  /** Where files of the case lie. */
  readonly folder: string;
  /** Aborted when the episode is over. */
  readonly signal: AbortSignal;
  emit(event: EventBody): void;
  /** The planned faults that strike a call. */
  strike(call: StruckCall): readonly ToolStrike[];
}

/** A call as a planned fault sees it. */
export interface StruckCall {
  readonly toolCall: number;
  readonly tool: string;
  readonly contract: ToolContract | undefined;
  readonly arguments: Json;
}

/** The tools of the world, at work. */
/** Who answers a call that no contract of the scenario is for. */
export interface Improvised {
  readonly contract: ToolContract;
  readonly handler: ToolHandler;
}

export interface ToolCalls {
  call(request: ToolRequest): Promise<ToolAnswer>;
  /** The same for a tool that comes with its handler. */
  callWith(request: ToolRequest, improvised: Improvised): Promise<ToolAnswer>;
  /** Does what a person does, by the same handlers. */
  doAsPerson(tool: string, args: JsonObject): Promise<void>;
}

/** A call that has come in, and was logged. */
interface Call extends StruckCall {
  readonly handler?: ToolHandler;
  readonly key: string | undefined;
  readonly operation: string;
}

/**
 * ```
 * call ─▶ log ─▶ slow? ─▶ error instead? ─▶ contract, rate limit ─▶ key seen? ─▶ handler or tape, commit ─▶ changed? lost? ─▶ log ─▶ answer
 * ```
 */
export function createToolCalls(options: ToolCallsOptions): ToolCalls {
  const { contracts, clock } = options;
  const receive = createReceiver(options);
  const limit = createRateLimit();
  const told = createToldResults();
  const keyed = createKeyedResults();

  const perform = async (call: Call, strikes: readonly ToolStrike[]): Promise<Performed> => {
    const instead = strikes.find((strike) => strike.instead !== undefined);
    if (instead !== undefined) return insteadOf(instead);
    const { contract, tool, key, operation } = call;
    const refused = refuse(call, options) ?? overLimit(contract!, limit, clock.now());
    if (refused !== undefined) return refused;
    const pretended = strikes.find(({ pretend }) => pretend === true);
    pretended?.fired();
    const execution: Execution = {
      tool,
      contract: contract!,
      arguments: call.arguments,
      ...(key === undefined ? {} : { key }),
      toolCall: call.toolCall,
      pretend: pretended !== undefined,
      by: 'agent',
      ...(call.handler === undefined ? {} : { handler: call.handler }),
    };
    // A tool that is declared not to be idempotent knows nothing of keys.
    if (pretended !== undefined || key === undefined || contract!.idempotent === false) return executeTool(execution, options);
    return keyed.once({ tool, key, operation }, () => executeTool(execution, options));
  };

  const callWith = async (request: ToolRequest, improvised?: Improvised): Promise<ToolAnswer> => {
    const startedMs = clock.now();
    const call = receive(request, improvised);
    if (call === undefined) return unasked;
    const strikes = options.strike(call);
    for (const strike of strikes) {
      if (strike.delayMs === undefined) continue;
      strike.fired();
      // It is so slow that the episode is over before it begins: nobody is there to be told.
      if (!(await slept(clock.sleep(strike.delayMs, options.signal), options.signal))) return unasked;
    }
    const performed = await perform(call, strikes);
    return give(call, performed, strikes, { options, startedMs, told, request });
  };

  return {
    call: (request) => callWith(request),
    callWith,
    async doAsPerson(name, args) {
      const contract = findContract(contracts, name) ?? { name, input: {} };
      // What a person does needs nobody to simulate it.
      if (!Object.hasOwn(options.handlers, contract.name))
        return options.ledger.commit({ tool: contract.name, contract, arguments: args, by: 'person' });
      const performed = await executeTool(
        { tool: contract.name, contract: { ...contract, effect: 'write' }, arguments: args, pretend: false, by: 'person' },
        options,
      );
      if (performed.committed === undefined)
        options.emit({
          kind: 'failure',
          code: 'CONFIGURATION_INVALID',
          text: `The person's ${name} could not be done: ${performed.errorCode ?? performed.status}.`,
        });
    },
  };
}

/** Logs each call as it comes in; undefined where the agent is ended before it can call. */
function createReceiver({ contracts, folder, emit }: ToolCallsOptions): (request: ToolRequest, improvised?: Improvised) => Call | undefined {
  const attempts = new Map<string, number>();
  let calls = 0;
  return ({ name, arguments: args, key: headerKey, via, crosses }, improvised) => {
    const contract = improvised?.contract ?? findContract(contracts, name);
    const tool = contract?.name ?? name;
    if (!crosses({ kind: 'tool-called', tool })) return undefined;
    const key = (contract === undefined ? undefined : keyOf(contract, args)) ?? headerKey;
    const operation = operationOf(contract ?? { name: tool }, args);
    const attempt = (attempts.get(operation) ?? 0) + 1;
    attempts.set(operation, attempt);
    const toolCall = ++calls;
    const intent = contract === undefined ? undefined : intentOf(contract, args);
    const entity = contract === undefined ? undefined : entityOf(contract, args);
    emit({
      kind: 'tool-called',
      toolCall,
      tool,
      ...(contract?.version === undefined ? {} : { version: contract.version }),
      arguments: args,
      ...(key === undefined ? {} : { key }),
      operation,
      ...(intent === undefined ? {} : { intent }),
      ...(entity === undefined ? {} : { entity }),
      attempt,
      via,
      touches: contract === undefined ? [] : touchesOf(contract, args, folder),
    });
    return { toolCall, tool, contract, arguments: args, key, operation, ...(improvised === undefined ? {} : { handler: improvised.handler }) };
  };
}

/** False where the episode ended meanwhile. */
function slept(sleep: Promise<void>, signal: AbortSignal): Promise<boolean> {
  return sleep.then(
    () => true,
    (error: unknown) => {
      if (signal.aborted) return false;
      throw error;
    },
  );
}

/** What comes of a call that was never made: the agent that hears it is dead. */
const unasked: ToolAnswer = { status: 'temporary_error', result: null, lost: true };

/** What is wrong with a call before it is executed. */
function refuse({ contract, tool, arguments: args }: Call, { handlers }: ToolCallsOptions): Performed | undefined {
  if (contract === undefined) {
    const why = Object.hasOwn(handlers, tool)
      ? `${tool} has a handler, but no contract in the folder that \`tools:\` names.`
      : `There is no tool named ${tool}.`;
    return worldError('permanent_error', 'UNKNOWN_TOOL', why);
  }
  if (contract.lifecycle === 'removed') return worldError('permanent_error', 'VERSION_REMOVED', `${tool}@${contract.version ?? ''} was removed.`);
  const breaches = argumentBreaches(contract, args);
  return breaches.length === 0 ? undefined : worldError('invalid_input', 'INVALID_ARGUMENTS', breaches.join('; '));
}

function overLimit(contract: ToolContract, limit: RateLimit, nowMs: number): Performed | undefined {
  const retryAfterSeconds = limit.take(contract, nowMs);
  if (retryAfterSeconds === undefined) return undefined;
  const { calls, seconds } = contract.rateLimit!;
  const text = `${contract.name} takes ${calls} calls in ${seconds} s; ask again in ${retryAfterSeconds} s.`;
  return worldError('temporary_error', 'RATE_LIMITED', text, { retryAfterSeconds });
}

function insteadOf(strike: ToolStrike): Performed {
  const { result, retryAfterSeconds } = strike.instead!;
  const errorCode = errorCodeOf(result);
  strike.fired();
  return {
    status: statusOf(result),
    result,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

interface Giving {
  readonly options: ToolCallsOptions;
  readonly startedMs: number;
  readonly told: ToldMemory;
  readonly request: ToolRequest;
}

/** Logs what the agent can know of its call, and says what it is to be told. */
function give(call: Call, performed: Performed, strikes: readonly ToolStrike[], { options, startedMs, told, request }: Giving): ToolAnswer {
  const { status, errorCode, retryAfterSeconds, toolFault, repeated } = performed;
  let { result } = performed;
  for (const strike of status === 'success' ? strikes : []) {
    const changed = strike.change?.(result, told.before(call));
    if (changed === undefined) continue;
    result = changed;
    strike.fired();
  }
  const losing = strikes.filter(({ loseAnswer }) => loseAnswer === true);
  for (const strike of losing) strike.fired();
  const delivered = request.crosses({ kind: 'tool-answered', tool: call.tool }) && losing.length === 0 && !request.signal.aborted;
  if (delivered && status === 'success') told.tell(call, result);
  options.emit({
    kind: 'tool-answered',
    toolCall: call.toolCall,
    tool: call.tool,
    outcome: !delivered ? 'unknown' : status === 'success' ? 'ok' : status,
    result,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    delivered,
    ...(repeated === undefined ? {} : { repeated }),
    ...(toolFault === undefined ? {} : { toolFault }),
    latencyMs: Math.round(options.clock.now() - startedMs),
  });
  return {
    status,
    result,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    lost: losing.length > 0,
  };
}
