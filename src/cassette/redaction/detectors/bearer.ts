import { type Detector, findAll, hasDigit } from '../detector.ts';
import { labelled } from '../placeholder.ts';

const expression = /\bbearer[ \t]{1,4}([A-Za-z0-9._~+/-]{8,}={0,2})/dgi;

/** `Bearer` and a token, in any text: command lines, logs, tool results. The whole value of a header is a rule of its own (`headers.ts`). */
export const bearer: Detector = {
  name: 'bearer',
  hint: /(?:[Bb]earer|BEARER)(?:[ \t]|%20|\\t){1,4}(?:[A-Za-z._~+/\\-]*\d|[A-Za-z._~+/\\-]{20})/,
  find: (text) => findAll(expression, text, isToken),
  placeholder: (secret) => labelled('bearer', secret),
};

/** Tells a token from the word after "bearer": a digit among eight characters, or twenty letters in mixed case. */
function isToken(found: string): boolean {
  return hasDigit(found) || (found.length >= 20 && /[a-z][A-Z]/.test(found) && !/[.][A-Z]/.test(found));
}
