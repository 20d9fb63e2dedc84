import type { ChaosFinding } from '../../domain/chaos.ts';
import { formatCounted, formatDuration, formatOffset } from '../amounts.ts';
import type { View } from '../html-case-view.ts';
import { cutText } from '../visible-text.ts';
import { lanePicture, markHeightPx, type PlacedMark } from './lane-picture.ts';
import { shortLine } from './short-line.ts';

const nameCharactersMax = 18;

/** Swim lanes as the template draws them, and where an event is found in them. */
export function laneView(
  anchor: string,
  { lanes, words }: Pick<ChaosFinding, 'lanes' | 'words'>,
  cited: ReadonlySet<number>,
): { readonly view: View | null; anchorOf(seq: number): string | undefined } {
  const picture = lanePicture(lanes, cited);
  if (picture.lanes.length === 0) return { view: null, anchorOf: () => undefined };
  const marks = picture.lanes.flatMap((lane) => lane.marks);
  const idOf = new Map(marks.map((one, index) => [one, `${anchor}-m${index + 1}`] as const));
  const ids = anchorsByEvent(idOf);
  const { width, height } = picture;
  return {
    anchorOf: (seq) => ids.get(seq),
    view: {
      anchor,
      width,
      height,
      title: `What happened: ${shortLine(words)}`,
      description: `${picture.lanes.map(({ name, marks: { length } }) => `${name}: ${formatCounted(length, 'mark')}`).join('; ')}. The timeline below says the same in words.`,
      leftOut: picture.leftOut === 0 ? null : `${formatCounted(picture.leftOut, 'mark')} in the middle left out; the timeline below has them.`,
      ticks: picture.ticks.map(({ x, text }) => ({ x: round(x), text })),
      bands: marks
        .filter(({ mark }) => mark.kind === 'fault')
        .map(({ x, width: wide }) => ({ x: round(x - 2), width: round(Math.max(4, wide + 4)), height: height - 24 })),
      lanes: picture.lanes.map(({ name, y, height: tall, marks: placed }, index) => ({
        name,
        short: shortName(name),
        nameY: y + 20,
        y,
        height: tall,
        width,
        isOdd: index % 2 === 1,
        marks: placed.map((one) => markView(one, idOf.get(one)!)),
      })),
    },
  };
}

/** A link leads to what began with the event, else to what ended with it; to a wait never, and to a fault only for its own beginning. */
function anchorsByEvent(idOf: ReadonlyMap<PlacedMark, string>): ReadonlyMap<number, string> {
  const ids = new Map<number, string>();
  const own = [...idOf].filter(([{ mark }]) => mark.kind !== 'gap');
  for (const [{ mark }, id] of own) if (!ids.has(mark.event)) ids.set(mark.event, id);
  for (const [{ mark }, id] of own) if (mark.endEvent !== undefined && mark.kind !== 'fault' && !ids.has(mark.endEvent)) ids.set(mark.endEvent, id);
  return ids;
}

function markView({ mark, label, x, y, width, cited, isInside }: PlacedMark, id: string): View {
  const isInstant = width === 0;
  const middle = y + markHeightPx / 2;
  return {
    id,
    x: round(x),
    y,
    width: round(Math.max(width, 1)),
    height: markHeightPx,
    middle,
    end: round(x + width),
    kind: mark.kind,
    tone: mark.tone,
    cited,
    isGap: mark.kind === 'gap',
    isBar: !isInstant && mark.kind !== 'gap',
    isDiamond: isInstant && mark.kind === 'effect',
    isDot: isInstant && mark.kind !== 'effect',
    diamond: `${round(x - 5)},${middle} ${round(x)},${middle - 6} ${round(x + 5)},${middle} ${round(x)},${middle + 6}`,
    label,
    labelX: round(isInstant ? x + 9 : mark.kind === 'gap' ? x + width / 2 : isInside ? x + 6 : x + width + 5),
    labelY: middle + 4,
    anchorWord: mark.kind === 'gap' ? 'middle' : 'start',
    title: titleOf(mark),
  };
}

function titleOf({ event, endEvent, fromMs, toMs, text }: PlacedMark['mark']): string {
  const events = endEvent === undefined || endEvent === event ? `event ${event}` : `events ${event} to ${endEvent}`;
  const length = toMs > fromMs ? `, for ${formatDuration(toMs - fromMs)}` : '';
  return `${shortLine(text)} (${events}, at ${formatOffset(fromMs)} s${length})`;
}

/** The column of names is narrow. */
function shortName(name: string): string {
  const { text, leftOut } = cutText(name, nameCharactersMax);
  return leftOut === 0 ? text : `${text}…`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
