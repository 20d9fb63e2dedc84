import type { Episode } from '../../domain/episode.ts';
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

/** Judges episodes by what the user wrote. */
export interface PropertyJudge {
  readonly names: readonly string[];
  /** `play` plays another story in the same surroundings. */
  hold(episode: Episode, told: { readonly story: Story; play(other: Story): Promise<PlayedStory> }): Promise<readonly Verdict[]>;
}

/**
 * A judge for the properties of one case. One that throws does not hold; one that does not come back in `secondsMax` is `unknown`, never a pass; one that has
 * nothing to say of an episode is `not-applicable`.
 */
export function createPropertyJudge(plan: CasePlan, owned: readonly (Property | Relation)[], secondsMax = 2): PropertyJudge {
  const view = (episode: Episode): EpisodeView => viewEpisode(episode, openSandbox(plan));
  const holdProperty = async (property: Property, episode: Episode, seed: number): Promise<Verdict> => {
    const seen = view(episode);
    if (property.when !== undefined) {
      const applies = await boundedCall(() => property.when!(seen), secondsMax);
      if ('problem' in applies) return { claim: property.name, outcome: 'unknown', text: `Its condition ${applies.problem}`, evidence: [] };
      if (!applies.value) return { claim: property.name, outcome: 'not-applicable', text: 'The episode has nothing of the kind.', evidence: [] };
    }
    const drawn = property.given === undefined ? [undefined] : sample(property.given, { seed, numRuns: drawsPerEpisode });
    for (const value of drawn) {
      const held = await boundedCall(() => property.holds(seen, value as never), secondsMax);
      const given = property.given === undefined ? '' : ` Given ${shown(value)}.`;
      const verdict = verdictOf(property.name, held, given);
      if (verdict.outcome !== 'pass') return verdict;
    }
    return { claim: property.name, outcome: 'pass', text: 'It holds.', evidence: [] };
  };
  const holdRelation = async (
    relation: Relation,
    episode: Episode,
    { story, play }: { readonly story: Story; play(other: Story): Promise<PlayedStory> },
  ): Promise<Verdict> => {
    const changed = await boundedCall(() => relation.change(story.tasks), secondsMax);
    if ('problem' in changed) return { claim: relation.name, outcome: 'unknown', text: `Its change ${changed.problem}`, evidence: [] };
    if (changed.value === undefined)
      return { claim: relation.name, outcome: 'not-applicable', text: 'These tasks cannot be changed in that way.', evidence: [] };
    const other = await play({ ...story, tasks: changed.value });
    if (other.problem !== undefined)
      return { claim: relation.name, outcome: 'unknown', text: `The changed episode could not be judged: ${other.problem}`, evidence: [] };
    const held = await boundedCall(() => relation.holds(view(episode), view(other.episode)), secondsMax);
    return verdictOf(relation.name, held, ` With the tasks changed to ${shown(changed.value)}.`);
  };
  return {
    names: owned.map(({ name }) => name),
    async hold(episode, told) {
      const verdicts: Verdict[] = [];
      for (const one of owned)
        verdicts.push(one.kind === 'property' ? await holdProperty(one, episode, told.story.seed) : await holdRelation(one, episode, told));
      return verdicts;
    },
  };
}

function verdictOf(claim: string, held: { readonly value: Held } | { readonly problem: string; readonly broken: boolean }, given: string): Verdict {
  if ('problem' in held) return { claim, outcome: held.broken ? 'fail' : 'unknown', text: `The property ${held.problem}${given}`, evidence: [] };
  if (held.value === false) return { claim, outcome: 'fail', text: `It does not hold.${given}`, evidence: [] };
  if (typeof held.value === 'string') return { claim, outcome: 'fail', text: `${held.value}${given}`, evidence: [] };
  return { claim, outcome: 'pass', text: 'It holds.', evidence: [] };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
