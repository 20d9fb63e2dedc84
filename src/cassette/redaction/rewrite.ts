import { decodeUtf8, isUtf8 } from '../../domain/http.ts';
import { applyEdits, type Edit, moveBorders } from './edit.ts';
import { tornCharacter } from './lossless-text.ts';

/** A body after its edits, and where the given byte borders have gone. */
export interface RewrittenBody {
  readonly bytes: Uint8Array;
  readonly borders: readonly number[];
}

type FindEdits = (text: string) => readonly Edit[];

/**
 * Every round leaves less that is no placeholder, so that rounds end; nearly always the second finds nothing. Rounds are what makes scrubbing
 * idempotent even where a placeholder brings its neighbours together into a new find.
 */
export const roundsMax = 16;

/** Edits the text until there is nothing left to edit. */
export function rewriteText(text: string, findEdits: FindEdits): string {
  return rewrite(text, findEdits, () => undefined);
}

/** The same for the bytes of a body; undefined where there is nothing to edit. */
export function rewriteBody(bytes: Uint8Array, borders: readonly number[], findEdits: FindEdits): RewrittenBody | undefined {
  const whole = bytes.length - tornCharacter(bytes);
  const body = bytes.subarray(0, whole);
  // Latin-1 gives every byte a character, so that bytes which are no text come through unharmed.
  const encoding = isUtf8(body) ? 'utf8' : 'latin1';
  const original = encoding === 'utf8' ? decodeUtf8(body) : Buffer.from(body).toString('latin1');
  let moved = borders;
  const text = rewrite(original, findEdits, (current, edits) => {
    moved = moveBorders(current, edits, moved, (piece) => Buffer.byteLength(piece, encoding));
  });
  if (text === original) return undefined;
  return { bytes: Buffer.concat([Buffer.from(text, encoding), bytes.subarray(whole)]), borders: moved };
}

function rewrite(text: string, findEdits: FindEdits, beforeEdits: (text: string, edits: readonly Edit[]) => void): string {
  let current = text;
  for (let round = 0; round < roundsMax; round++) {
    const edits = findEdits(current);
    if (edits.length === 0) break;
    beforeEdits(current, edits);
    current = applyEdits(current, edits);
  }
  return current;
}
