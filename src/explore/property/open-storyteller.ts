import { oneof } from 'fast-check';
import { checkSchedule } from '../../fault/schedule.ts';
import { faultKinds } from '../../fault/index.ts';
import type { FaultSchedule, PlannedFault } from '../../domain/fault.ts';
import { openSchemaValues } from '../../generate/index.ts';
import type { Json } from '../../domain/json.ts';
import type { CasePlan, Drawn } from '../../domain/scenario.ts';
import { placesOf } from '../chaos/places.ts';
import { singleCells } from '../chaos/planned-cells.ts';
import { triedAgentOf } from '../../run/tried-agent.ts';
import { simplerFaults } from '../chaos/simpler-faults.ts';
import { drawStory, storyArbitrary, type StoryMaterial } from './draw-story.ts';
import { createTurnDrawer } from './draw-turn.ts';
import type { Storyteller } from './explore-case.ts';
import { machineStories } from './machine-story.ts';
import { playStory, type Stage } from './play-story.ts';
import type { Story } from './story.ts';

const everything: readonly Drawn[] = ['model', 'tasks', 'faults', 'people', 'callbacks'];

export interface StorytellerOptions {
  /** Over what the scenario says. */
  readonly draw?: readonly Drawn[];
  readonly seed: number;
  /** All cases of the file: their tasks are worth trying here as well. */
  readonly siblings: readonly CasePlan[];
  /** Explored around, in place of the case as it stands. */
  readonly begin?: Story;
}

/** Plays the case once as it stands, and finds out what stories about it can be made of. */
export async function openStoryteller(stage: Stage, options: StorytellerOptions): Promise<Storyteller> {
  const { plan } = stage;
  const drawn = new Set(options.draw ?? plan.explore.draw ?? everything);
  const { seed, siblings, begin } = options;
  const base: Story = { seed, tasks: plan.tasks, turns: [], faults: plan.faults };
  const { episode } = await playStory(base, stage);
  const kinds = faultKinds.filter(({ site }) => site !== 'tcp' || plan.agent.kind !== 'function');
  const faults = singleCells(
    placesOf(episode.events, plan.contracts).map(({ place }) => place),
    kinds,
    triedAgentOf(plan),
  ).map(({ schedule }) => [...plan.faults, ...schedule.map((fault) => withinLimit(fault, plan))]);
  const otherTasks = tasksOf(siblings, plan);
  const taskValues = plan.explore.task === undefined ? undefined : openSchemaValues(plan.explore.task);
  const material: StoryMaterial = {
    plan,
    drawn,
    seed,
    otherTasks,
    faults: faults.filter(stands),
    ...(taskValues === undefined ? {} : { taskArbitrary: taskValues.valid }),
  };
  const { stateMachine } = plan.declares;
  const mayMachine = stateMachine !== undefined && drawn.has('callbacks') && drawn.has('tasks') && drawn.has('faults');
  const stories = storyArbitrary(material);
  const machine = !mayMachine ? undefined : machineStories(plan, stateMachine, { faults: material.faults, tasks: otherTasks });
  return {
    begin: begin ?? base,
    simplest: {
      story: base,
      simplerTasks: (task) => (taskValues?.accepts(task) === true ? taskValues.simpler(task) : []),
      simplerFaults: (schedule) =>
        schedule
          .flatMap((fault, index) => simplerFaults(fault, faultKinds, () => undefined).map((simpler) => schedule.with(index, simpler)))
          .filter(stands),
    },
    notes: [],
    draft(number, guide) {
      const arbitrary = stories(guide);
      const story = drawStory(
        material,
        machine === undefined ? arbitrary : oneof({ weight: 2, arbitrary }, { weight: 1, arbitrary: machine }),
        number,
      );
      return { story, draw: drawn.has('model') ? createTurnDrawer(story.seed, guide.coverage) : () => null };
    },
  };
}

/** Who is held for longer than the case may take cannot but be late: half of that shows whatever there is to be seen. */
function withinLimit(fault: PlannedFault, { limits }: CasePlan): PlannedFault {
  const { seconds } = fault.settings;
  return fault.fault !== 'process-paused' || typeof seconds !== 'number' || seconds < limits.seconds
    ? fault
    : { ...fault, settings: { ...fault.settings, seconds: limits.seconds / 2 } };
}

/** False where two faults exclude each other. */
function stands(schedule: FaultSchedule): boolean {
  try {
    checkSchedule(schedule, faultKinds, () => ({ file: '' }));
    return true;
  } catch {
    return false;
  }
}

function tasksOf(cases: readonly CasePlan[], plan: CasePlan): readonly Json[] {
  const own = new Set(plan.tasks.map((task) => JSON.stringify(task)));
  const others = new Map(cases.flatMap(({ tasks }) => tasks).map((task) => [JSON.stringify(task), task]));
  return [...others].filter(([key]) => !own.has(key)).map(([, task]) => task);
}
