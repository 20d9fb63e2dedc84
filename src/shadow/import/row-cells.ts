import type { MappedCell } from '../../domain/decision-mapping.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { Json } from '../../domain/json.ts';
import { nearestWord } from '../../domain/validate.ts';
import { dateReader, type ReadDate } from './read-date.ts';
import type { ReadMapping } from './read-mapping.ts';
import type { SourceRow } from './source-row.ts';

/** What is the same for all rows of a file. */
export interface MapSettings {
  /** Name of the file, for the source of each entry. */
  readonly file: string;
  /** Dates after this are refused. */
  readonly nowMs: number;
}

/** Clocks differ a little. */
const futureToleranceMs = 5 * 60_000;

/** Reads one cell of a row. */
export type Cell = (row: SourceRow) => string;

/** Ends the reading of one row; never leaves the reading of it. */
export class Refused extends Error {
  readonly reason: string;
  readonly column: string | undefined;

  constructor(reason: string, text: string, column?: string) {
    super(text);
    this.reason = reason;
    this.column = column;
  }
}

/** The column, for the list of rejections. */
export function columnOf(cell: MappedCell): string | undefined {
  return typeof cell === 'string' ? cell : undefined;
}

/** Reads the cell of a column. @throws RehearsalFailure MAPPING_INVALID where there is no such column. */
export function columnCell(read: ReadMapping, columns: readonly string[], name: string, path: readonly (string | number)[]): Cell {
  const index = columns.indexOf(name);
  if (index === -1) {
    const near = nearestWord(name, columns);
    throw new RehearsalFailure('MAPPING_INVALID', `\`${path.join('.')}\`: the file has no column ${JSON.stringify(name)}.`, {
      place: read.document.placeOf(path),
      hint: near === undefined ? `Its columns: ${columns.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`,
    });
  }
  return (row) => row.values[index]!.trim();
}

/** A column, or the same text for all rows; undefined where the mapping has neither. */
export function anyCell(
  read: ReadMapping,
  columns: readonly string[],
  cell: MappedCell | undefined,
  path: readonly (string | number)[],
): Cell | undefined {
  if (cell === undefined) return undefined;
  if (typeof cell === 'string') return columnCell(read, columns, cell, path);
  const text = String(cell.value);
  return () => text;
}

/** A number within bounds; an empty cell is none. */
export function numberCell(
  read: ReadMapping,
  columns: readonly string[],
  cell: MappedCell | undefined,
  path: readonly (string | number)[],
  minimum: number = -Infinity,
  maximum: number = Infinity,
): (row: SourceRow) => number | undefined {
  const text = anyCell(read, columns, cell, path);
  if (text === undefined) return () => undefined;
  return (row) => {
    const written = text(row);
    if (written === '') return undefined;
    const value = Number(written);
    if (!Number.isFinite(value))
      throw new Refused('not a number', `${path.at(-1)} ${shown(written)} is no number (digits and a point).`, columnOf(cell!));
    if (value < minimum || value > maximum)
      throw new Refused(
        'out of range',
        `${path.at(-1)} ${shown(written)} is not ${maximum === Infinity ? `${minimum} or more` : `between ${minimum} and ${maximum}`}.`,
        columnOf(cell!),
      );
    return value;
  };
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'true', '1', 'y', 't'].map((word) => [word, true] as const),
  ...['no', 'false', '0', 'n', 'f'].map((word) => [word, false] as const),
]);

/** Yes or no, in the usual spellings; an empty cell is neither. */
export function flagCell(
  read: ReadMapping,
  columns: readonly string[],
  cell: MappedCell | undefined,
  path: readonly (string | number)[],
): (row: SourceRow) => boolean | undefined {
  const text = anyCell(read, columns, cell, path);
  if (text === undefined) return () => undefined;
  return (row) => {
    const written = text(row);
    if (written === '') return undefined;
    const value = flags.get(written.toLowerCase());
    if (value === undefined) throw new Refused('not yes or no', `${path.at(-1)} ${shown(written)} is neither yes nor no.`, columnOf(cell!));
    return value;
  };
}

/** A moment that is not in the future; an empty cell is none. */
export function dateCell(
  read: ReadMapping,
  columns: readonly string[],
  cell: MappedCell | undefined,
  path: readonly (string | number)[],
  { nowMs }: MapSettings,
): (row: SourceRow) => number | undefined {
  const text = anyCell(read, columns, cell, path);
  if (text === undefined) return () => undefined;
  const { format = 'iso', zone } = read.mapping.time ?? {};
  const readDate = dateReader(format, zone);
  return (row) => {
    const written = text(row);
    if (written === '') return undefined;
    const date: ReadDate = readDate(written);
    if (typeof date !== 'number')
      throw new Refused(date.problem.includes('time zone') ? 'no time zone' : 'not a date', `${shown(date.problem)}.`, columnOf(cell!));
    if (date > nowMs + futureToleranceMs) throw new Refused('in the future', `${shown(written)} has not come yet.`, columnOf(cell!));
    return date;
  };
}

/** A number where the cell is written like one and no digit would be lost; `007` stays a text. */
export function scalarOf(text: string): Json {
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

/** A text of the file, short enough for a sentence. */
export function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
