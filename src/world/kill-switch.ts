import type { Event, EventBody } from '../domain/event.ts';
import { createMomentWatch, describeMoment } from '../domain/world-moment.ts';
import type { WorldMoment } from '../domain/world.ts';

/** By which somebody outside stops the agent's actions at any moment (S1.8). */
export interface KillSwitch {
  /** The agent asks. */
  read(): { readonly thrown: boolean };
  watch(event: Event): void;
  /** True where it was to be thrown, and its moment never came. */
  isWaiting(): boolean;
}

/** A switch that is thrown at that moment; never, where there is none. */
export function createKillSwitch(moment: WorldMoment | undefined, emit: (event: EventBody) => void): KillSwitch {
  const isMoment = moment === undefined ? undefined : createMomentWatch(moment);
  let thrown = false;
  return {
    read() {
      emit({ kind: 'kill-switch-read', thrown });
      return { thrown };
    },
    watch(event) {
      if (isMoment?.(event) !== true) return;
      thrown = true;
      emit({ kind: 'kill-switch-thrown', text: `by plan, ${describeMoment(moment!)}` });
    },
    isWaiting: () => moment !== undefined && !thrown,
  };
}
