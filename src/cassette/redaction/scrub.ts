import type { Detector, Span } from './detector.ts';
import type { Edit } from './edit.ts';
import { findSecrets, type Secret } from './find-secrets.ts';
import type { Lane } from './lanes.ts';
import { percentDecoded, unescaped, type View, writtenView } from './view.ts';

/** JSON in JSON in JSON: deeper nestings of escapes have not been seen. */
const depthMax = 4;

export type Encoding = 'json' | 'percent';

/** What one pass over a text would replace, and the secrets it found. */
export interface Scrubbing {
  readonly edits: readonly Edit[];
  readonly secrets: readonly Secret[];
}

/** The edits that replace every secret of the lanes; sorted. */
export function scrubLanes(text: string, lanes: readonly Lane[], detectors: readonly Detector[], encoding: Encoding = 'json'): Scrubbing {
  const edits: Edit[] = [];
  const secrets: Secret[] = [];
  for (const lane of lanes.flatMap((whole) => separateRepeats(text, whole, detectors))) {
    const written = lane.pieces.map(({ start, end }) => text.slice(start, end)).join('');
    for (const secret of findSecrets(written, viewsOf(written, lane.kind, encoding), detectors)) {
      secrets.push(secret);
      edits.push(...editsFor(secret, lane, text));
    }
  }
  return { edits: edits.sort((a, b) => a.start - b.start), secrets };
}

function viewsOf(written: string, kind: Lane['kind'], encoding: Encoding): View[] {
  const first = writtenView(written);
  if (kind === 'number') return [first];
  const views: View[] = [];
  let view: View | undefined = first;
  // Nobody reads a JSON string as it is written, so its first view is the decoded one; a plain text may be read both ways.
  if (kind === 'string') view = unescaped(first) ?? first;
  for (let depth = 0; view !== undefined && depth < depthMax; depth++) {
    views.push(view);
    view = (encoding === 'percent' ? percentDecoded(view) : undefined) ?? unescaped(view);
  }
  return views;
}

/** The placeholder goes where the secret begins; its other pieces are cut out. */
function editsFor(secret: Secret, lane: Lane, text: string): Edit[] {
  const edits: Edit[] = [];
  let replacement = secret.detector.placeholder(secret.value);
  let passed = 0;
  for (const piece of lane.pieces) {
    const length = piece.end - piece.start;
    const start = Math.max(secret.start - passed, 0);
    const end = Math.min(secret.end - passed, length);
    passed += length;
    if (start >= end) continue;
    edits.push(withinPiece({ start: piece.start + start, end: piece.start + end, replacement }, lane.kind, piece, text));
    replacement = '';
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
function separateRepeats(text: string, lane: Lane, detectors: readonly Detector[]): Lane[] {
  if (lane.pieces.length < 2) return [lane];
  const lanes: Span[][] = [[lane.pieces[0]!]];
  for (let index = 1; index < lane.pieces.length; index++) {
    const piece = lane.pieces[index]!;
    const previous = lane.pieces[index - 1]!;
    if (isRepeat(text, previous, piece, detectors)) lanes.push([piece]);
    else lanes.at(-1)!.push(piece);
  }
  return lanes.map((pieces) => ({ kind: lane.kind, pieces }));
}

function isRepeat(text: string, previous: Span, piece: Span, detectors: readonly Detector[]): boolean {
  const length = piece.end - piece.start;
  if (length < 6 || length !== previous.end - previous.start) return false;
  const written = text.slice(piece.start, piece.end);
  return written === text.slice(previous.start, previous.end) && findSecrets(written, viewsOf(written, 'string', 'json'), detectors).length > 0;
}
