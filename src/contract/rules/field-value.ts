import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';

/** When a word of time holds: on these days of the week, from one time of the day on, until another. */
export interface TimeWord {
  readonly weekday?: string | readonly string[];
  /** HH:MM, inclusive. */
  readonly after?: string;
  /** HH:MM, exclusive. */
  readonly before?: string;
}

export const weekdays: readonly string[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * The value of a field in a task. A field that is declared with `from` and `words` is derived from a date and time of the task, as it is
 * written there (no time zone is applied): the first word that holds, null where none does. Undefined where the task does not tell.
 *
 * @example fieldValue('time', { from: 'at', words: { friday_after_15: { weekday: 'friday', after: '15:00' } } }, { at: '2026-11-20T15:30' }) === 'friday_after_15'
 */
export function fieldValue(name: string, field: JsonObject | undefined, task: JsonObject): Json | undefined {
  if (task[name] !== undefined) return task[name];
  const from = field?.['from'];
  if (typeof from !== 'string' || !isJsonObject(field!['words'])) return undefined;
  const moment = task[from];
  const match = typeof moment === 'string' ? /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)/.exec(moment) : null;
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const weekday = weekdays[(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7]!;
  const time = `${match[4]!}:${match[5]!}`;
  const words = Object.entries(field!['words']) as unknown as readonly (readonly [string, TimeWord])[];
  return words.find(([, word]) => isThen(word, weekday, time))?.[0] ?? null;
}

function isThen({ weekday, after, before }: TimeWord, day: string, time: string): boolean {
  const days = weekday === undefined ? weekdays : typeof weekday === 'string' ? [weekday] : weekday;
  return days.includes(day) && (after === undefined || time >= after) && (before === undefined || time < before);
}
