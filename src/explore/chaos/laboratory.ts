import type { FaultSchedule } from '../../domain/fault.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import { experimentOf, tryOut, type Experiment, type Subject } from './experiment.ts';

/** Experiments with one case. What was tried once is not tried again. */
export interface Laboratory {
  readonly subject: Subject;
  /** What became of the agent under this schedule, with the seed of the exploration. */
  experiment(schedule: FaultSchedule): Promise<Experiment>;
  /** With another seed; never remembered. */
  repeat(schedule: FaultSchedule, seed: number): Promise<Experiment>;
  /** What an earlier exploration found. */
  remember(schedule: FaultSchedule, experiment: Experiment): void;
  /** Episodes that were really run. */
  readonly runs: number;
}

export function createLaboratory(subject: Subject, seed: number): Laboratory {
  const known = new Map<string, Promise<Experiment>>();
  let runs = 0;
  const run = async (schedule: FaultSchedule, withSeed: number): Promise<Experiment> => {
    runs++;
    return experimentOf(await tryOut(subject, schedule, withSeed));
  };
  return {
    subject,
    experiment(schedule) {
      const key = keyOf(schedule);
      const found = known.get(key) ?? run(schedule, seed);
      known.set(key, found);
      return found;
    },
    repeat: run,
    remember: (schedule, experiment) => void known.set(keyOf(schedule), Promise.resolve(experiment)),
    get runs() {
      return runs;
    },
  };
}

export function keyOf(schedule: FaultSchedule): string {
  return canonicalJson(schedule as unknown as Json);
}
