import type { Span } from './detector.ts';

/** A text as some reader will see it after decoding, with the way back to where each piece stands in the text as written. */
export interface View {
  readonly text: string;
  /** The span of the written text that a span of this view was decoded from; whole escapes, never a part of one. */
  written(span: Span): Span;
  /** A span of the written text, less the escape of this view that it begins in, and with all of the one that it ends in. */
  wholeEscapes(span: Span): Span;
}

/** The text as it is written. */
export function writtenView(text: string): View {
  return { text, written: (span) => span, wholeEscapes: (span) => span };
}

const jsonEscape = /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/g;
const shortEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** The text with its JSON escapes decoded once; undefined where there are none. What is no valid escape stays as it is. */
export function unescaped(source: View): View | undefined {
  if (!source.text.includes('\\')) return undefined;
  return decoded(source, jsonEscape, (escape) => {
    const letter = escape[1]!;
    return letter === 'u' ? String.fromCharCode(Number.parseInt(escape.slice(2), 16)) : (shortEscapes[letter] ?? letter);
  });
}

/** One percent-encoded character of UTF-8, of one to four bytes. */
const percentEscape =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f]%[89ab][0-9a-f]%[89ab][0-9a-f]|%f[0-7]%[89ab][0-9a-f]%[89ab][0-9a-f]%[89ab][0-9a-f]/gi;

/** The text with its percent-encoding decoded once; undefined where there is none. */
export function percentDecoded(source: View): View | undefined {
  if (!source.text.includes('%')) return undefined;
  return decoded(source, percentEscape, (escape) => {
    try {
      return decodeURIComponent(escape);
    } catch {
      return escape;
    }
  });
}

function decoded(source: View, escapes: RegExp, decode: (escape: string) => string): View | undefined {
  /** Where each escape ends in the decoded text, and how far apart the two texts are from there on. */
  const starts: number[] = [];
  const ends: number[] = [];
  const shifts: number[] = [];
  let text = '';
  let from = 0;
  for (const { 0: escape, index } of source.text.matchAll(escapes)) {
    text += source.text.slice(from, index) + decode(escape);
    from = index + escape.length;
    starts.push(index);
    ends.push(text.length);
    shifts.push(from - text.length);
  }
  if (ends.length === 0) return undefined;
  text += source.text.slice(from);
  const place = (offset: number): number => {
    const passed = countUpTo(ends, offset, (end) => end);
    return passed === 0 ? offset : offset + shifts[passed - 1]!;
  };
  let escapeSpans: readonly Span[] | undefined;
  const endOfEscapeAround = (offset: number): number => {
    escapeSpans ??= starts.map((start, index) => source.written({ start, end: ends[index]! + shifts[index]! }));
    const around = escapeSpans[countUpTo(escapeSpans, offset - 1, ({ start }) => start) - 1];
    return around === undefined ? offset : Math.max(offset, around.end);
  };
  return {
    text,
    written: ({ start, end }) => source.written({ start: place(start), end: place(end) }),
    wholeEscapes: ({ start, end }) => ({ start: endOfEscapeAround(start), end: endOfEscapeAround(end) }),
  };
}

/** How many of the sorted items have a place that is not beyond the limit. */
function countUpTo<T>(sorted: readonly T[], limit: number, placeOf: (item: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(sorted[middle]!) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
