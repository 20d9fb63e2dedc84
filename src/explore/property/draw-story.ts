import { constant, constantFrom, integer, oneof, option, record, sample, array, type Arbitrary } from 'fast-check';
import { boundaryCases } from '../../contract/index.ts';
import type { FaultSchedule } from '../../domain/fault.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { CasePlan, Drawn } from '../../domain/scenario.ts';
import { callbacks, humanReplies } from '../../generate/index.ts';
import type { Guide } from './explore-case.ts';
import type { Story } from './story.ts';

/** What a story can be made of, besides what the model says. */
export interface StoryMaterial {
  readonly plan: CasePlan;
  /** What may be other than the case says. */
  readonly drawn: ReadonlySet<Drawn>;
  readonly seed: number;
  /** Tasks of the other cases of the file. */
  readonly otherTasks: readonly Json[];
  /** Single faults that can strike the undisturbed run. */
  readonly faults: readonly FaultSchedule[];
  /** Tasks by their schema; absent where the scenario gives none. */
  readonly taskArbitrary?: Arbitrary<Json>;
}

/** A story without turns: those are drawn while it is played. Nothing in it is the case's own more often than not, so that one thing at a time is strange. */
export function storyArbitrary(material: StoryMaterial): (guide: Guide) => Arbitrary<Story> {
  const { plan, drawn } = material;
  const tasks = tasksArbitrary(material);
  const { faults, world } = { faults: material.faults, world: plan.world };
  const schedule: Arbitrary<FaultSchedule> =
    faults.length === 0 || !drawn.has('faults')
      ? constant([])
      : oneof(
          { weight: 5, arbitrary: constant<FaultSchedule>([]) },
          { weight: 4, arbitrary: constantFrom(...faults) },
          { weight: 2, arbitrary: array(constantFrom(...faults), { minLength: 2, maxLength: 2 }).map(joined) },
        );
  const asksPeople = world !== undefined;
  const dangerous = plan.contracts.filter((contract) => contract.dangerous === true).map(({ name }) => name);
  const fresh = record(
    {
      seed: integer({ min: 1, max: 1_000_000 }),
      tasks,
      turns: constant<Story['turns']>([]),
      faults: schedule,
      replies:
        asksPeople && drawn.has('people')
          ? option(humanReplies({ levels: world.people.levels, tools: dangerous }), { nil: undefined, freq: 1 })
          : constant(undefined),
      callbacks:
        asksPeople && drawn.has('callbacks') && world.callbacks.length > 0
          ? option(callbacks({ known: world.callbacks }), { nil: undefined, freq: 1 })
          : constant(undefined),
    },
    { noNullPrototype: true },
  ).map(defined);
  return ({ corpus }) => (corpus.length === 0 ? fresh : oneof({ weight: 2, arbitrary: fresh }, { weight: 1, arbitrary: variations(corpus, fresh) }));
}

/** The nth story of an exploration. */
export function drawStory(material: StoryMaterial, arbitrary: Arbitrary<Story>, episode: number): Story {
  // One stream per episode: what is drawn for one moves nothing in another.
  return sample(arbitrary, { seed: mixed(material.seed, episode), numRuns: 1 })[0]!;
}

/** Two numbers as one seed. */
export function mixed(seed: number, number: number): number {
  return Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35);
}

/** A story that reached something new, told up to some point, and then otherwise. */
function variations(corpus: readonly Story[], fresh: Arbitrary<Story>): Arbitrary<Story> {
  return record({
    from: constantFrom(...corpus),
    other: fresh,
    keep: integer({ min: 0, max: 6 }),
    part: constantFrom('turns', 'faults', 'replies', 'tasks'),
  }).map(({ from, other, keep, part }) => {
    const turns = from.turns.slice(0, keep);
    if (part === 'faults') return { ...from, turns: from.turns, faults: other.faults };
    if (part === 'tasks') return { ...from, turns, tasks: other.tasks };
    if (part === 'replies' && other.replies !== undefined) return { ...from, turns, replies: other.replies };
    return { ...from, turns, seed: other.seed };
  });
}

function tasksArbitrary({ plan, drawn, otherTasks, taskArbitrary }: StoryMaterial): Arbitrary<readonly Json[]> {
  const pool = [...otherTasks, ...(plan.declares.rules === undefined ? [] : boundaryTasks(plan))];
  const one: readonly Arbitrary<Json>[] = [
    ...(pool.length === 0 ? [] : [constantFrom(...pool)]),
    ...(taskArbitrary === undefined ? [] : [taskArbitrary]),
  ];
  const own = constant(plan.tasks);
  if (one.length === 0 || !drawn.has('tasks')) return own;
  const other = oneof(...one).map((task): readonly Json[] => plan.tasks.with(0, task));
  return oneof({ weight: 3, arbitrary: own }, { weight: 2, arbitrary: other });
}

/** Boundary cases of the rules say what the rules know; what else a task has is the case's own. */
function boundaryTasks(plan: CasePlan): readonly Json[] {
  const own = plan.tasks[0];
  if (!isJsonObject(own)) return [];
  return boundaryCases(plan.declares.rules!).map(({ task }) => ({ ...own, ...task }));
}

/** Two schedules as one, without what is in both. */
function joined(schedules: readonly FaultSchedule[]): FaultSchedule {
  const all = schedules.flat();
  return [...new Map(all.map((fault) => [JSON.stringify([fault.match, fault.occurrence]), fault])).values()];
}

function defined({ replies, callbacks, ...story }: { readonly [K in keyof Story]-?: Story[K] | undefined }): Story {
  return { ...(story as Story), ...(replies === undefined ? {} : { replies }), ...(callbacks === undefined ? {} : { callbacks }) };
}
