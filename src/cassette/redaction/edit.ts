import type { Span } from './detector.ts';

/** Replaces a piece of a text. */
export interface Edit extends Span {
  readonly replacement: string;
}

/** The text with all edits made; they are sorted and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, replacement } of edits) {
    result += text.slice(from, start) + replacement;
    from = end;
  }
  return result + text.slice(from);
}

/**
 * Where byte borders go when the edits are made: one inside a replaced piece moves to the end of what replaces it. `byteLength` is that of the
 * body's encoding.
 */
export function moveBorders(text: string, edits: readonly Edit[], borders: readonly number[], byteLength: (text: string) => number): number[] {
  const moved: number[] = [];
  let next = 0;
  let textFrom = 0;
  let oldBytes = 0;
  let newBytes = 0;
  for (const { start, end, replacement } of edits) {
    const kept = byteLength(text.slice(textFrom, start));
    for (; next < borders.length && borders[next]! <= oldBytes + kept; next++) moved.push(borders[next]! - oldBytes + newBytes);
    oldBytes += kept + byteLength(text.slice(start, end));
    newBytes += kept + byteLength(replacement);
    for (; next < borders.length && borders[next]! < oldBytes; next++) moved.push(newBytes);
    textFrom = end;
  }
  for (; next < borders.length; next++) moved.push(borders[next]! - oldBytes + newBytes);
  return moved;
}
