import type { Block } from '../../domain/chat.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { sizeOf, type Story, type StoryTurn } from './story.ts';

/** What a smaller story may be made of. */
export interface Simplest {
  /** The case as it stands in the scenario. */
  readonly story: Story;
  /** Simpler arguments for a call, the simplest first; all of them of the same kind (fitting the contract, or not). */
  simplerArguments(call: Extract<Block, { readonly kind: 'tool-call' }>): Iterable<Json>;
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
  found: Story,
  simplest: Simplest,
  breaks: (story: Story) => Promise<Story | undefined>,
  runsMax: number,
): Promise<{ readonly story: Story; readonly runs: number }> {
  let best = found;
  let runs = 0;
  const tried = new Set<string>([JSON.stringify(found)]);
  for (let better = true; better && runs < runsMax;) {
    better = false;
    for (const candidate of smaller(best, simplest)) {
      const key = JSON.stringify(candidate);
      if (tried.has(key) || sizeOf(candidate) >= sizeOf(best)) continue;
      tried.add(key);
      if (runs >= runsMax) break;
      runs++;
      const told = await breaks(candidate);
      if (told === undefined) continue;
      best = sizeOf(told) < sizeOf(candidate) ? told : candidate;
      better = true;
      break;
    }
  }
  return { story: best, runs };
}

/** Smaller stories, the boldest first. */
function* smaller(story: Story, simplest: Simplest): Generator<Story> {
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
  for (const [index, turn] of turns.entries())
    if (turn !== null) for (const simpler of simplerTurns(turn, simplest)) yield { ...story, turns: turns.with(index, simpler) };
  for (const simpler of simplest.simplerFaults(faults)) yield { ...story, faults: simpler };
  for (const [index, task] of tasks.entries())
    for (const simpler of simplest.simplerTasks(task)) yield { ...story, tasks: tasks.with(index, simpler) };
}

/** A turn with less in it. */
function* simplerTurns(turn: StoryTurn, simplest: Simplest): Generator<StoryTurn> {
  const { blocks } = turn;
  if (turn.ends !== undefined && turn.ends !== 'whole') {
    const { ends: _ends, ...whole } = turn;
    yield whole;
  }
  for (const index of blocks.keys()) if (blocks.length > 1) yield { ...turn, blocks: blocks.toSpliced(index, 1) };
  for (const [index, block] of blocks.entries())
    for (const simpler of simplerBlocks(block, simplest)) yield { ...turn, blocks: blocks.with(index, simpler) };
}

function* simplerBlocks(block: Block, simplest: Simplest): Generator<Block> {
  if (block.kind === 'tool-call' && block.malformed === undefined)
    for (const simpler of simplest.simplerArguments(block)) yield { ...block, arguments: simpler };
  if (block.kind === 'text' && block.text !== '') {
    const json = asJson(block.text);
    if (json === undefined) {
      yield { ...block, text: '' };
      if (block.text.length > 20) yield { ...block, text: block.text.slice(0, Math.ceil(block.text.length / 2)) };
    } else for (const simpler of simplerJson(json)) yield { ...block, text: JSON.stringify(simpler) };
  }
}

function asJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON with a member less, or a smaller value in one place. */
export function* simplerJson(value: Json): Generator<Json> {
  if (typeof value === 'string' && value !== '') {
    yield '';
    if (value.length > 8) yield value.slice(0, Math.ceil(value.length / 2));
  } else if (typeof value === 'number' && value !== 0) {
    yield 0;
    if (!Number.isInteger(value)) yield Math.trunc(value);
    else if (Math.abs(value) > 1) yield Math.trunc(value / 2);
  } else if (Array.isArray(value)) {
    const list = value as readonly Json[];
    for (const index of list.keys()) yield list.toSpliced(index, 1);
    for (const [index, member] of list.entries()) for (const simpler of simplerJson(member)) yield list.with(index, simpler);
  } else if (isJsonObject(value)) {
    for (const name of Object.keys(value)) yield Object.fromEntries(Object.entries(value).filter(([own]) => own !== name));
    for (const [name, member] of Object.entries(value)) for (const simpler of simplerJson(member)) yield { ...value, [name]: simpler };
  }
}

function trimmed(turns: Story['turns']): Story['turns'] {
  return turns.slice(0, turns.findLastIndex((turn) => turn !== null) + 1);
}
