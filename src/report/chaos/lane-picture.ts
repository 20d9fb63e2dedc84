import type { Lane, LaneMark } from '../../domain/chaos.ts';
import { formatDuration, formatOffset } from '../amounts.ts';
import { columnsOf } from '../text-columns.ts';
import { cutText } from '../visible-text.ts';
import { shortLine } from './short-line.ts';

/** A mark with its place in the picture. Lengths are in pixels. */
export interface PlacedMark {
  readonly mark: LaneMark;
  /** What is written on it. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** 0 where it is an instant. */
  readonly width: number;
  readonly cited: boolean;
  /** True where the words stand in the bar, false where they stand behind it. */
  readonly isInside: boolean;
}

export interface PlacedLane {
  readonly name: string;
  readonly y: number;
  readonly height: number;
  readonly marks: readonly PlacedMark[];
}

export interface LanePicture {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly PlacedLane[];
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** Marks that were left out, since nobody could read them all. */
  readonly leftOut: number;
}

export const markHeightPx = 22;
const rowHeightPx = 27;
const lanePaddingPx = 5;
const axisHeightPx = 24;
const characterWidthPx = 6.5;
const labelCharactersMax = 34;
const barMinPx = 10;
const marksMax = 150;
const marksShownAtTheEnd = 40;
const rowsMax = 8;

/**
 * Places the marks of swim lanes. The order of events runs from left to right; a longer time takes more room, but not in proportion: a wait of four hours
 * beside an answer of two milliseconds would leave nothing to see.
 */
export function lanePicture(lanes: readonly Lane[], cited: ReadonlySet<number>): LanePicture {
  const kept = keptMarks(lanes, cited);
  const rows = lanes.map(({ marks }) => rowsOf(marks.filter((mark) => kept.has(mark))));
  const x = stretched(rows);
  let y = axisHeightPx;
  const placed = lanes.flatMap(({ name }, lane) => {
    const marksOfRows = rows[lane]!;
    if (marksOfRows.length === 0) return [];
    const top = y;
    y += marksOfRows.length * rowHeightPx + lanePaddingPx;
    return {
      name: shortLine(name),
      y: top,
      height: y - top,
      marks: marksOfRows.flatMap((marks, row) =>
        marks.map((mark) => ({
          mark,
          isInside: fits(mark, x.get(mark.endEvent ?? mark.event)! - x.get(mark.event)!),
          label: labelOf(mark),
          x: x.get(mark.event)!,
          y: top + lanePaddingPx / 2 + row * rowHeightPx + (rowHeightPx - markHeightPx) / 2,
          width: isInstant(mark) ? 0 : x.get(mark.endEvent!)! - x.get(mark.event)!,
          cited: isCited(mark, cited),
        })),
      ),
    };
  });
  return {
    width: Math.ceil(Math.max(320, rightOf(rows, x)) + 12),
    height: y + 4,
    lanes: placed,
    ticks: ticksOf(placed),
    leftOut: lanes.reduce((sum, { marks }) => sum + marks.length, 0) - kept.size,
  };
}

/** Waits and faults end with what others do. */
function isCited({ kind, event, endEvent }: LaneMark, cited: ReadonlySet<number>): boolean {
  if (kind === 'gap') return false;
  return cited.has(event) || (kind !== 'fault' && endEvent !== undefined && cited.has(endEvent));
}

/** Of very many marks the beginning, the end, the faults and those that a verdict rests on. */
function keptMarks(lanes: readonly Lane[], cited: ReadonlySet<number>): ReadonlySet<LaneMark> {
  const all = lanes.flatMap(({ marks }) => marks).toSorted((left, right) => left.event - right.event);
  if (all.length <= marksMax) return new Set(all);
  const matters = all.filter((mark) => isCited(mark, cited));
  const faults = all.filter(({ kind }) => kind === 'fault');
  return new Set([
    ...all.slice(0, marksMax - marksShownAtTheEnd),
    ...all.slice(-marksShownAtTheEnd),
    ...matters.slice(0, marksShownAtTheEnd),
    ...faults.slice(0, marksShownAtTheEnd),
  ]);
}

/**
 * Marks that overlap lie under one another. Of many marks neighbours do so too, since their words would push them apart; what follows at once (a wait, the
 * next state of a breaker) stays in its row.
 */
function rowsOf(marks: readonly LaneMark[]): readonly (readonly LaneMark[])[] {
  const rows: LaneMark[][] = [];
  const wanted = marks.length > 14 ? 3 : marks.length > 6 ? 2 : 1;
  for (const mark of marks.toSorted((left, right) => left.event - right.event)) {
    const free = rows.filter((row) => endOf(row.at(-1)!) <= mark.event && row.at(-1)!.event < mark.event);
    const followed = free.find((row) => row.at(-1)!.endEvent === mark.event);
    const longest = free.toSorted((left, right) => left.at(-1)!.event - right.at(-1)!.event)[0];
    const row = followed ?? (rows.length < wanted ? undefined : longest);
    if (row !== undefined) row.push(mark);
    else if (rows.length < rowsMax) rows.push([mark]);
    else rows.at(-1)!.push(mark);
  }
  return rows;
}

function endOf({ event, endEvent }: LaneMark): number {
  return endEvent ?? event;
}

