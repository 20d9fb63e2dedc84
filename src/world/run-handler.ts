import type { EpisodeClock } from '../domain/clock.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { asJson } from './as-json.ts';
import type { CommitDetails, ToolHandler, ToolWorld } from './handlers.ts';

/** How a handler came out. `fault`: it threw, took too long, or returned what JSON cannot say. */
export type HandlerOutcome = { readonly result: Json } | { readonly fault: string; readonly code: 'TOOL_FAILED' | 'TOOL_TIMEOUT' };

export interface HandlerRun {
  readonly tool: string;
  readonly handler: ToolHandler;
  readonly arguments: Json;
  readonly state: JsonObject;
  readonly secondsMax: number;
  readonly clock: EpisodeClock;
  readonly folder: string;
  /** Aborted when the episode is over. */
  readonly signal: AbortSignal;
  random(): number;
  commit(details: CommitDetails | undefined): void;
  /** Called at the very moment at which the handler has returned, before anybody else can change the state. */
  returned(result: Json): void;
}

/**
 * Runs a handler, and waits for it no longer than it may take. What it sleeps is measured by the clock of the episode. A handler that never
 * comes back without sleeping (it waits for something real) is given up after so many real seconds, and the clock is moved on by as much.
 */
export function runHandler(run: HandlerRun): Promise<HandlerOutcome> | HandlerOutcome {
  const { clock, signal } = run;
  const startedMs = clock.now();
  const msMax = run.secondsMax * 1000;
  // A handler that does all its work at once, as most do, is spared what only waiting needs.
  let tooLong: AbortController | undefined;
  let joined: AbortSignal | undefined;
  const expiry = (): AbortController => (tooLong ??= new AbortController());
  const over = (): AbortSignal => (joined ??= AbortSignal.any([expiry().signal, signal]));
  const isOver = (): boolean => signal.aborted || tooLong?.signal.aborted === true;
  const world: ToolWorld = {
    state: run.state,
    folder: run.folder,
    now: () => clock.now(),
    random: () => run.random(),
    // What a handler does after its time belongs to nobody.
    commit: (details) => (isOver() ? undefined : run.commit(details)),
    async sleep(ms) {
      const leftMs = startedMs + msMax - clock.now();
      await clock.sleep(Math.min(ms, leftMs), over());
      if (ms > leftMs) {
        expiry().abort();
        return new Promise(() => undefined);
      }
    },
  };
  const take = (value: unknown): HandlerOutcome => {
    const result = asJson(value);
    if (!isOver()) run.returned(result);
    return { result };
  };
  const failed = (error: unknown): HandlerOutcome => ({
    code: 'TOOL_FAILED',
    fault: `${run.tool} threw: ${error instanceof Error ? error.message : String(error)}`,
  });
  try {
    const given = run.handler(asJson(run.arguments), world);
    // A plain value is not awaited: calls that run at the same time must not change the state in between.
    return given instanceof Promise
      ? awaited(run, given.then(take).catch(failed), { startedMs, msMax, expire: () => expiry().abort(), over: over() })
      : take(given);
  } catch (error) {
    return failed(error);
  }
}

interface Waiting {
  readonly startedMs: number;
  readonly msMax: number;
  readonly over: AbortSignal;
  expire(): void;
}

/** Waits for a handler that waits itself, as long as it may take. */
async function awaited(run: HandlerRun, done: Promise<HandlerOutcome>, { startedMs, msMax, over, expire }: Waiting): Promise<HandlerOutcome> {
  const { clock, signal } = run;
  const guard = setTimeout(expire, msMax);
  const given = new Promise<HandlerOutcome>((resolve) => {
    const giveUp = (): void =>
      resolve({
        code: 'TOOL_TIMEOUT',
        fault: signal.aborted ? `${run.tool} was at work when the episode ended` : `${run.tool} took longer than its ${run.secondsMax} s`,
      });
    if (over.aborted) giveUp();
    else over.addEventListener('abort', giveUp);
  });
  try {
    const outcome = await Promise.race([done, given]);
    if ('fault' in outcome && outcome.code === 'TOOL_TIMEOUT' && !signal.aborted) {
      const leftMs = startedMs + msMax - clock.now();
      if (leftMs > 0) await clock.sleep(leftMs, signal).catch(() => undefined);
    }
    return outcome;
  } finally {
    clearTimeout(guard);
  }
}
