import type { Detector } from './detector.ts';
import { applyEdits } from './edit.ts';
import { contextsAfter, type LaneContexts, noContexts } from './lane-context.ts';
import type { Division, Resume } from './lanes.ts';
import { roundsMax } from './rewrite.ts';
import type { Replacement, Scrubbed } from './scrub.ts';

/**
 * How a body is redacted that is never there as a whole. What has come is one text, the window. Its end is held back: a secret may have begun there
 * that cannot be known yet. The window is parted where nothing is torn, what lies before is final, and the rest waits for more.
 *
 *     final, on disk │ context of each lane │ decided now          ║ held back        │ to come
 *     ───────────────┴──────────────────────┴──────────────────────╫──────────────────┴────────
 *                                             …"jane@example.com"…  ║ …"my key is sk-a
 */
export interface WindowSizes {
  /** How much of the end is held back: pieces of one secret that lie further apart on the wire are not put together before it is known. */
  readonly heldBackMax: number;
  /** The window is looked at whenever it has grown to this. */
  readonly windowMin: number;
  /** A secret that was found is held back up to this length, its surroundings on the wire included; then what goes on of it is dropped. */
  readonly windowMax: number;
}

export const windowSizes: WindowSizes = { heldBackMax: 64 * 1024, windowMin: 192 * 1024, windowMax: 4 * 1024 * 1024 };

/** What is known of the body before the window. */
export interface WindowState {
  readonly resume: Resume | undefined;
  /** Of the lanes as they came, … */
  readonly contexts: LaneContexts;
  /** … and as they were written. */
  readonly scrubbedContexts: LaneContexts;
  /** A secret was found, or the body is so large that one may yet come: log probabilities are emptied. */
  readonly silent: boolean;
}

export const windowStart: WindowState = { resume: undefined, contexts: noContexts, scrubbedContexts: noContexts, silent: false };

/** What is to be known while looking. */
export interface LookOptions {
  readonly contexts: LaneContexts;
  readonly silent: boolean;
  readonly activeFrom: number;
  readonly openIsFound: boolean;
}

/** What finds secrets in the window. */
export interface WindowReader {
  divide(text: string, resume: Resume | undefined): Division;
  look(text: string, division: Division, options: LookOptions): Scrubbed;
}

/** A text, and what was replaced in it. */
interface Round {
  readonly text: string;
  readonly edits: readonly Replacement[];
}

/** The beginning of a window, decided. */
export interface Decided {
  /** How much of the window it was. */
  readonly length: number;
  /** What stands in its place. */
  readonly text: string;
  /** How it came to be, a round after the other. */
  readonly rounds: readonly Round[];
  readonly state: WindowState;
}

/** No detector looks ahead further, but for a secret that it has found. */
const shownMax = 4096;

interface Window {
  readonly text: string;
  readonly state: WindowState;
  /** Nothing follows. */
  readonly isLast: boolean;
}

/**
 * Decides as much of the window as can be decided; undefined where more must come first. It pauses between its steps, so that a large body does not
 * keep everything else waiting.
 */
