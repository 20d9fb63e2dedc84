import { canonicalJson, isJsonObject, type Json } from '../../domain/json.ts';
import type { EpisodeView } from './episode-view.ts';
import type { Held, Relation } from './property.ts';

type Change = Relation['change'];

/** The tasks in the opposite order; for one task alone there is none. */
export const reordered: Change = (tasks) => (tasks.length < 2 ? undefined : tasks.toReversed());

/**
 * Every task that is an object, with one more member.
 *
 * @example withField('weather', 'rain')([{ order_id: 1 }]); // [{ order_id: 1, weather: 'rain' }]
 */
export function withField(name: string, value: Json): Change {
  return (tasks) =>
    tasks.some((task) => isJsonObject(task) && !(name in task))
      ? tasks.map((task) => (isJsonObject(task) ? { ...task, [name]: value } : task))
      : undefined;
}

/** One number of every task that has it, so many times as large. */
export function scaled(name: string, factor: number): Change {
  return changedMember(name, (value) => (typeof value === 'number' ? value * factor : undefined));
}

/** One member of every task that has it, changed by a function; undefined leaves it as it is. Another language is a change of this kind. */
export function changedMember(name: string, change: (value: Json) => Json | undefined): Change {
  return (tasks) => {
    let isChanged = false;
    const changed = tasks.map((task) => {
      if (!isJsonObject(task) || task[name] === undefined) return task;
      const value = change(task[name]);
      if (value === undefined) return task;
      isChanged = true;
      return { ...task, [name]: value };
    });
    return isChanged ? changed : undefined;
  };
}

/**
 * Holds where both episodes say the same of something; a text otherwise, with both.
 *
 * @example relation('the language does not matter', { change: changedMember('text', translate), holds: same('the decision', ({ answer }) => answer) });
 */
export function same(what: string, pick: (episode: EpisodeView) => unknown): Relation['holds'] {
  return (before, after): Held => {
    const [a, b] = [pick(before), pick(after)].map((value) => (value === undefined ? 'nothing' : canonicalJson(value as Json)));
    return a === b ? true : `${what} was ${a}, and is ${b}`;
  };
}
