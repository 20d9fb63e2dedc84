import { errorCodeOf, outcomeBreaches, statusOf } from '../contract/index.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { Json } from '../domain/json.ts';
import type { ToolHandler } from './handlers.ts';
import { runHandler, type HandlerOutcome } from './run-handler.ts';
import { worldError, type Performed } from './tool-answer.ts';
import type { ToolCallsOptions } from './tool-calls.ts';

/** S2.2: a call may take 30 s, unless its contract says otherwise. */
const defaultSecondsMax = 30;

/** A call that nothing speaks against. */
export interface Execution {
  readonly tool: string;
  readonly contract: ToolContract;
  readonly arguments: Json;
  readonly key?: string;
  /** Absent where a person does it. */
  readonly toolCall?: number;
  /** On a copy of the world: nothing is committed. */
  readonly pretend: boolean;
  readonly by: 'agent' | 'person';
  /** Absent where the scenario's handler of that name does it. */
  readonly handler?: ToolHandler;
}

/** The handler's work, or the tape's word. What was done is committed; what the contract forbids is the tool's fault. */
export async function executeTool(execution: Execution, options: ToolCallsOptions): Promise<Performed> {
  const { tool, contract, pretend, handler: _handler, ...written } = execution;
  const { ledger } = options;
  let commits = 0;
  const commit = (details: { readonly arguments?: Json; readonly result?: Json; readonly intent?: string }): void => {
    commits++;
    if (!pretend) ledger.commit({ tool, contract, ...written, ...details });
  };
  const returned = (result: Json): void => {
    if (contract.effect === 'write' && commits === 0 && statusOf(result) === 'success') commit({ result });
    else ledger.settle();
  };
  const outcome = await outcomeOf(execution, options, { commit, returned });
  if (outcome === undefined) return missingTool(tool, options);
  const committed = commits > 0 && !pretend ? ({ committed: true } as const) : {};
  if ('fault' in outcome) {
    ledger.settle();
    const status = outcome.code === 'TOOL_TIMEOUT' ? 'temporary_error' : 'permanent_error';
    return { ...worldError(status, outcome.code, outcome.fault, { toolFault: outcome.fault }), ...committed };
  }
  const { result } = outcome;
  const breaches = outcomeBreaches(contract, result);
  if (breaches.length > 0) {
    const text = `${tool} returned what its contract forbids: ${breaches.join('; ')}`;
    return { ...worldError('permanent_error', 'TOOL_OFF_CONTRACT', text, { toolFault: text }), ...committed };
  }
  const errorCode = errorCodeOf(result);
  return { status: statusOf(result), result, ...(errorCode === undefined ? {} : { errorCode }), ...committed };
}

interface Writing {
  commit(details: object): void;
  returned(result: Json): void;
}

/** Undefined where neither a handler nor the tape knows the call. */
function outcomeOf(execution: Execution, options: ToolCallsOptions, writing: Writing): Promise<HandlerOutcome> | HandlerOutcome | undefined {
  const { tool, contract, pretend } = execution;
  const { handlers, ledger, clock, folder, signal } = options;
  const handler = execution.handler ?? (Object.hasOwn(handlers, tool) ? handlers[tool] : undefined);
  if (handler === undefined) {
    const result = options.tape?.next(tool, execution.arguments);
    if (result === undefined) return undefined;
    writing.returned(result);
    return { result };
  }
  return runHandler({
    tool,
    handler,
    arguments: execution.arguments,
    state: pretend ? structuredClone(ledger.state) : ledger.state,
    secondsMax: contract.secondsMax ?? defaultSecondsMax,
    clock,
    folder,
    signal,
    random: () => options.random.next(),
    commit: (details) => writing.commit(details ?? {}),
    returned: (result) => writing.returned(result),
  });
}

/** Nobody simulates the tool: the scenario's fault, which makes the case invalid. */
function missingTool(tool: string, { tape, emit }: ToolCallsOptions): Performed {
  const text =
    tape === undefined
      ? `Nobody simulates the tool ${tool}: there is no handler of that name, and no tape.`
      : `The tape has no (further) result of ${tool} for these arguments.`;
  emit({ kind: 'failure', code: 'CONFIGURATION_INVALID', text: `${text} See \`world.tools\` and \`world.tape\` in docs/WORLD.md.` });
  return worldError('permanent_error', tape === undefined ? 'NO_HANDLER' : 'TAPE_EXHAUSTED', text, { toolFault: text });
}