/** A short history takes the room that there is; a long one takes as little as its words need. */
function stretched(rows: Rows): ReadonlyMap<number, number> {
  for (const stretch of stretches) {
    const x = positions(rows, stretch);
    if (rightOf(rows, x) <= widthWantedPx) return x;
  }
  return positions(rows, 1);
}

const stretches = [4, 3, 2.2, 1.6, 1.2];
/** The room beside the broken claim on a common screen. */
const widthWantedPx = 700;

/** Of each lane its rows, of each row its marks. */
type Rows = readonly (readonly (readonly LaneMark[])[])[];

/** Where the last bar or the last word ends. */
function rightOf(rows: Rows, x: ReadonlyMap<number, number>): number {
  return rows.flat(2).reduce((most, mark) => {
    const [from, to] = [x.get(mark.event)!, x.get(mark.endEvent ?? mark.event)!];
    return Math.max(most, fits(mark, to - from) ? to : to + widthOf(mark));
  }, 0);
}

/** Where each event stands: never before the one before it, and no two labels of a row over one another. Words that do not fit into a bar stand behind it. */
function positions(lanes: Rows, stretch: number): ReadonlyMap<number, number> {
  const rows = lanes.flat();
  const times = new Map<number, number>();
  for (const mark of rows.flat()) {
    times.set(mark.event, mark.fromMs);
    if (mark.endEvent !== undefined) times.set(mark.endEvent, mark.toMs);
  }
  const rowOf = new Map(rows.flatMap((row, index) => row.map((mark) => [mark, index] as const)));
  const starts = Map.groupBy(rows.flat(), ({ event }) => event);
  const ends = Map.groupBy(
    rows.flat().filter((mark) => !isInstant(mark)),
    ({ endEvent }) => endEvent!,
  );
  const takenTo = rows.map(() => 0);
  const x = new Map<number, number>();
  let [here, before] = [8, 0];
  for (const event of [...times.keys()].toSorted((left, right) => left - right)) {
    const atMs = times.get(event)!;
    if (x.size > 0) here += stretch * stepPx(atMs - before);
    // A wait has its words in the middle; behind what is followed at once there is no room for words. Both are as wide as they are.
    for (const mark of ends.get(event) ?? []) {
      const isFollowed = rows[rowOf.get(mark)!]!.some((other) => other.event === event);
      here = Math.max(here, x.get(mark.event)! + (mark.kind === 'gap' || isFollowed ? widthOf(mark) : barMinPx));
    }
    for (const mark of starts.get(event) ?? []) here = Math.max(here, takenTo[rowOf.get(mark)!]! + 5);
    x.set(event, here);
    for (const mark of ends.get(event) ?? []) takenTo[rowOf.get(mark)!] = here + (fits(mark, here - x.get(mark.event)!) ? 0 : widthOf(mark));
    for (const mark of starts.get(event) ?? []) takenTo[rowOf.get(mark)!] = here + (isInstant(mark) ? widthOf(mark) : 0);
    before = atMs;
  }
  return x;
}

/** Room for a time: it grows with the logarithm, from a finger's breadth to a few. */
function stepPx(milliseconds: number): number {
  return 6 + Math.min(50, 5 * Math.log2(1 + Math.max(0, milliseconds) / 20));
}

/** Words stand in a bar that is long enough, and behind all others. */
function fits(mark: LaneMark, width: number): boolean {
  return !isInstant(mark) && width >= widthOf(mark);
}

function isInstant(mark: LaneMark): boolean {
  return mark.endEvent === undefined || mark.endEvent === mark.event;
}

function widthOf(mark: LaneMark): number {
  return Math.round(columnsOf(labelOf(mark)) * characterWidthPx) + (isInstant(mark) ? 16 : 12);
}

const signs: Readonly<Record<LaneMark['tone'], string>> = { plain: '', good: '', bad: '✘ ', fault: '↯ ' };

/** The number of its event, a sign where it is bad, and what it is; a wait tells its length. */
function labelOf(mark: LaneMark): string {
  // What a fault did is told by its title and in the timeline.
  const said = shortLine(mark.kind === 'fault' ? mark.text.split(':')[0]! : mark.text);
  const { text, leftOut } = cutText(said, labelCharactersMax);
  const shown = leftOut === 0 ? text : `${text.trimEnd()}…`;
  if (mark.kind === 'gap') return `${shown} ${formatDuration(mark.toMs - mark.fromMs)}`;
  return `${mark.event} ${signs[mark.tone]}${shown}`;
}

/** Moments, as far apart as their words are wide. */
function ticksOf(lanes: readonly PlacedLane[]): readonly { readonly x: number; readonly text: string }[] {
  const all = lanes.flatMap(({ marks }) => marks.map(({ x, mark }) => ({ x, atMs: mark.fromMs }))).toSorted((left, right) => left.x - right.x);
  const ticks: { x: number; text: string }[] = [];
  let [lastX, lastMs] = [-Infinity, -1];
  for (const { x, atMs } of all) {
    if (atMs === lastMs || x - lastX < 70) continue;
    ticks.push({ x, text: `${formatOffset(atMs)} s` });
    [lastX, lastMs] = [x, atMs];
  }
  return ticks;
}
