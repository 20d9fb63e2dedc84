import { createHash } from 'node:crypto';
import { sleep } from './deadline.ts';
import { callTool, type CallOptions, type CallTool, type ToolReply } from './tools.ts';
import { withRetries, usualPolicy, type RetryPolicy } from './retry.ts';
import { isSwitchedOff } from './world.ts';

export interface GuardOptions {
  /** Tools that change something; all others are reads. */
  readonly writes: readonly string[];
  /** S2.2: ten calls a minute, per tool. */
  readonly callsPerMinute?: number;
  readonly retries?: RetryPolicy;
  /** How to find out whether a write whose answer was lost has happened: the reply, as if it had been told; undefined where it has not. */
  readonly check?: (name: string, args: object) => Promise<ToolReply | undefined>;
  readonly call?: CallTool;
}

/** A minute, and what calls may take on their way: they are counted where they arrive. */
const windowMs = 61_000;

/**
 * S2.2: between an agent that decides and tools that act. A write waits for the kill switch, is left out in a dry run, is made once per action whatever is asked twice, carries
 * one key through all its attempts, and is looked up before it is repeated where its answer was lost.
 */
export function createGuard(options: GuardOptions): CallTool {
  const { writes, callsPerMinute = 10, retries = usualPolicy, check, call = callTool } = options;
  const done = new Map<string, Promise<ToolReply>>();
  const recent = new Map<string, number[]>();

  const waitForTurn = async (name: string): Promise<void> => {
    const times = (recent.get(name) ?? []).filter((time) => Date.now() - time < windowMs);
    if (times.length >= callsPerMinute) {
      await sleep(times[0]! + windowMs - Date.now());
      return waitForTurn(name);
    }
    recent.set(name, [...times, Date.now()]);
  };

  const act = (name: string, args: object, given: CallOptions): Promise<ToolReply> => {
    const isWrite = writes.includes(name);
    return withRetries<ToolReply>(async (remainingMs) => {
      await waitForTurn(name);
      if (isWrite && (await isSwitchedOff()))
        return { done: { status: 'permanent_error', data: {}, errorCode: 'SWITCHED_OFF', message: 'actions are switched off' } };
      const reply = await call(name, args, { ...given, timeoutMs: Math.max(1, Math.min(given.timeoutMs ?? usualTimeoutMs, remainingMs)) });
      if (reply.status === 'unknown' && isWrite && check !== undefined) {
        const found = await check(name, args);
        return found === undefined ? { again: reply } : { done: found };
      }
      const mayPass = reply.status === 'temporary_error' || reply.status === 'unknown';
      return mayPass ? { again: reply, ...(reply.retryAfterMs === undefined ? {} : { retryAfterMs: reply.retryAfterMs }) } : { done: reply };
    }, retries);
  };

  return (name, args, given = {}) => {
    if (!writes.includes(name)) return act(name, args, given);
    if (process.env['REHEARSAL_DRY_RUN'] === '1') return Promise.resolve({ status: 'success', data: { dry_run: true } });
    const action = actionHash(name, args);
    const key = given.key ?? action;
    const before = done.get(action);
    if (before !== undefined) return before;
    const now = act(name, args, { ...given, key });
    done.set(action, now);
    return now;
  };
}

const usualTimeoutMs = 30_000;

/** The same for the same action (S2.2). */
export function actionHash(name: string, args: object): string {
  const sorted = Object.entries(args).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([name, sorted]))
    .digest('hex')
    .slice(0, 32);
}