export function* decide(window: Window, reader: WindowReader, sizes: WindowSizes): Generator<undefined, Decided | undefined> {
  const { text, state, isLast } = window;
  const isForced = text.length >= sizes.windowMax;
  const activeFrom = isLast ? Infinity : text.length - sizes.heldBackMax;
  const division = reader.divide(text, state.resume);
  // Log probabilities may come before the text that they spell: in one large value they could not be taken back.
  const silent = state.silent || (!isLast && !division.resume.isStreamed && division.echoes.length > 0);
  yield;
  const found = reader.look(text, division, { contexts: state.contexts, silent, activeFrom, openIsFound: isForced });
  yield;
  const length = isLast ? text.length : partingPlace(text, division, found, sizes, isForced);
  if (!isLast && length === 0) return undefined;
  const swallowed = isLast ? new Map<string, Detector>() : goingOn(found, length);
  const resumed = isLast ? division : reader.divide(text.slice(0, length), state.resume);
  yield;
  const steps: Round[] = [];
  let current = text.slice(0, length);
  let edits = within(found.edits, current);
  let apart = found.apart;
  for (let round = 1; edits.length > 0; round++) {
    steps.push({ text: current, edits });
    current = applyEdits(current, edits);
    if (round >= roundsMax) break;
    // What is held back is shown again: a secret may reach into it.
    const shown = current + text.slice(length, length + shownMax);
    const again = reader.look(shown, reader.divide(shown, state.resume), {
      contexts: state.scrubbedContexts,
      silent: false,
      activeFrom: Infinity,
      openIsFound: false,
    });
    edits = within(again.edits, current);
    apart = again.apart;
    yield;
  }
  if (isLast) return { length, text: current, rounds: steps, state };
  const contexts = contextsAfter(text.slice(0, length), resumed.lanes, { before: state.contexts, apart: found.apart, swallowed });
  const scrubbedContexts =
    steps.length === 0 && state.scrubbedContexts === state.contexts
      ? contexts
      : contextsAfter(current, reader.divide(current, state.resume).lanes, { before: state.scrubbedContexts, apart, swallowed });
  const resume = { ...resumed.resume, isStreamed: resumed.resume.isStreamed || division.resume.isStreamed };
  const next = { resume, contexts, scrubbedContexts, silent: silent || steps.length > 0 };
  return { length, text: current, rounds: steps, state: next };
}

/** The edits of the text, as far as they reach into it and change anything. */
function within(edits: readonly Replacement[], text: string): Replacement[] {
  return edits
    .filter(({ start }) => start < text.length)
    .map((edit) => (edit.end > text.length ? { ...edit, end: text.length } : edit))
    .filter(({ start, end, replacement }) => end - start !== replacement.length || text.slice(start, end) !== replacement);
}

/** The last place that is far enough from the end and inside no secret; 0 where there is none. */
function partingPlace(text: string, division: Division, { spans, open }: Scrubbed, { heldBackMax }: WindowSizes, isForced: boolean): number {
  let limit = text.length - heldBackMax;
  while (limit > 0) {
    const place = placeUpTo(text, division, limit);
    if (isForced) return place > 0 ? place : limit;
    const torn = spans.filter(({ start, end, isSwallowed }) => !isSwallowed && start < place && place < end).map(({ start }) => start);
    const first = Math.min(...torn, ...open.filter((start) => start < place));
    if (first === Infinity) return place;
    limit = first;
  }
  return 0;
}

function placeUpTo(text: string, { seams, resume }: Division, limit: number): number {
  const seam = seams.findLast((place) => place <= limit) ?? 0;
  if (seam > 0) return seam;
  const place = outsideTokens(text, limit);
  if (resume.form !== 'events') return place;
  const lineStart = Math.max(text.lastIndexOf('\n', place - 1), text.lastIndexOf('\r', place - 1)) + 1;
  return place - lineStart < fieldNameMax ? lineStart : place;
}

/** `data: ` and a byte order mark. */
const fieldNameMax = 8;
const wordMax = 64;

/** A place within one large value, in no number, word, escape or character. */
function outsideTokens(text: string, limit: number): number {
  let place = limit;
  const word = /[\w.+%-]*$/.exec(text.slice(Math.max(0, place - wordMax), place))![0].length;
  if (word < wordMax && /[\w.+-]/.test(text.charAt(place))) place -= word;
  if (word === wordMax) place -= /%[0-9a-f]?$/i.exec(text.slice(place - 2, place))?.[0].length ?? 0;
  while (text[place - 1] === '\\' || text[place - 1] === '\r') place--;
  const code = text.charCodeAt(place);
  return code >= 0xdc00 && code <= 0xdfff && place > 0 && isHighSurrogate(text.charCodeAt(place - 1)) ? place - 1 : place;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** The lanes in which a secret is parted, by their keys. */
function goingOn({ spans }: Scrubbed, place: number): ReadonlyMap<string, Detector> {
  const lanes = new Map<string, Detector>();
  for (const { start, end, key, detector, goesOn } of spans)
    if (key !== undefined && start < place && (end > place || (goesOn && end <= place))) lanes.set(key, detector);
  return lanes;
}
