import type { EpisodeClock } from '../domain/clock.ts';
import type { Event, EventBody } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import { createMomentWatch } from '../domain/world-moment.ts';
import type { CallbackPlan } from '../domain/world.ts';
import { createBell } from './bell.ts';

export interface InboxOptions {
  readonly plan: readonly CallbackPlan[];
  readonly clock: EpisodeClock;
  /** Aborted when the episode is over. */
  readonly signal: AbortSignal;
  emit(event: EventBody): void;
}

/** One delivery of a callback; the same id may come again. */
export interface Delivery {
  readonly id: string;
  readonly delivery: number;
  readonly event: Json;
}

/** What the outside world sends the agent, at least once. */
export interface Inbox {
  /** Hands out all that is due; where nothing is, it waits for it, if it is to. */
  fetch(waitMs: number, signal: AbortSignal): Promise<readonly Delivery[]>;
  watch(event: Event): void;
}

/** An inbox to which nothing was sent yet. */
export function createInbox({ plan, clock, signal: over, emit }: InboxOptions): Inbox {
  const bell = createBell(clock);
  const due: { readonly dueMs: number; readonly callback: CallbackPlan }[] = [];
  const send = (callback: CallbackPlan): void => {
    due.push({ dueMs: clock.now() + callback.afterSeconds * 1000, callback });
    due.sort((a, b) => a.dueMs - b.dueMs);
    bell.ring();
  };
  const waiting = plan.flatMap((callback) => (callback.at === undefined ? [] : [{ callback, isMoment: createMomentWatch(callback.at) }]));
  for (const callback of plan) if (callback.at === undefined) send(callback);

  const take = (): readonly Delivery[] => {
    const taken: Delivery[] = [];
    while (due.length > 0 && due[0]!.dueMs <= clock.now()) {
      const { id, event, times } = due.shift()!.callback;
      for (let delivery = 1; delivery <= times; delivery++) {
        emit({ kind: 'callback-delivered', callback: id, delivery, event });
        taken.push({ id, delivery, event });
      }
    }
    return taken;
  };

  return {
    async fetch(waitMs, signal) {
      const untilMs = clock.now() + waitMs;
      const either = AbortSignal.any([signal, over]);
      for (;;) {
        const taken = take();
        const leftMs = untilMs - clock.now();
        if (taken.length > 0 || leftMs <= 0 || either.aborted) return taken;
        await bell.wait(Math.min(leftMs, (due[0]?.dueMs ?? Infinity) - clock.now()), either);
      }
    },
    watch(event) {
      for (const { callback, isMoment } of waiting) if (isMoment(event)) send(callback);
    },
  };
}
