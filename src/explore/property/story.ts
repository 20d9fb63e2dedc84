import type { FaultSchedule } from '../../domain/fault.ts';
import type { Json } from '../../domain/json.ts';
import type { CallbackPlan, ReplyPlan } from '../../domain/world.ts';
import type { ModelTurn } from '../../generate/index.ts';

/**
 * An episode that nobody has written: everything that the agent cannot know beforehand, as data. It can be printed, saved, played again and made smaller.
 */
export interface Story {
  /** Of the episode: handlers and scripted models draw from it. */
  readonly seed: number;
  readonly tasks: readonly Json[];
  /** What the model says in its nth answer; null: what it would have said by itself. Behind the last of them it always does. */
  readonly turns: readonly (ModelTurn | null)[];
  readonly faults: FaultSchedule;
  /** How people reply; absent: as the scenario says. */
  readonly replies?: readonly ReplyPlan[];
  /** What the outside reports; absent: as the scenario says. */
  readonly callbacks?: readonly CallbackPlan[];
}

/** What one more thing that happens weighs, in characters. */
const happeningWeight = 1000;

/** How much there is of a story: what shrinking makes less. Things that happen weigh most, then words, then the magnitude of numbers. */
export function sizeOf({ turns, faults, replies, callbacks, tasks, seed }: Story): number {
  const said = turns.filter((turn) => turn !== null).length;
  const happenings =
    said + faults.length + tasks.length + (replies === undefined ? 0 : replies.length + 1) + (callbacks === undefined ? 0 : callbacks.length + 1);
  return happeningWeight * happenings + extentOf({ turns, faults, tasks, seed, replies: replies ?? 0, callbacks: callbacks ?? 0 });
}

function extentOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 1;
  if (typeof value === 'number') return Math.log2(Math.abs(value) + 1) + (Number.isInteger(value) ? 0 : 1);
  if (Array.isArray(value)) return value.reduce<number>((sum, member) => sum + 1 + extentOf(member), 1);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).reduce((sum, [name, member]) => sum + name.length + 1 + extentOf(member), 1);
  return 1;
}
