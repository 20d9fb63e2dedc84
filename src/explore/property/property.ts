import type { Arbitrary } from 'fast-check';
import type { Json } from '../../domain/json.ts';
import type { EpisodeView } from './episode-view.ts';

/** `false`, or a text that says what is wrong: it does not hold. `true` or nothing: it does. What is thrown is what is wrong. */
export type Held = boolean | string | void | undefined;

/** Something of the user's own that must hold for every episode, whatever the model, the tools and people say. */
export interface Property {
  readonly kind: 'property';
  readonly name: string;
  /** Whether the episode has anything of the kind: where it has not, nothing is judged. */
  readonly when?: (episode: EpisodeView) => boolean;
  /** Values that are drawn for every episode. */
  readonly given?: Arbitrary<unknown>;
  readonly holds: (episode: EpisodeView, drawn: never) => Held | Promise<Held>;
}

/** Something that must hold between an episode and the same one with its tasks changed. */
export interface Relation {
  readonly kind: 'relation';
  readonly name: string;
  /** The tasks of the other episode; undefined where these cannot be changed in that way. */
  readonly change: (tasks: readonly Json[]) => readonly Json[] | undefined;
  readonly holds: (before: EpisodeView, after: EpisodeView) => Held | Promise<Held>;
}

/**
 * A property over episodes.
 *
 * @example
 * export const neverTooMuch = property('never refunds more than was paid', ({ effects }) =>
 *   effects.filter(({ tool }) => tool === 'refund').reduce((sum, { arguments: { amount } }) => sum + Number(amount), 0) <= 80,
 * );
 */
export function property(name: string, holds: (episode: EpisodeView) => Held | Promise<Held>): Property;
export function property<Drawn>(
  name: string,
  options: { readonly when?: (episode: EpisodeView) => boolean; readonly given?: Arbitrary<Drawn> },
  holds: (episode: EpisodeView, drawn: Drawn) => Held | Promise<Held>,
): Property;
export function property(
  name: string,
  first: { readonly when?: (episode: EpisodeView) => boolean; readonly given?: Arbitrary<unknown> } | Property['holds'],
  second?: Property['holds'],
): Property {
  const options = typeof first === 'function' ? {} : first;
  return { kind: 'property', name, ...options, holds: typeof first === 'function' ? first : second! };
}

/**
 * A metamorphic relation: the same episode is played once more with changed tasks, and the same words of the model.
 *
 * @example
 * export const fieldsThatDoNotMatter = relation('an irrelevant field changes nothing', {
 *   change: (tasks) => tasks.map((task) => ({ ...(task as object), weather: 'rain' })),
 *   holds: (before, after) => sameDecision(before, after),
 * });
 */
export function relation(name: string, { change, holds }: Pick<Relation, 'change' | 'holds'>): Relation {
  return { kind: 'relation', name, change, holds };
}
