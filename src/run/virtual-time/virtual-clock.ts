import type { EpisodeClock } from '../../domain/clock.ts';
import { epoch } from './epoch.ts';

/** What the main thread asks of the clock in a worker. */
export type ClockOrder =
  /** Tell me when so long has passed; `ms` may be Infinity. While a request sleeps, it is not waited for. */
  | { readonly kind: 'sleep'; readonly sleep: number; readonly ms: number; readonly request: number | undefined }
  /** I do not wait for that any more. */
  | { readonly kind: 'wake'; readonly sleep: number }
  /** The clock is to be set, or the agent to stand still. */
  | ({ readonly kind: 'disturb'; readonly disturbance: number } & Disturbance)
  /** What you told last has been dealt with: time may go on. */
  | { readonly kind: 'settled' };

/** What a fault does to the clock; every member is a way of its own. */
export interface Disturbance {
  /** The time of day jumps; timers do not. */
  readonly shiftMs?: number;
  /** The next time the agent waits for nothing but timers, so much more time passes. */
  readonly oversleepMs?: number;
  /** So much time passes at once, while the agent does nothing. */
  readonly pauseMs?: number;
}

/** Why time is over. */
export interface TimeOver {
  readonly why: 'limit' | 'stuck';
  readonly text: string;
}

/** The worker in which the time of an episode passes. */
export interface ClockLink {
  post(order: ClockOrder): void;
  /** The request of the agent that is being answered just now. */
  request(): number | undefined;
}

/**
 * The clock of an episode on virtual time, as the main thread has it. Time passes in the worker of the agent, and only while nothing real is waited for:
 *
 *     agent's timers ─┐                                  ┌─ a request that is being answered: time stands still
 *                     ├─▶ clock in the worker ◀── may run? ┤
 *     our sleeps ─────┘          │                       └─ every open request sleeps on this clock: time runs
 *                                └─▶ `at` of every message ─▶ now()
 */
export interface VirtualClock extends EpisodeClock {
  readonly seed: number;
  /** Virtual time after which the episode is ended. */
  readonly limitMs: number;
  /** From now on time passes in that worker; what still sleeps goes on sleeping there. */
  attach(link: ClockLink): void;
  detach(): void;
  /** Does that to the clock of the agent; true when the agent can feel it, false where it is ended before. */
  disturb(disturbance: Disturbance): Promise<boolean>;
  felt(disturbance: number): void;
  /** By how much the time of day is wrong. */
  shiftMs(): number;
  /** The worker's time when it told something. */
  arrive(atMs: number): void;
  /** So long has passed. */
  woke(sleep: number): void;
  end(over: TimeOver): void;
  /** Settles when time is over: by the limit, or because nothing can happen any more. */
  readonly over: Promise<TimeOver>;
}

interface Sleeper {
  readonly dueMs: number;
  readonly resolve: () => void;
}

/** One sequence for all clocks: what an earlier episode slept in the same worker is never mistaken for a sleep of this one. */
let sleeps = 0;
let disturbances = 0;

/** A clock that starts at 0 and waits for a worker. */
export function createVirtualClock(options: { readonly seed: number; readonly limitMs: number }): VirtualClock {
  const sleepers = new Map<number, Sleeper>();
  const over = Promise.withResolvers<TimeOver>();
  let link: ClockLink | undefined;
  let nowMs = 0;
  let shiftMs = 0;
  const disturbing = new Map<number, (felt: boolean) => void>();
  return {
    ...options,
    over: over.promise,
    now: () => nowMs,
    date: () => epoch + nowMs,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
      if (ms <= 0) return Promise.resolve();
      const sleep = ++sleeps;
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          sleepers.delete(sleep);
          link?.post({ kind: 'wake', sleep });
          reject(signal!.reason as Error);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.set(sleep, {
          dueMs: nowMs + ms,
          resolve() {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        });
        link?.post({ kind: 'sleep', sleep, ms, request: link.request() });
      });
    },
    attach(next) {
      link = next;
      for (const [sleep, { dueMs }] of sleepers) link.post({ kind: 'sleep', sleep, ms: Math.max(0, dueMs - nowMs), request: undefined });
    },
    detach() {
      link = undefined;
      for (const settle of disturbing.values()) settle(false);
      disturbing.clear();
    },
    disturb(disturbance) {
      shiftMs += disturbance.shiftMs ?? 0;
      // Nobody is there yet: whoever comes finds it so.
      if (link === undefined) return Promise.resolve(disturbance.shiftMs !== undefined);
      const number = ++disturbances;
      link.post({ kind: 'disturb', disturbance: number, ...disturbance });
      return new Promise((resolve) => disturbing.set(number, resolve));
    },
    felt(number) {
      disturbing.get(number)?.(true);
      disturbing.delete(number);
    },
    shiftMs: () => shiftMs,
    arrive: (atMs) => void (nowMs = Math.max(nowMs, atMs)),
    woke(sleep) {
      const sleeper = sleepers.get(sleep);
      sleepers.delete(sleep);
      sleeper?.resolve();
    },
    end: (why) => over.resolve(why),
  };
}
