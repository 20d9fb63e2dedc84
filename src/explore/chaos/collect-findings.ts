import type { ChaosCell, ChaosFinding } from '../../domain/chaos.ts';
import type { ChaosPlan } from '../../domain/chaos-plan.ts';
import type { FaultSchedule, PlannedFault } from '../../domain/fault.ts';
import type { JsonObject } from '../../domain/json.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { faultKinds } from '../../fault/index.ts';
import { caseReport } from '../../run/case-report.ts';
import { experimentsOf, tryOut, type Trial } from './experiment.ts';
import { findingSentence, gravityOf } from './finding-sentence.ts';
import { keyOf, type Laboratory } from './laboratory.ts';
import { lanesOf } from '../../run/lanes.ts';
import type { PlannedCell } from './planned-cells.ts';
import { saveFinding } from './save-finding.ts';
import { scheduleWords } from './schedule-words.ts';
import { shrink } from './shrink.ts';
import { simplerFaults } from './simpler-faults.ts';
import { weaknessOf } from './weaknesses.ts';

export interface FindingOptions {
  readonly laboratory: Laboratory;
  readonly scenario: JsonObject;
  readonly chaos: ChaosPlan;
  readonly seed: number;
  readonly foundFolder: string;
  /** All that there is to try, in its stable order. */
  readonly planned: readonly PlannedCell[];
  /** Names of files that were given in this exploration. */
  readonly taken: Set<string>;
  /** False where there is no time left for shrinking. */
  mayGoOn(): boolean;
}

interface Group {
  readonly smallest: FaultSchedule;
  readonly found: FaultSchedule;
  readonly cells: string[];
  readonly claims: Set<string>;
  shrinkingRuns: number;
}

/** Shrinks every cell that failed, and makes one finding of those that end at the same schedule. */
export async function collectFindings(cells: readonly ChaosCell[], options: FindingOptions): Promise<readonly ChaosFinding[]> {
  const groups = new Map<string, Group>();
  const previous = previousOf(options.planned);
  for (const cell of cells.filter(({ outcome }) => outcome === 'failed')) {
    for (const claim of cell.broken.filter((each) => weaknessOf(each, cell.faults, options.chaos) === undefined)) {
      const before = options.laboratory.runs;
      const smallest = await smallestThatBreaks(claim, cell.schedule, previous, options);
      // What could not be shrunk any more is told once for each kind of fault: any of these would do.
      const key = options.mayGoOn() ? keyOf(smallest) : `${cell.faults.join()} ${cell.broken.join()}`;
      const group = groups.get(key) ?? { smallest, found: cell.schedule, cells: [], claims: new Set(), shrinkingRuns: 0 };
      group.shrinkingRuns += options.laboratory.runs - before;
      if (!group.cells.includes(cell.id)) group.cells.push(cell.id);
      group.claims.add(claim);
      groups.set(key, group);
    }
  }
  const findings: ChaosFinding[] = [];
  for (const group of worstFirst([...groups.values()])) findings.push(await findingOf(group, options));
  return findings;
}

/** As grave as their gravest claim; among equals, in the order of the cells. */
function worstFirst(groups: readonly Group[]): readonly Group[] {
  return groups.toSorted((left, right) => gravityOf([...left.claims]) - gravityOf([...right.claims]));
}

type Previous = (fault: PlannedFault) => PlannedFault | undefined;

/** The fault before each, of the same kind with the same settings. */
function previousOf(planned: readonly PlannedCell[]): Previous {
  const before = new Map<string, PlannedFault>();
  const last = new Map<string, PlannedFault>();
  for (const { schedule } of planned.filter(({ faults }) => faults.length === 1)) {
    const fault = schedule[0]!;
    const kind = keyOf([{ ...fault, match: {}, occurrence: 1 }]);
    const earlier = last.get(kind);
    if (earlier !== undefined) before.set(keyOf(schedule), earlier);
    last.set(kind, fault);
  }
  return (fault) => before.get(keyOf([fault]));
}

/** A claim that is a declared weakness of the simpler fault must not swallow one that is not. */
function smallestThatBreaks(
  claim: string,
  schedule: FaultSchedule,
  previous: Previous,
  { laboratory, chaos, mayGoOn }: FindingOptions,
): Promise<FaultSchedule> {
  return shrink(schedule, {
    mayGoOn,
    simpler: (fault) => simplerFaults(fault, faultKinds, previous),
    async tryOut(candidate) {
      const experiments = await laboratory.experiments(candidate);
      const isDeclared =
        weaknessOf(
          claim,
          candidate.map(({ fault }) => fault),
          chaos,
        ) !== undefined;
      return { breaks: !isDeclared && experiments.some(({ broken }) => broken.includes(claim)), unfired: experiments[0]?.unfired ?? [] };
    },
  });
}

async function findingOf({ smallest, found, cells, claims, shrinkingRuns }: Group, options: FindingOptions): Promise<ChaosFinding> {
  const { laboratory, scenario, seed, foundFolder, taken } = options;
  // Also after an interruption: what was found is shown once more, and that is all.
  const subject = { ...laboratory.subject, context: { ...laboratory.subject.context, signal: new AbortController().signal } };
  const words = scheduleWords(smallest);
  const named = [...claims];
  // A claim about several sessions, or one that not every seed breaks, is shown by as many as found it.
  const repeats = options.chaos.repeats;
  const saved = saveFinding({
    folder: foundFolder,
    taken,
    scenario,
    plan: subject.plan,
    schedule: smallest,
    repeats,
    words,
    description: `Found by chaos in ${subject.plan.id} with seed ${seed}. It breaks ${named.join(' and ')}, and fails until the agent is repaired.`,
  });
  const ours = 'problem' in saved ? subject : { ...subject, plan: saved.plan, placeOf: saved.placeOf };
  // Once more, as `rehearsal run` will do it: what is handed on must be what was seen.
  const trials: Trial[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) trials.push(await tryOut(ours, 'problem' in saved ? smallest : saved.plan.faults, seed + repeat));
  const experiments = experimentsOf(trials, ours);
  const broken = [...new Set(experiments.flatMap((experiment) => experiment.broken))];
  const trial =
    trials[
      Math.max(
        0,
        experiments.findIndex((experiment) => named.some((claim) => experiment.broken.includes(claim))),
      )
    ]!;
  trial.result.writeLog?.();
  const claimsBroken = named.filter((claim) => broken.includes(claim));
  const problem =
    'problem' in saved
      ? saved.problem
      : claimsBroken.length === 0
        ? `${saved.file} was run once more, and did not break ${named.join(' and ')} again`
        : undefined;
  const base = caseReport(trial.plan, trial.result, trial.episode, ours.placeOf, trial.judged);
  const command = `npx rehearsal run ${shellWord('problem' in saved ? subject.plan.file : saved.file)}${seed === 1 ? '' : ` --seed ${seed}`}`;
  return {
    claims: broken.length === 0 ? named : broken,
    sentence: findingSentence(claimsBroken.length === 0 ? named : claimsBroken, smallest, trial.episode.events),
    found,
    smallest,
    words,
    shrinkingRuns,
    ...('problem' in saved ? {} : { file: saved.file }),
    ...(problem === undefined ? {} : { fileProblem: problem }),
    command,
    cells,
    report: { ...base, repeat: command },
    lanes: lanesOf(trial.episode.events),
  };
}
