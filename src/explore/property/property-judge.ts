import type { Episode } from '../../domain/episode.ts';
import type { Json } from '../../domain/json.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { sample } from 'fast-check';
import { boundedCall } from './bounded-call.ts';
import { openSandbox } from './sandbox.ts';
import { viewEpisode, type EpisodeView } from './episode-view.ts';
import type { PlayedStory } from './play-story.ts';
import type { Held, Property, Relation } from './property.ts';
import type { Story } from './story.ts';

/** How often values of a property's own are drawn for one episode. */
const drawsPerEpisode = 5;

/** An episode, and what must be known to play another like it. */
export interface ToldEpisode {
  readonly episode: Episode;
  readonly story: Story;
}

/** Judges episodes by what the user wrote. */
export interface PropertyJudge {
  readonly names: readonly string[];
  /** The verdicts on each of several episodes. `play` plays another story in the same surroundings. */
  hold(told: readonly ToldEpisode[], play: (other: Story) => Promise<PlayedStory>): Promise<readonly (readonly Verdict[])[]>;
}

/**
 * A judge for the properties of one case. One that throws does not hold; one that does not come back in `secondsMax` is `unknown`, never a pass; one that has
 * nothing to say of an episode is `not-applicable`.
 */
export function createPropertyJudge(plan: CasePlan, owned: readonly (Property | Relation)[], secondsMax = 2): PropertyJudge {
  const sandbox = openSandbox(plan);

  const compare = async (relation: Relation, tasks: readonly Json[], before: EpisodeView, other: PlayedStory): Promise<Verdict> => {
    if (other.problem !== undefined) return unknown(relation.name, `The changed episode could not be judged: ${other.problem}`);
    const held = await boundedCall(() => attempt(() => relation.holds(before, viewEpisode(other.episode, sandbox))), secondsMax);
    return 'problem' in held ? unended(relation, held) : verdictOf(relation.name, held.value, ` With the tasks changed to ${shown(tasks)}.`);
  };

  return {
    names: owned.map(({ name }) => name),
    async hold(told, play) {
      const work = told.flatMap(({ episode, story }) => {
        const seen = viewEpisode(episode, sandbox);
        return owned.map((one) => ({ one, seen, story }));
      });
      // One guard for all: it costs more than most properties do. Only where one loops is each called below a guard of its own.
      const begun = await boundedCall(() => work.map(({ one, seen, story }) => begin(one, seen, story)), secondsMax);
      const verdicts: Verdict[] = [];
      for (const [index, { one, seen, story }] of work.entries()) {
        const first = 'value' in begun ? { value: begun.value[index]! } : await boundedCall(() => begin(one, seen, story), secondsMax);
        const outcome = 'value' in first && first.value instanceof Promise ? await boundedCall(() => first.value, secondsMax) : first;
        if ('problem' in outcome) verdicts.push(unended(one, outcome));
        else {
          const said = outcome.value as Begun;
          verdicts.push('claim' in said ? said : await compare(one as Relation, said.tasks, seen, await play({ ...story, tasks: said.tasks })));
        }
      }
      return told.map((_, index) => verdicts.slice(index * owned.length, (index + 1) * owned.length));
    },
  };
}

/** Tasks for another episode, where that is what is asked for. */
type Begun = Verdict | { readonly tasks: readonly Json[] };

/** As far as can be said without another episode. */
function begin(one: Property | Relation, seen: EpisodeView, story: Story): Begun | Promise<Begun> {
  if (one.kind === 'relation') {
    const changed = attempt(() => one.change(story.tasks)) as { readonly held: readonly Json[] | undefined } | Thrown;
    if ('thrown' in changed) return failed(one.name, `Its change threw: ${changed.thrown}`);
    return changed.held === undefined ? silent(one.name, 'These tasks cannot be changed in that way.') : { tasks: changed.held };
  }
  const applies = one.when === undefined ? { held: true } : attempt(() => one.when!(seen));
  if (!(applies instanceof Promise)) {
    if ('thrown' in applies) return failed(one.name, `Its condition threw: ${applies.thrown}`);
    if (!applies.held) return silent(one.name, 'The episode has nothing of the kind.');
  }
  const drawn = one.given === undefined ? [undefined] : sample(one.given, { seed: story.seed, numRuns: drawsPerEpisode });
  return holdAll(one, seen, drawn);
}

function holdAll(one: Property, seen: EpisodeView, [value, ...others]: readonly unknown[]): Verdict | Promise<Verdict> {
  const given = one.given === undefined ? '' : ` Given ${shown(value)}.`;
  const next = (held: Attempt<Held>): Verdict | Promise<Verdict> => {
    const verdict = verdictOf(one.name, held, given);
    return verdict.outcome !== 'pass' || others.length === 0 ? verdict : holdAll(one, seen, others);
  };
  const held = attempt(() => one.holds(seen, value as never));
  return held instanceof Promise ? held.then(next) : next(held);
}

interface Thrown {
  readonly thrown: string;
}
type Attempt<T> = { readonly held: T } | Thrown;

/** What a user's function gives, or throws. */
function attempt<T>(work: () => T | Promise<T>): Attempt<T> | Promise<Attempt<T>> {
  try {
    const held = work();
    return held instanceof Promise ? held.then((value) => ({ held: value }), thrown) : { held };
  } catch (error) {
    return thrown(error);
  }
}

function thrown(error: unknown): Thrown {
  return { thrown: error instanceof Error ? error.message : String(error) };
}

function silent(claim: string, text: string): Verdict {
  return { claim, outcome: 'not-applicable', text, evidence: [] };
}

function failed(claim: string, text: string): Verdict {
  return { claim, outcome: 'fail', text, evidence: [] };
}

function unknown(claim: string, text: string): Verdict {
  return { claim, outcome: 'unknown', text, evidence: [] };
}

function unended({ name }: Property | Relation, { problem }: { readonly problem: string }): Verdict {
  return unknown(name, `It ${problem}`);
}

function verdictOf(claim: string, held: Attempt<Held>, given: string): Verdict {
  if ('thrown' in held) return failed(claim, `It threw: ${held.thrown}${given}`);
  if (held.held === false) return failed(claim, `It does not hold.${given}`);
  if (typeof held.held === 'string') return failed(claim, `${held.held}${given}`);
  return { claim, outcome: 'pass', text: 'It holds.', evidence: [] };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
