import { cutText, visibleLine } from '../visible-text.ts';

/** A label of the data: visible, on one line, and short. */
export function shortLabel(text: string): string {
  const { text: kept, leftOut } = cutText(visibleLine(text), 40);
  return leftOut === 0 ? kept : `${kept}…`;
}
