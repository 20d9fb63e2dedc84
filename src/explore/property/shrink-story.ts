import type { Json } from '../../domain/json.ts';
import { modelTurns, type ModelContext } from '../../generate/index.ts';
import { sizeOf, type Story } from './story.ts';

/** A story, and where each of its turns was said. */
export interface ToldStory {
  readonly story: Story;
  readonly contexts: readonly ModelContext[];
}

/** What a smaller story may be made of. */
export interface Simplest {
  /** The case as it stands in the scenario. */
  readonly story: Story;
  /** Simpler tasks of the same domain: what the agent was never made for breaks nothing worth telling. */
  simplerTasks(task: Json): Iterable<Json>;
  /** Schedules with simpler settings, the simplest first. */
  simplerFaults(faults: Story['faults']): readonly Story['faults'][];
}

/**
 * Makes a story smaller by meaning, as long as it breaks the same claim: whole chapters go first (faults, replies, callbacks, tasks), then turns, then parts of turns,
 * then arguments. What is left is what matters. `breaks` plays a story, and says with which turns it was told where it breaks the claim; undefined where it does not.
 * `runsMax` bounds how often it is called.
 */
export async function shrinkStory(
  found: ToldStory,
  simplest: Simplest,
  breaks: (story: Story) => Promise<ToldStory | undefined>,
  runsMax: number,
): Promise<{ readonly story: Story; readonly runs: number }> {
  let best = found.story;
  let { contexts } = found;
  let runs = 0;
  const tried = new Set<string>([JSON.stringify(found.story)]);
  for (let better = true; better && runs < runsMax;) {
    better = false;
    for (const candidate of smaller(best, contexts, simplest)) {
      const key = JSON.stringify(candidate);
      if (tried.has(key)) continue;
      tried.add(key);
      if (runs >= runsMax) break;
      runs++;
      const told = await breaks(candidate);
      if (told === undefined) continue;
      best = sizeOf(told.story) < sizeOf(candidate) ? told.story : candidate;
      contexts = told.contexts;
      better = true;
      break;
    }
  }
  return { story: best, runs };
}

/** Smaller stories, the boldest first: with less in them, or with simpler turns. */
function* smaller(story: Story, contexts: readonly ModelContext[], simplest: Simplest): Generator<Story> {
  const size = sizeOf(story);
  for (const candidate of candidates(story, simplest)) if (sizeOf(candidate) < size) yield candidate;
  for (const [index, turn] of story.turns.entries()) {
    const context = contexts[index];
    if (turn === null || context === undefined) continue;
    // What a turn becomes is simpler by an order of its own.
    for (const { value } of modelTurns(context).shrink(turn, undefined)) yield { ...story, turns: story.turns.with(index, value) };
  }
}

function* candidates(story: Story, simplest: Simplest): Generator<Story> {
  const { turns, faults, replies, callbacks, tasks } = story;
  yield simplest.story;
  yield { ...story, turns: [] };
  if (faults.length > 0) yield { ...story, faults: [] };
  const { replies: _replies, ...unanswered } = story;
  if (replies !== undefined) yield unanswered;
  const { callbacks: _callbacks, ...uncalled } = story;
  if (callbacks !== undefined) yield uncalled;
  if (JSON.stringify(tasks) !== JSON.stringify(simplest.story.tasks)) yield { ...story, tasks: simplest.story.tasks };
  if (story.seed !== simplest.story.seed) yield { ...story, seed: simplest.story.seed };
  // Halves, then single ones: the usual order of delta debugging.
  if (turns.length > 2) {
    yield { ...story, turns: turns.slice(0, Math.ceil(turns.length / 2)) };
    yield { ...story, turns: turns.map((turn, index) => (index < turns.length / 2 ? null : turn)) };
  }
  for (const index of turns.keys()) if (turns[index] !== null) yield { ...story, turns: trimmed(turns.with(index, null)) };
  for (const index of turns.keys()) yield { ...story, turns: turns.toSpliced(index, 1) };
  for (const index of faults.keys()) yield { ...story, faults: faults.toSpliced(index, 1) };
  for (const index of tasks.keys()) if (tasks.length > 1) yield { ...story, tasks: tasks.toSpliced(index, 1) };
  for (const index of (replies ?? []).keys()) yield { ...story, replies: replies!.toSpliced(index, 1) };
  for (const [index, plan] of (replies ?? []).entries())
    for (const place of plan.replies.keys())
      yield { ...story, replies: replies!.with(index, { ...plan, replies: plan.replies.toSpliced(place, 1) }) };
  for (const index of (callbacks ?? []).keys()) yield { ...story, callbacks: callbacks!.toSpliced(index, 1) };
  for (const simpler of simplest.simplerFaults(faults)) yield { ...story, faults: simpler };
  for (const [index, task] of tasks.entries())
    for (const simpler of simplest.simplerTasks(task)) yield { ...story, tasks: tasks.with(index, simpler) };
}

function trimmed(turns: Story['turns']): Story['turns'] {
  return turns.slice(0, turns.findLastIndex((turn) => turn !== null) + 1);
}
