import { install, type Clock } from '@sinonjs/fake-timers';
import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { forgoDiskSync } from './forgo-disk-sync.ts';
import { epoch } from './epoch.ts';
import { watchRealWork, type RealWork } from './real-work.ts';
import { seedThread } from './seeded-thread.ts';
import type { ClockOrder, TimeOver } from './virtual-clock.ts';

const { setImmediate: nextTurn, setTimeout: later } = globalThis;

/** A timer holds no more. */
const timerMsMax = 2 ** 31 - 1;
/** Turns of the event loop that must bring nothing before time goes on. */
const quietTurnsMin = 2;
/** Before it is said that nothing can happen any more, real time is given this often to prove it wrong. */
const stuckPolls = 10;
/** While real work is under way it is looked for at once, then less and less often. */
const pollMsMax = 10;

/** How an episode begins in a worker. */
export interface EpisodeTime {
  readonly seed: number;
  /** An agent that is started again does not draw the numbers that it drew before. */
  readonly run: number;
  readonly limitMs: number;
  /** Later than 0 where the agent is started again in mid-episode. */
  readonly startMs: number;
  /** By how much the time of day is wrong. */
  readonly shiftMs: number;
}

/** What the clock tells the main thread. */
export type ClockNews =
  | { readonly kind: 'woke'; readonly sleep: number }
  | { readonly kind: 'felt'; readonly disturbance: number }
  | ({ readonly kind: 'over' } & TimeOver);

/** The clock of a worker thread. All its timers, and all its chance, are replaced from the moment at which it is made. */
export interface WorkerClock {
  /** Milliseconds since the episode began. */
  nowMs(): number;
  /** A new episode: nothing is left of the one before. */
  begin(time: EpisodeTime): void;
  /** While it holds that somebody is at work, time may pass. */
  taskBegins(): void;
  taskEnds(): void;
  requestSent(request: number): void;
  requestEnded(request: number): void;
  /** Something was told that the main thread has to deal with before time goes on. */
  told(): void;
  order(order: ClockOrder): void;
}

interface Sleep {
  readonly request: number | undefined;
  stop(): void;
}

/** Replaces the timers of this thread. `tell` reaches the main thread. */
export function startWorkerClock(tell: (news: ClockNews) => void): WorkerClock {
  const work = watchRealWork();
  const seed = seedThread();
  const clock = install({ now: epoch, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'hrtime'] });
  let tasks = 0;
  /** How many sleeps each request has that is open; with none it is being answered. */
  const open = new Map<number, number>();
  const sleeps = new Map<number, Sleep>();
  let unsettled = 0;
  let bounded = false;
  let isOver = false;
  /** While the agent is loaded there is nothing yet that could be over. */
  let hasBegun = false;

  /** By how much the time of day is wrong: no time has passed for it. */
  let shiftMs = 0;
  let oversleep: { readonly ms: number; readonly disturbance: number } | undefined;

  const nowMs = (): number => clock.now - epoch - shiftMs;
  const felt = (disturbance: number): void => {
    unsettled++;
    tell({ kind: 'felt', disturbance });
  };
  const end = (why: TimeOver['why'], text: string): void => {
    isOver = true;
    tell({ kind: 'over', why, text });
  };
  /** A task is under way, or the case pauses between two. */
  const isAwaited = (): boolean => tasks > 0 || [...sleeps.values()].some(({ request }) => request === undefined);
  const mayRun = (): boolean => isAwaited() && !isOver && unsettled === 0 && [...open.values()].every((count) => count > 0);
  /** Timers of whoever is in the episode; that of its limit is nobody's. */
  const hasTimers = (): boolean => clock.countTimers() > (bounded ? 1 : 0);
  const goOn = createPump({
    work,
    mayRun,
    hasTimers,
    next() {
      // With a request open it waits for an answer, not for time.
      if (oversleep === undefined || open.size > 0 || tasks === 0) return void clock.next();
      const { ms, disturbance } = oversleep;
      oversleep = undefined;
      const dueMs = Math.min(...[...(clock as unknown as { timers: Map<number, { callAt: number }> }).timers.values()].map(({ callAt }) => callAt));
      felt(disturbance);
      clock.jump(Math.max(0, dueMs - clock.now) + ms);
    },
    stuck() {
      if (hasBegun)
        end('stuck', open.size === 0 ? 'it waits for something that cannot happen: no timer is set, and no answer is on its way' : stalledText);
    },
  });

  completeTimers(clock, goOn, nowMs);
  forgoDiskSync();
  syncBuiltinESMExports();

  const sleepFor = (ms: number, done: () => void): { stop(): void } => {
    let timer: ReturnType<typeof clock.setTimeout> | undefined;
    const wait = (leftMs: number): void => {
      if (leftMs === Infinity) return;
      timer = clock.setTimeout(() => (leftMs > timerMsMax ? wait(leftMs - timerMsMax) : done()), Math.min(leftMs, timerMsMax));
    };
    wait(ms);
    return { stop: () => (timer === undefined ? undefined : clock.clearTimeout(timer)) };
  };
  const endSleep = (sleep: number): void => {
    const found = sleeps.get(sleep);
    sleeps.delete(sleep);
    const count = found?.request === undefined ? undefined : open.get(found.request);
    if (count !== undefined) open.set(found!.request!, count - 1);
  };

  return {
    nowMs,
    begin({ seed: chance, run, limitMs, startMs, shiftMs: wrongBy }) {
      clock.reset();
      shiftMs = wrongBy;
      oversleep = undefined;
      if (startMs > 0 || shiftMs !== 0) clock.setSystemTime(epoch + startMs + shiftMs);
      seed(chance, run);
      open.clear();
      sleeps.clear();
      unsettled = 0;
      isOver = false;
      hasBegun = true;
      bounded = limitMs !== Infinity;
      sleepFor(limitMs - startMs, () => end('limit', `ended after ${limitMs / 1000} s of virtual time`));
    },
    taskBegins() {
      tasks++;
      goOn();
    },
    taskEnds: () => void tasks--,
    requestSent: (request) => void open.set(request, 0),
    requestEnded(request) {
      open.delete(request);
      goOn();
    },
    told: () => void unsettled++,
    order(order) {
      if (order.kind === 'settled') unsettled = Math.max(0, unsettled - 1);
      else if (order.kind === 'wake') {
        sleeps.get(order.sleep)?.stop();
        endSleep(order.sleep);
      } else if (order.kind === 'disturb') {
        const { disturbance } = order;
        if (order.oversleepMs !== undefined) oversleep = { ms: order.oversleepMs, disturbance };
        else {
          if (order.shiftMs !== undefined) {
            shiftMs += order.shiftMs;
            clock.setSystemTime(clock.now + order.shiftMs);
          }
          if (order.pauseMs !== undefined) clock.jump(order.pauseMs);
          felt(disturbance);
        }
      } else {
        const { sleep, request, ms } = order;
        const count = request === undefined ? undefined : open.get(request);
        if (count !== undefined) open.set(request!, count + 1);
        const { stop } = sleepFor(ms, () => {
          endSleep(sleep);
          unsettled++;
          tell({ kind: 'woke', sleep });
        });
        sleeps.set(sleep, { request: count === undefined ? undefined : request, stop });
      }
      goOn();
    },
  };
}

