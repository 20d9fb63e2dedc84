/** A piece of a miss explanation: what stayed, what the recording had, what came instead. */
export interface MissPart {
  readonly tone: 'same' | 'removed' | 'added';
  readonly text: string;
}

/**
 * Cuts the explanation of a miss at its marks `[-…-]` and `{+…+}`, which stay in the text, so that it reads without colour too.
 *
 * @example splitMiss('a [-b-]') // [{ tone: 'same', text: 'a ' }, { tone: 'removed', text: '[-b-]' }]
 */
export function splitMiss(text: string): readonly MissPart[] {
  const parts: MissPart[] = [];
  let end = 0;
  // Found by hand: a lazy regular expression is quadratic on an agent that answers with a hundred thousand `[-`.
  while (end < text.length) {
    const next = nextMark(text, end);
    if (next === undefined) break;
    if (next.start > end) parts.push({ tone: 'same', text: text.slice(end, next.start) });
    parts.push({ tone: next.tone, text: text.slice(next.start, next.end) });
    end = next.end;
  }
  if (end < text.length) parts.push({ tone: 'same', text: text.slice(end) });
  return parts;
}

function nextMark(text: string, from: number): { readonly tone: MissPart['tone']; readonly start: number; readonly end: number } | undefined {
  const removed = markFrom(text, from, '[-', '-]');
  const added = markFrom(text, from, '{+', '+}');
  if (removed === undefined && added === undefined) return undefined;
  if (added === undefined || (removed !== undefined && removed.start < added.start)) return { tone: 'removed', ...removed! };
  return { tone: 'added', ...added };
}

function markFrom(text: string, from: number, opening: string, closing: string): { readonly start: number; readonly end: number } | undefined {
  const start = text.indexOf(opening, from);
  if (start === -1) return undefined;
  const close = text.indexOf(closing, start + opening.length);
  return close === -1 ? undefined : { start, end: close + closing.length };
}
