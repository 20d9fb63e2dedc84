import type { FaultSchedule } from '../../domain/fault.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import { experimentsOf, tryOut, type Experiment, type Subject, type Trial } from './experiment.ts';

/** Experiments with one case. What was tried once is not tried again. */
export interface Laboratory {
  readonly subject: Subject;
  /** What became of the agent under this schedule: with the seed of the exploration, and with so many more as there are repeats. */
  experiments(schedule: FaultSchedule): Promise<readonly Experiment[]>;
  /** What an earlier exploration found. */
  remember(schedule: FaultSchedule, experiments: readonly Experiment[]): void;
  /** Schedules that were really tried. */
  readonly runs: number;
}

export function createLaboratory(subject: Subject, seed: number, repeats: number): Laboratory {
  const known = new Map<string, Promise<readonly Experiment[]>>();
  let runs = 0;
  const tryAll = async (schedule: FaultSchedule): Promise<readonly Experiment[]> => {
    runs++;
    const trials: Trial[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      trials.push(await tryOut(subject, schedule, seed + repeat));
      if (subject.context.signal.aborted) break;
    }
    return experimentsOf(trials, subject);
  };
  return {
    subject,
    experiments(schedule) {
      const key = keyOf(schedule);
      const found = known.get(key) ?? tryAll(schedule);
      known.set(key, found);
      return found;
    },
    remember: (schedule, experiments) => void known.set(keyOf(schedule), Promise.resolve(experiments)),
    get runs() {
      return runs;
    },
  };
}

export function keyOf(schedule: FaultSchedule): string {
  return canonicalJson(schedule as unknown as Json);
}
