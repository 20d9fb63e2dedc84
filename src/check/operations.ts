import type { ModelCall } from './model-calls.ts';
import type { TaskWindow } from './task-windows.ts';
import { writes, type ToolCall } from './tool-calls.ts';

/** One attempt at an operation. */
export interface Attempt {
  readonly seq: number;
  readonly startMs: number;
  readonly endSeq: number | undefined;
  readonly endMs: number | undefined;
  readonly outcome: 'ok' | 'transient' | 'permanent' | 'open';
  /** The agent closed it before it was answered. */
  readonly closed: boolean;
  /** What the answer asked to wait. */
  readonly retryAfterMs?: number;
  /** 429, 503, temporary_error: for people. */
  readonly answered: string;
}

/**
 * One thing that the agent wants of a model or a tool, with all attempts at it, whichever layer of retries made them. What is asked again after
 * a success, for another task or by a restarted agent, or of another model, is another operation.
 */
export interface Operation {
  readonly layer: 'model' | 'tool';
  /** The model or the tool. */
  readonly target: string;
  readonly polling: boolean;
  readonly writes: boolean;
  readonly attempts: readonly Attempt[];
}

interface Parts {
  readonly calls: readonly ToolCall[];
  readonly modelCalls: readonly ModelCall[];
  readonly tasks: readonly TaskWindow[];
  readonly restarts: readonly number[];
}

/** Groups attempts; those of tools only where the world saw them, since a conversation does not tell when a call was made. */
export function operationsOf({ calls, modelCalls, tasks, restarts }: Parts): readonly Operation[] {
  if (calls.length === 0 && modelCalls.length === 0) return [];
  const borders = [...tasks.map(({ from }) => from), ...restarts].toSorted((a, b) => a - b);
  const eraOf = eraFinder(borders);
  const open = new Map<string, { operation: Operation & { readonly attempts: Attempt[] }; era: number }>();
  const operations: Operation[] = [];
  const add = (name: string, attempt: Attempt, rest: Omit<Operation, 'attempts'>): void => {
    const era = eraOf(attempt.seq);
    const known = open.get(name);
    if (known !== undefined && known.era === era && known.operation.attempts.at(-1)!.outcome !== 'ok') {
      known.operation.attempts.push(attempt);
      return;
    }
    const operation = { ...rest, attempts: [attempt] };
    open.set(name, { operation, era });
    operations.push(operation);
  };
  const attempts = [
    ...modelCalls.map((call) => ({ seq: call.seq, add: () => add(modelStateOf(call), modelAttempt(call), modelPart(call)) })),
    ...calls
      .filter(({ seenBy }) => seenBy === 'world')
      .map((call) => ({ seq: call.seq, add: () => add(`tool ${call.operation}`, toolAttempt(call), toolPart(call)) })),
  ];
  for (const attempt of attempts.toSorted((a, b) => a.seq - b.seq)) attempt.add();
  return operations;
}

/** Which stretch between borders an event lies in; asked in any order. */
function eraFinder(borders: readonly number[]): (seq: number) => number {
  return (seq) => {
    let [low, high] = [0, borders.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (borders[middle]! <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function modelStateOf({ request, state }: ModelCall): string {
  return `model ${request.model} ${state}`;
}

function modelPart({ request }: ModelCall): Omit<Operation, 'attempts'> {
  return { layer: 'model', target: request.model, polling: false, writes: false };
}

function toolPart(call: ToolCall): Omit<Operation, 'attempts'> {
  return { layer: 'tool', target: call.tool, polling: call.contract?.polling === true, writes: writes(call) };
}

function modelAttempt({ seq, atMs, endSeq, endMs, outcome, answer, hungUp }: ModelCall): Attempt {
  const seconds = answer?.error?.retryAfterSeconds;
  const answered = answer === undefined ? 'no answer' : outcome === 'transient' && answer.status < 400 ? 'half an answer' : String(answer.status);
  return { seq, startMs: atMs, endSeq, endMs, outcome, closed: hungUp !== undefined, ...retryAfter(seconds), answered };
}

function toolAttempt({ seq, atMs, endSeq, endMs, outcome, answer }: ToolCall): Attempt {
  const kind = outcome === 'ok' ? 'ok' : outcome === 'permanent_error' || outcome === 'invalid_input' ? 'permanent' : 'transient';
  return {
    seq,
    startMs: atMs,
    endSeq,
    endMs,
    outcome: answer === undefined ? 'open' : kind,
    closed: answer?.delivered === false,
    ...retryAfter(answer?.retryAfterSeconds),
    answered: answer?.errorCode ?? outcome ?? 'an error',
  };
}

function retryAfter(seconds: number | undefined): Pick<Attempt, 'retryAfterMs'> {
  return seconds === undefined ? {} : { retryAfterMs: Math.round(seconds * 1000) };
}

/** The last attempt's outcome is the operation's. */
export function outcomeOf({ attempts }: Operation): Attempt['outcome'] {
  return attempts.at(-1)!.outcome;
}