const stalledText = 'it waits for an answer that never comes, and has set no deadline: no timer is set';

interface PumpOptions {
  readonly work: RealWork;
  mayRun(): boolean;
  hasTimers(): boolean;
  /** Lets the next timer have its moment. */
  next(): void;
  /** Nothing can happen any more. */
  stuck(): void;
}

/** Lets time pass, turn by turn, while it may and nothing real is under way; the result asks for it, and may be called at any time. */
function createPump({ work, mayRun, hasTimers, next, stuck }: PumpOptions): () => void {
  let scheduled = false;
  let quietTurns = 0;
  let polls = 0;
  let emptyPolls = 0;
  const schedule = (afterMs: number): void => {
    if (scheduled) return;
    scheduled = true;
    if (afterMs === 0) nextTurn(turn);
    else later(turn, afterMs);
  };
  const turn = (): void => {
    scheduled = false;
    if (!mayRun()) {
      quietTurns = emptyPolls = 0;
      return;
    }
    if (work.underWay().length > 0) {
      quietTurns = emptyPolls = 0;
      polls++;
      return schedule(polls < 50 ? 0 : Math.min(pollMsMax, polls - 49));
    }
    polls = 0;
    quietTurns = work.hasImmediates() ? 0 : quietTurns + 1;
    if (quietTurns < quietTurnsMin) return schedule(0);
    quietTurns = 0;
    if (hasTimers()) {
      emptyPolls = 0;
      // What a timer of the agent throws is nobody's here: it ends the thread, as it would in real time.
      schedule(0);
      next();
    } else if (emptyPolls < stuckPolls) {
      emptyPolls++;
      schedule(1);
    } else stuck();
  };
  return () => schedule(0);
}

/** What the library leaves to real time: a least delay, the context of callbacks, `promisify`, signals that abort by themselves, `performance.now`. */
function completeTimers(clock: Clock, goOn: () => void, nowMs: () => number): void {
  const { setTimeout: timeout, setInterval: interval } = clock;
  const least = (ms: unknown): number => Math.max(1, Number(ms) || 1);
  type Call = (callback: (...parameters: unknown[]) => void, ms?: number, ...parameters: unknown[]) => never;
  const complete =
    (original: Call): Call =>
    (callback, ms, ...parameters) => {
      goOn();
      return original(typeof callback === 'function' ? AsyncLocalStorage.bind(callback) : callback, least(ms), ...parameters);
    };
  Object.assign(clock, { setTimeout: complete(timeout as Call), setInterval: complete(interval as Call) });
  Object.defineProperty(globalThis.setTimeout, promisify.custom, { value: timersPromises.setTimeout });
  const wait = (ms: number, options?: { signal?: AbortSignal }): Promise<void> => timersPromises.setTimeout(ms, undefined, options);
  Object.defineProperty(timersPromises.scheduler, 'wait', { value: wait, configurable: true });
  AbortSignal.timeout = (ms): AbortSignal => {
    const controller = new AbortController();
    clock.setTimeout(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms);
    return controller.signal;
  };
  Object.defineProperty(performance, 'now', { value: nowMs, configurable: true });
  Object.defineProperty(performance, 'timeOrigin', { value: epoch, configurable: true });
}
