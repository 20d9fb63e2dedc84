import type { Detector, Span } from './detector.ts';
import type { Edit } from './edit.ts';
import { findSecrets, type Secret } from './find-secrets.ts';
import type { Division, Lane } from './lanes.ts';
import { isSecretName } from './secret-names.ts';
import { percentDecoded, unescaped, type View, writtenView } from './view.ts';

/** JSON in JSON in JSON: deeper nestings of escapes have not been seen. */
const depthMax = 4;

/** What one pass over a text would replace; sorted. */
export type Replacement = Edit & { readonly detector: string };

/** The edits that replace every secret of the lanes. */
export function scrubLanes(text: string, { lanes, echoes }: Division, detectors: readonly Detector[]): Replacement[] {
  const edits: Replacement[] = [];
  const placeholders = new PlaceholderMemory();
  const find = remembering((written, lane) => secretsIn(written, lane, detectors));
  for (const lane of lanes.flatMap((whole) => separateRepeats(text, whole, find))) {
    const written = joinPieces(text, lane.pieces);
    const secrets = find(written, lane);
    if (secrets.length > 0) edits.push(...editsFor(secrets, lane, text, placeholders));
  }
  return silenceEchoes(edits, echoes).sort((a, b) => a.start - b.start);
}

type FindIn = (written: string, lane: Lane) => readonly Secret[];

/** Every event of a stream repeats the same names and ids, and they need be looked at only once. */
function remembering(find: FindIn): FindIn {
  const known = new Map<string, readonly Secret[]>();
  return (written, lane) => {
    if (written.length > 128) return find(written, lane);
    const key = `${lane.kind}\n${lane.name}\n${written}`;
    const secrets = known.get(key) ?? find(written, lane);
    known.set(key, secrets);
    return secrets;
  };
}

/**
 * Log probabilities spell the text of the answer once more, in pieces too small to be recognised, with their bytes and the alternatives. Where the
 * answer holds a secret they are emptied.
 */
function silenceEchoes(edits: Replacement[], echoes: Division['echoes']): Replacement[] {
  if (edits.length === 0 || echoes.length === 0) return edits;
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
function editsFor(secrets: readonly Secret[], lane: Lane, text: string, placeholders: PlaceholderMemory): Replacement[] {
  const edits: Replacement[] = [];
  let next = 0;
  let passed = 0;
  for (const secret of secrets) {
    let replacement = placeholders.of(secret);
    for (; next < lane.pieces.length; next++) {
      const piece = lane.pieces[next]!;
      const start = Math.max(secret.start - passed, 0);
      const end = Math.min(secret.end - passed, piece.end - piece.start);
      if (start < end) {
        const edit = withinPiece({ start: piece.start + start, end: piece.start + end, replacement }, lane.kind, piece, text);
        edits.push({ ...edit, detector: secret.detector.name });
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

/**
 * A value that a stream repeats in every event (a user's address in its metadata) is not one long text. Neighbours that are equal, and in which
 * a secret is found alone, are therefore kept apart.
 */
function separateRepeats(text: string, lane: Lane, find: FindIn): Lane[] {
  if (lane.pieces.length < 2) return [lane];
  const lanes: Span[][] = [[lane.pieces[0]!]];
  for (let index = 1; index < lane.pieces.length; index++) {
    const piece = lane.pieces[index]!;
    const previous = lane.pieces[index - 1]!;
    if (isRepeat(text, lane, previous, piece, find)) lanes.push([piece]);
    else lanes.at(-1)!.push(piece);
  }
  return lanes.map((pieces) => ({ ...lane, pieces }));
}

function isRepeat(text: string, lane: Lane, previous: Span, piece: Span, find: FindIn): boolean {
  const length = piece.end - piece.start;
  if (length < 6 || length !== previous.end - previous.start) return false;
  const written = text.slice(piece.start, piece.end);
  return written === text.slice(previous.start, previous.end) && find(written, lane).length > 0;
}
