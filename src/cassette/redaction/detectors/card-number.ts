import type { Detector, Span } from '../detector.ts';
import { digits, passesLuhn } from '../placeholder.ts';

/** Digits in one run, or in the groups that are printed on cards: 4-4-4-4, 4-4-4-4-3 and 4-6-5 (or 4-6-4). */
const expression = /(?<![\p{L}\d_]|\d[.-])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5}|\d{13,19})(?![\p{L}\d_]|[.-]\d)/gu;

const issuers: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65|62)/, [16, 19]],
  [/^(?:30[0-5]|36|38|39)/, [14, 16]],
  [/^35(?:2[89]|[3-8])/, [16, 19]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [16, 19]],
];

/** Payment card numbers: the length and prefix of an issuer and a right checksum; not a part of a longer number, word or decimal. */
export const cardNumber: Detector = {
  name: 'card-number',
  // Grouped by a space that may be percent-encoded.
  hint: /\d{4}(?:\d{9}|(?:[ -]|%20)\d{4,6}(?:[ -]|%20)\d{4})/,
  find(text) {
    const spans: Span[] = [];
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
      const found = match[0];
      if (isCard(digitsOf(found))) spans.push({ start: match.index, end: match.index + found.length });
      // A card may begin in the second group of what looked like one ("room 1204 4111 1111 1111 1111").
      else if (match[1] !== undefined || match[2] !== undefined) expression.lastIndex = match.index + 4;
    }
    return spans;
  },
  // One card, however it is grouped.
  placeholder: (secret) => digits(digitsOf(secret)),
};

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}

function isCard(number: string): boolean {
  return issuers.some(([prefix, lengths]) => lengths.includes(number.length) && prefix.test(number)) && passesLuhn(number);
}
