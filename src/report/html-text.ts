import type { Json } from '../domain/json.ts';
import { formatCount } from './amounts.ts';
import { prettyJson } from './pretty-json.ts';
import { splitMiss, type MissPart } from './split-miss.ts';
import { cutText, visibleText } from './visible-text.ts';

/** A text as the page shows it; `cut` says what is not shown. */
export interface HtmlText {
  readonly text: string;
  readonly cut: string | null;
}

const charactersMax = 20_000;

/** A text with everything invisible spelled out, and cut where it would make the page unreadable. */
export function htmlText(text: string): HtmlText {
  const { text: kept, leftOut } = cutText(text, charactersMax);
  return { text: visibleText(kept), cut: cutNote(leftOut) };
}

/** A JSON value as indented text; null where there is none. */
export function htmlJson(value: Json | undefined): HtmlText | null {
  return value === undefined ? null : htmlText(prettyJson(value));
}

/** The explanation of a miss in pieces, so that what was removed and what was added can be coloured. */
export function htmlMiss(text: string): { readonly parts: readonly (MissPart & { readonly marked: boolean })[]; readonly cut: string | null } {
  const { text: kept, leftOut } = cutText(text, charactersMax);
  return { parts: splitMiss(visibleText(kept)).map((part) => ({ ...part, marked: part.tone !== 'same' })), cut: cutNote(leftOut) };
}

function cutNote(leftOut: number): string | null {
  return leftOut === 0 ? null : `${formatCount(leftOut)} more characters are left out here; the JSON report has all of it.`;
}
