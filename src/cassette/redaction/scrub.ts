import type { Detector, Span } from './detector.ts';
import type { Edit } from './edit.ts';
import { findSecrets, type Secret } from './find-secrets.ts';
import { contextOf, noContexts, type LaneContext, type LaneContexts } from './lane-context.ts';
import type { Division, Lane } from './lanes.ts';
import { isSecretName } from './secret-names.ts';
import { percentDecoded, unescaped, type View, writtenView } from './view.ts';

/** JSON in JSON in JSON: deeper nestings of escapes have not been seen. */
const depthMax = 4;

/** What one pass over a text would replace; sorted. */
export type Replacement = Edit & { readonly detector: string };

/** An edit, and what it takes away a piece of. */
type PieceOfSecret = Replacement & { readonly secret: Secret };

/** Where in the text a secret stands, from its first piece to its last. */
interface SecretSpan extends Span {
  readonly detector: Detector;
  /** The lane's, by which it is known again in the text that follows. */
  readonly key: string | undefined;
  /** The rest of one that was too long to be held back, … */
  readonly isSwallowed: boolean;
  /** … which reaches the end of its lane. */
  readonly goesOn: boolean;
}

/** What is to be replaced in a text. */
export interface Scrubbed {
  /** Sorted. */
  readonly edits: readonly Replacement[];
  readonly spans: readonly SecretSpan[];
  /** Where secrets may have begun whose end has not come yet. */
  readonly open: readonly number[];
  /** Where pieces begin that are not read together with those before them. */
  readonly apart: ReadonlySet<number>;
}

interface ScrubOptions {
  readonly detectors: readonly Detector[];
  /** What the lanes held before this text. */
  readonly contexts?: LaneContexts;
  /** A secret was found in an earlier part of the body, so that no part may spell it once more. */
  readonly silent?: boolean;
  /** The place in the text behind which a lane must have a piece to be taken for one that goes on; absent where nothing goes on. */
  readonly activeFrom?: number;
  /** What is open is replaced as if it had been found: it can be held back no longer. */
  readonly openIsFound?: boolean;
}

/** The edits that replace every secret of the lanes. */
export function scrubLanes(text: string, { lanes, echoes }: Pick<Division, 'lanes' | 'echoes'>, options: ScrubOptions): Scrubbed {
  const { detectors, contexts = noContexts, activeFrom = Infinity, openIsFound = false, silent = false } = options;
  const edits: Replacement[] = [];
  const spans: SecretSpan[] = [];
  const open: number[] = [];
  const apart = new Set<number>();
  const placeholders = new PlaceholderMemory();
  const find = remembering((written, lane) => secretsIn(written, lane, detectors));
  const openable = detectors.filter((detector) => detector.open !== undefined);
  for (const whole of lanes) {
    const context = contextOf(whole, contexts);
    // Most lanes are names and ids, which have been looked at before.
    if (context === undefined && whole.pieces.length === 1 && whole.pieces[0]!.end <= activeFrom) {
      const { start, end } = whole.pieces[0]!;
      if (find(text.slice(start, end), whole).length === 0) continue;
    }
    for (const [index, { lane, before }] of separateRepeats(text, whole, context, find).entries()) {
      if (index > 0 || (before === undefined && context !== undefined)) apart.add(lane.pieces[0]!.start);
      const joined = joinPieces(text, lane.pieces);
      const beforeText = before?.text ?? '';
      const written = beforeText + joined;
      const found = beyond(find(written, lane), beforeText.length);
      const swallowed = swallowedBy(before, joined);
      const unfinished = lane.pieces.at(-1)!.end > activeFrom ? openIn(written, lane, openable, beforeText.length) : undefined;
      if (unfinished !== undefined && openIsFound) found.push(unfinished);
      else if (unfinished !== undefined) open.push(placeOf(unfinished.start - beforeText.length, lane));
      const secrets = swallowed === 0 ? found : found.filter(({ start }) => start >= beforeText.length + swallowed);
      if (swallowed > 0) {
        const rest = { detector: before!.swallow!, start: 0, end: swallowed, value: '' };
        edits.push(...editsFor([rest], lane, text, () => ''));
        spans.push({
          start: placeOf(0, lane),
          end: placeOf(swallowed - 1, lane) + 1,
          detector: rest.detector,
          key: lane.key,
          isSwallowed: true,
          goesOn: swallowed === joined.length,
        });
      }
      if (secrets.length === 0) continue;
      const moved = secrets.map((secret) => ({ ...secret, start: secret.start - beforeText.length, end: secret.end - beforeText.length }));
      const replaced = editsFor(moved, lane, text, (secret) => placeholders.of(secret));
      for (const edit of replaced) edits.push(edit);
      if (activeFrom === Infinity) continue;
      for (const { secret, start, end } of spansOf(replaced))
        spans.push({ start, end, detector: secret.detector, key: lane.key, isSwallowed: false, goesOn: false });
    }
  }
  return { edits: silenceEchoes(edits, echoes, silent).sort((a, b) => a.start - b.start), spans, open, apart };
}

