import type { FaultSchedule, PlannedFault } from '../../domain/fault.ts';

/** What a schedule did to the claim that is to stay broken. */
export interface ShrinkingTrial {
  readonly breaks: boolean;
  /** Positions of faults that did not strike: without them it is the same experiment. */
  readonly unfired: readonly number[];
}

export interface Shrinking {
  tryOut(schedule: FaultSchedule): Promise<ShrinkingTrial>;
  /** Plainer faults in place of one, the plainest first. */
  simpler(fault: PlannedFault): readonly PlannedFault[];
  /** False where there is no time left: what was reached is the result. */
  mayGoOn(): boolean;
}

/**
 * Finds the fewest faults, and then the plainest of them, that still break the claim: delta debugging (Zeller and Hildebrandt, 2002) over the list, then one
 * fault after another, until nothing smaller breaks it. `schedule` must break it.
 */
export async function shrink(schedule: FaultSchedule, shrinking: Shrinking): Promise<FaultSchedule> {
  let current = schedule;
  for (;;) {
    const fewer = await fewest(current, shrinking);
    const plainer = await plainest(fewer, shrinking);
    if (plainer === current || plainer.length === 0 || !shrinking.mayGoOn()) return plainer;
    current = plainer;
  }
}

/** The schedule itself where it breaks the claim; without the faults that did not strike, where that breaks it; else undefined. */
async function breaking(schedule: FaultSchedule, shrinking: Shrinking): Promise<FaultSchedule | undefined> {
  if (schedule.length === 0 || !shrinking.mayGoOn()) return undefined;
  const { breaks, unfired } = await shrinking.tryOut(schedule);
  if (breaks) return schedule;
  if (unfired.length === 0) return undefined;
  return breaking(
    schedule.filter((_, position) => !unfired.includes(position)),
    shrinking,
  );
}

async function fewest(schedule: FaultSchedule, shrinking: Shrinking): Promise<FaultSchedule> {
  let current = schedule;
  let parts = 2;
  while (current.length > 1) {
    const chunks = split(current, Math.min(parts, current.length));
    // A part alone is the larger step; with two parts, what is left without one is the other.
    const candidates = [...chunks, ...(chunks.length > 2 ? chunks.map((_, index) => chunks.filter((__, other) => other !== index).flat()) : [])];
    let smaller: FaultSchedule | undefined;
    for (const candidate of candidates) {
      smaller = await breaking(candidate, shrinking);
      if (smaller !== undefined) break;
    }
    if (smaller !== undefined) {
      // A part that does it starts anew; a schedule that lost a part goes on as finely as it was.
      parts = smaller.length <= Math.ceil(current.length / chunks.length) ? 2 : Math.max(2, chunks.length - 1);
      current = smaller;
    } else if (chunks.length === current.length) return current;
    else parts = chunks.length * 2;
  }
  return current;
}

function split(schedule: FaultSchedule, parts: number): readonly FaultSchedule[] {
  return Array.from({ length: parts }, (_, index) =>
    schedule.slice(Math.floor((schedule.length * index) / parts), Math.floor((schedule.length * (index + 1)) / parts)),
  );
}

async function plainest(schedule: FaultSchedule, shrinking: Shrinking): Promise<FaultSchedule> {
  let current = schedule;
  for (let position = 0; position < current.length; position++) {
    for (let found = true; found;) {
      found = false;
      for (const simpler of shrinking.simpler(current[position]!)) {
        const candidate = current.with(position, simpler);
        const smaller = await breaking(candidate, shrinking);
        if (smaller === undefined) continue;
        // Faults that struck no longer are gone: positions have moved.
        if (smaller.length < current.length) return smaller;
        current = smaller;
        found = true;
        break;
      }
    }
  }
  return current;
}
