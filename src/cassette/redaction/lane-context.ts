import type { Detector } from './detector.ts';
import { laneKeys, type Lane } from './lanes.ts';

/** What a lane held in the text before this one: a detector looks back at it, and nothing in it is replaced any more. */
export interface LaneContext {
  /** The end of it. */
  readonly text: string;
  /** How long its last piece was. */
  readonly lastLength: number;
  /** A secret of this kind was too long to be held back: what goes on of it is dropped. */
  readonly swallow?: Detector;
  /** In how many texts the lane has not occurred. */
  readonly idle: number;
}

/** The contexts of lanes, by their keys. */
export type LaneContexts = ReadonlyMap<string, LaneContext>;

export const noContexts: LaneContexts = new Map();

/** No detector looks back further, but for a secret that it would have found before. */
const contextLengthMax = 2048;
/** A text whose pieces lie further apart is two texts. */
const idleMax = 8;

/** The context of a lane in the text that follows; a lane of one value only has one where that value goes on. */
export function contextOf(lane: Lane, contexts: LaneContexts): LaneContext | undefined {
  if (lane.key === undefined || contexts.size === 0) return undefined;
  if (isLocal(lane.key) && lane.pieces[0]!.start > 0) return undefined;
  return contexts.get(lane.key);
}

interface ContextOptions {
  readonly before: LaneContexts;
  /** Where pieces begin that are not read together with those before them. */
  readonly apart: ReadonlySet<number>;
  /** The lanes in which a secret goes on that could not be held back, by their keys. */
  readonly swallowed: ReadonlyMap<string, Detector>;
}

/** The contexts for what follows `text`, whose lanes these are. */
export function contextsAfter(text: string, lanes: readonly Lane[], { before, apart, swallowed }: ContextOptions): LaneContexts {
  const after = new Map<string, LaneContext>();
  for (const [key, context] of before) if (!isLocal(key) && context.idle < idleMax) after.set(key, { ...context, idle: context.idle + 1 });
  for (const lane of lanes) {
    const { key, pieces } = lane;
    const last = pieces.at(-1);
    if (key === undefined || last === undefined || (isLocal(key) && last.end < text.length)) continue;
    const known = contextOf(lane, before);
    const swallow = swallowed.get(key);
    after.set(key, {
      text: tailOf(text, lane, known?.text ?? '', apart),
      lastLength: last.end - last.start,
      idle: 0,
      ...(swallow === undefined ? {} : { swallow }),
    });
  }
  return after;
}

function isLocal(key: string): boolean {
  return key === laneKeys.value || key === laneKeys.line;
}

function tailOf(text: string, { pieces }: Lane, before: string, apart: ReadonlySet<number>): string {
  let tail = '';
  for (let index = pieces.length - 1; index >= 0; index--) {
    const { start, end } = pieces[index]!;
    tail = text.slice(Math.max(start, end - contextLengthMax), end) + tail;
    // A copy: a slice would keep the text that it was cut from.
    if (tail.length >= contextLengthMax || apart.has(start)) return copyOf(tail.slice(-contextLengthMax));
  }
  return copyOf((before + tail).slice(-contextLengthMax));
}

function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
