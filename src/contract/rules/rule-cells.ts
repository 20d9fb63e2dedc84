import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { RuleTable } from '../../domain/world.ts';
import { namedIn, numbersIn, readTest, valuesOf, type FieldTest } from './condition.ts';
import { weekdays, type TimeWord } from './field-value.ts';

/** A value that no rule names. */
export const anotherValue = 'another value';

/** Fields that conditions speak of, in the order in which they do. */
export function fieldsOf(table: RuleTable): readonly string[] {
  return [...new Set(table.rules.flatMap(({ condition }) => Object.keys(condition)))];
}

/**
 * Everything that can matter of a field: one part of a task for each stretch of its values between the bounds that rules name. Whatever holds for
 * these holds for all values. A derived field has moments instead.
 */
export function cellsOf(table: RuleTable, name: string): readonly JsonObject[] {
  const field = table.fields[name];
  const tests = table.rules.flatMap(({ condition }) => (condition[name] === undefined ? [] : [readTest(condition[name], field)]));
  if (typeof field?.['from'] === 'string' && isJsonObject(field['words']))
    return momentsOf(field).map((moment) => ({ [field['from'] as string]: moment }));
  return valuesToTry(field, tests).map((value) => ({ [name]: value }));
}

/** Values at, just below and just above each bound, or each value that is declared or named. */
export function valuesToTry(field: JsonObject | undefined, tests: readonly FieldTest[]): readonly Json[] {
  const declared = valuesOf(field);
  if (declared.length > 0) return declared;
  const numbers = tests.flatMap(numbersIn);
  const isNumeric =
    field?.['type'] === 'number' || field?.['type'] === 'integer' || tests.some(({ kind }) => kind === 'compare') || numbers.length > 0;
  if (isNumeric) return numbersToTry(field, numbers);
  return [...new Set(tests.flatMap(namedIn)), anotherValue];
}

function numbersToTry(field: JsonObject | undefined, numbers: readonly number[]): readonly number[] {
  const [low, high] = [bottomOf(field), topOf(field)];
  const step = stepOf(field, [...numbers, ...(low === undefined ? [] : [low]), ...(high === undefined ? [] : [high])]);
  const tried = [
    ...numbers.flatMap((number) => [number - step, number, number + step]),
    ...(low === undefined ? [] : [low]),
    ...(high === undefined ? [] : [high]),
  ];
  const inside = [...new Set(tried)]
    .filter((number) => (low === undefined || number >= low) && (high === undefined || number <= high))
    .toSorted((a, b) => a - b);
  return inside.length > 0 ? inside : [0];
}

/** The smallest difference that matters: one, or less where bounds lie closer. */
export function stepOf(field: JsonObject | undefined, numbers: readonly number[]): number {
  if (field?.['type'] === 'integer') return 1;
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((number, index) => number - sorted[index]!);
  return Math.min(1, ...gaps.map((gap) => gap / 2));
}

function bottomOf(field: JsonObject | undefined): number | undefined {
  const { minimum, exclusiveMinimum } = (field ?? {}) as { minimum?: number; exclusiveMinimum?: number };
  return exclusiveMinimum === undefined ? minimum : Math.max(minimum ?? -Infinity, exclusiveMinimum + (field!['type'] === 'integer' ? 1 : 1e-6));
}

function topOf(field: JsonObject | undefined): number | undefined {
  const { maximum, exclusiveMaximum } = (field ?? {}) as { maximum?: number; exclusiveMaximum?: number };
  return exclusiveMaximum === undefined ? maximum : Math.min(maximum ?? Infinity, exclusiveMaximum - (field!['type'] === 'integer' ? 1 : 1e-6));
}

/** The minutes around every bound of every word, on each day of a week. */
export function momentsOf(field: JsonObject): readonly string[] {
  const words = Object.values(field['words'] as JsonObject) as unknown as readonly TimeWord[];
  const times = [...new Set(words.flatMap(({ after, before }) => [after, before].filter((time) => time !== undefined)))];
  const around = [...new Set(['12:00', ...times.flatMap((time) => [-1, 0, 1].map((minutes) => shifted(time, minutes)))])].toSorted();
  return weekdays.flatMap((_, day) => around.map((time) => `2026-01-${String(5 + day).padStart(2, '0')}T${time}`));
}

function shifted(time: string, minutes: number): string {
  const [hours, rest] = time.split(':').map(Number) as [number, number];
  const all = Math.min(24 * 60 - 1, Math.max(0, hours * 60 + rest + minutes));
  return `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`;
}

/** Every combination of the cells, as tasks; undefined where there are too many to look at. */
export function combinations(dimensions: readonly (readonly JsonObject[])[], max: number): readonly JsonObject[] | undefined {
  if (dimensions.reduce((product, cells) => product * cells.length, 1) > max) return undefined;
  return dimensions.reduce<readonly JsonObject[]>((tasks, cells) => tasks.flatMap((task) => cells.map((cell) => ({ ...task, ...cell }))), [{}]);
}