/** What ends in the context was replaced there, if it was to be; what reaches out of it is replaced as far as it does. */
function beyond(secrets: readonly Secret[], from: number): Secret[] {
  if (from === 0) return [...secrets];
  return secrets.flatMap((secret) => (secret.end <= from ? [] : [{ ...secret, start: Math.max(from, secret.start) }]));
}

/** How much of the beginning belongs to a secret that was too long to be held back. */
function swallowedBy(before: LaneContext | undefined, joined: string): number {
  if (before?.swallow === undefined) return 0;
  if (before.swallow.name !== 'private-key') return /^[^\s"'<>,;&\\]*/.exec(joined)![0].length;
  const run = /^(?:[A-Za-z0-9+/=\s-]|\\[nr])*/.exec(joined)![0];
  const end = /-----END [A-Z0-9 ]{0,60}-----/.exec(run);
  return end === null ? run.length : end.index + end[0].length;
}

function openIn(written: string, lane: Lane, detectors: readonly Detector[], from: number): Secret | undefined {
  for (const detector of detectors) {
    if (lane.kind === 'number' || !detector.hint.test(written)) continue;
    for (const view of viewsOf(written, lane.kind)) {
      const at = detector.open!(view.text);
      if (at === undefined) continue;
      const { start } = view.written({ start: at, end: view.text.length });
      return { detector, start: Math.max(from, start), end: written.length, value: written.slice(start) };
    }
  }
  return undefined;
}

/** From the first piece of each secret to its last. */
function spansOf(edits: readonly PieceOfSecret[]): { readonly secret: Secret; readonly start: number; readonly end: number }[] {
  const spans: { secret: Secret; start: number; end: number }[] = [];
  for (const { secret, start, end } of edits) {
    const last = spans.at(-1);
    if (last?.secret === secret) last.end = end;
    else spans.push({ secret, start, end });
  }
  return spans;
}

/** The place in the text of a character of the lane. */
function placeOf(offset: number, lane: Lane): number {
  let passed = 0;
  for (const { start, end } of lane.pieces) {
    if (offset < passed + end - start) return start + offset - passed;
    passed += end - start;
  }
  return lane.pieces.at(-1)!.end;
}

type FindIn = (written: string, lane: Lane) => readonly Secret[];

/** Every event of a stream repeats the same names and ids, and they need be looked at only once. */
function remembering(find: FindIn): FindIn {
  // By the lane's kind and name, because those may decide; joined keys would be made anew for every piece.
  const known = new Map<string, Map<string, readonly Secret[]>>();
  return (written, lane) => {
    if (written.length > 128) return find(written, lane);
    const name = lane.kind === 'string' && lane.name !== undefined && isSecretName(lane.name) ? lane.name : lane.kind;
    let texts = known.get(name);
    if (texts === undefined) known.set(name, (texts = new Map()));
    const secrets = texts.get(written) ?? find(written, lane);
    texts.set(written, secrets);
    return secrets;
  };
}

/**
 * Log probabilities spell the text of the answer once more, in pieces too small to be recognised, with their bytes and the alternatives. Where the
 * answer holds a secret they are emptied.
 */
function silenceEchoes(edits: Replacement[], echoes: Division['echoes'], silent: boolean): Replacement[] {
  if ((edits.length === 0 && !silent) || echoes.length === 0) return edits;
  const places = new Set(echoes.map(({ start }) => start));
  const others = edits.filter(({ start }) => !places.has(start));
  const silenced = echoes.map(({ kind, start, end }) => ({ start, end, replacement: kind === 'number' ? '0' : '', detector: '' }));
  return [...others, ...silenced];
}

/** A text may hold the same secret very often, and a digest costs microseconds. */
class PlaceholderMemory {
  private readonly byDetector = new Map<Detector, Map<string, string>>();

  of({ detector, value }: Secret): string {
    const known = this.byDetector.get(detector) ?? new Map<string, string>();
    this.byDetector.set(detector, known);
    const placeholder = known.get(value) ?? detector.placeholder(value);
    known.set(value, placeholder);
    return placeholder;
  }
}

function joinPieces(text: string, pieces: readonly Span[]): string {
  if (pieces.length === 1) return text.slice(pieces[0]!.start, pieces[0]!.end);
  return pieces.map(({ start, end }) => text.slice(start, end)).join('');
}

/** A value whose name tells that it may be secret is looked at together with the name. */
function secretsIn(written: string, { kind, name }: Lane, detectors: readonly Detector[]): readonly Secret[] {
  if (kind !== 'string' || name === undefined || !isSecretName(name)) return findSecrets(written, viewsOf(written, kind), detectors);
  const prefix = `${name}": "`;
  const secrets = findSecrets(prefix + written, viewsOf(prefix + written, kind), detectors);
  const shifted = secrets.map((secret) => ({ ...secret, start: Math.max(0, secret.start - prefix.length), end: secret.end - prefix.length }));
  return shifted.filter(({ end }) => end > 0);
}

function viewsOf(written: string, kind: Lane['kind']): View[] {
  const first = writtenView(written);
  if (kind === 'number') return [first];
  const views: View[] = [];
  // Nobody reads a JSON string as it is written, so its first view is the decoded one; a plain text may be read both ways.
  let view: View | undefined = kind === 'string' ? (unescaped(first) ?? first) : first;
  for (let depth = 0; view !== undefined && depth < depthMax; depth++) {
    views.push(view);
    view = unescaped(view) ?? percentDecoded(view);
  }
  return views;
}

/** The placeholder goes where the secret begins; its other pieces are cut out. Secrets and pieces are in order. */
function editsFor(secrets: readonly Secret[], lane: Lane, text: string, placeholderOf: (secret: Secret) => string): PieceOfSecret[] {
  const edits: PieceOfSecret[] = [];
  let next = 0;
  let passed = 0;
  for (const secret of secrets) {
    let replacement = placeholderOf(secret);
    for (; next < lane.pieces.length; next++) {
      const piece = lane.pieces[next]!;
      const start = Math.max(secret.start - passed, 0);
      const end = Math.min(secret.end - passed, piece.end - piece.start);
      if (start < end) {
        const edit = withinPiece({ start: piece.start + start, end: piece.start + end, replacement }, lane.kind, piece, text);
        edits.push({ ...edit, detector: secret.detector.name, secret });
        replacement = '';
      }
      if (secret.end <= passed + piece.end - piece.start) break;
      passed += piece.end - piece.start;
    }
  }
  return edits;
}

/** A number whose placeholder is no number becomes a string, so that the document stays JSON. */
function withinPiece(edit: Edit, kind: Lane['kind'], piece: Span, text: string): Edit {
  if (kind !== 'number' || /^\d+$/.test(edit.replacement)) return edit;
  const before = text.slice(piece.start, edit.start);
  const after = text.slice(edit.end, piece.end);
  return { ...piece, replacement: JSON.stringify(before + edit.replacement + after) };
}

/** A lane, and what it held before the text, if anything. */
interface ContinuedLane {
  readonly lane: Lane;
  readonly before: LaneContext | undefined;
}

/**
 * A value that a stream repeats in every event (a user's address in its metadata) is not one long text. Neighbours that are equal, and in which
 * a secret is found alone, are therefore kept apart.
 */
function separateRepeats(text: string, lane: Lane, before: LaneContext | undefined, find: FindIn): ContinuedLane[] {
  if (lane.pieces.length < 2 && before === undefined) return [{ lane, before }];
  const [first] = lane.pieces;
  const isNew = before !== undefined && repeatsContext(text, lane, before, find);
  const lanes: Span[][] = [[first!]];
  for (let index = 1; index < lane.pieces.length; index++) {
    const piece = lane.pieces[index]!;
    const previous = lane.pieces[index - 1]!;
    if (isRepeat(text, lane, previous, piece, find)) lanes.push([piece]);
    else lanes.at(-1)!.push(piece);
  }
  return lanes.map((pieces, index) => ({ lane: { ...lane, pieces }, before: index === 0 && !isNew ? before : undefined }));
}

/** Shorter pieces hold no secret alone. */
const repeatLengthMin = 6;

function isRepeat(text: string, lane: Lane, previous: Span, piece: Span, find: FindIn): boolean {
  const length = piece.end - piece.start;
  if (length < repeatLengthMin || length !== previous.end - previous.start) return false;
  const written = text.slice(piece.start, piece.end);
  return written === text.slice(previous.start, previous.end) && find(written, lane).length > 0;
}

function repeatsContext(text: string, lane: Lane, before: LaneContext, find: FindIn): boolean {
  const { start, end } = lane.pieces[0]!;
  const length = end - start;
  if (length < repeatLengthMin || length !== before.lastLength || length > before.text.length) return false;
  const written = text.slice(start, end);
  return before.text.endsWith(written) && find(written, lane).length > 0;
}
