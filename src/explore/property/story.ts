import type { Block, FinishReason } from '../../domain/chat.ts';
import type { FaultSchedule } from '../../domain/fault.ts';
import type { Json } from '../../domain/json.ts';
import type { CallbackPlan, ReplyPlan } from '../../domain/world.ts';

/**
 * What the model says in one answer. `move` is the kind of thing that it is, for people: `a call that fits its contract`. Where `ends` is not `whole`, the
 * stream breaks off: without its terminal event, or in the middle of it.
 */
export interface StoryTurn {
  readonly move: string;
  readonly blocks: readonly Block[];
  readonly finish?: FinishReason;
  readonly ends?: 'whole' | 'without-end' | 'early';
}

/**
 * An episode that nobody has written: everything that the agent cannot know beforehand, as data. It can be printed, saved, played again and made smaller.
 */
export interface Story {
  /** Of the episode: handlers and scripted models draw from it. */
  readonly seed: number;
  readonly tasks: readonly Json[];
  /** What the model says in its nth answer; null: what it would have said by itself. Behind the last of them it always does. */
  readonly turns: readonly (StoryTurn | null)[];
  readonly faults: FaultSchedule;
  /** How people reply; absent: as the scenario says. */
  readonly replies?: readonly ReplyPlan[];
  /** What the outside reports; absent: as the scenario says. */
  readonly callbacks?: readonly CallbackPlan[];
}

/** How much there is of a story: what shrinking makes less. */
export function sizeOf({ turns, faults, replies, callbacks, tasks }: Story): number {
  const said = turns.filter((turn) => turn !== null);
  const weights = [
    JSON.stringify(said).length,
    1000 * (said.length + faults.length + tasks.length),
    JSON.stringify([faults, replies ?? null, callbacks ?? null, tasks]).length,
    replies === undefined ? 0 : 500,
    callbacks === undefined ? 0 : 500,
  ];
  return weights.reduce((sum, weight) => sum + weight, 0);
}
