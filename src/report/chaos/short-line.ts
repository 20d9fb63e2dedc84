import { formatCount } from '../amounts.ts';
import { cutText, visibleLine } from '../visible-text.ts';

const charactersMaxOfNames = 300;
/** What a heading may hold. */
export const charactersMaxOfSentences = 600;

/** A name or a label on one line: what is longer than anybody reads is cut, and says so. */
export function shortLine(text: string, charactersMax: number = charactersMaxOfNames): string {
  const { text: kept, leftOut } = cutText(text, charactersMax);
  return leftOut === 0 ? visibleLine(kept) : `${visibleLine(kept)}… (${formatCount(leftOut)} more characters)`;
}
