import type { TriedAgent } from './fault-kind.ts';

/** Why the clock of an agent cannot be set; undefined where it can. */
export function needsVirtualTime({ clock }: TriedAgent): string | undefined {
  return clock === 'virtual'
    ? undefined
    : "it lives on the machine's own time, which nothing here may set; a function agent on `clock: virtual` has a clock of its own";
}
