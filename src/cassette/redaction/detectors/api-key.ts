import { type Detector, findAll, hasDigit } from '../detector.ts';
import { labelled } from '../placeholder.ts';

const names = '(?:[a-z]{1,12}-){0,3}api[-_]?key|(?:access|refresh|session)[-_]?token|client[-_]?secret';
// Not its own placeholder, which holds its name.
const expression = new RegExp(
  `(?<!redacted:)\\b(?:${names})["'\\\\]{0,4}[ \\t]{0,4}[:=][ \\t]{0,4}["'\\\\]{0,4}([A-Za-z0-9._~+/-]{8,}={0,2})`,
  'dgi',
);
const wholeName = new RegExp(`^(?:${names})$`, 'i');

/** A key or token whose form tells nothing, known by the name before it: `x-api-key: …`, `API_KEY=…`, `"accessToken": "…"`. */
export const apiKey: Detector = {
  name: 'api-key',
  // The end of the name first: its few letters are rarer than "a" and found faster.
  hint: /(?:[kK][eE][yYnN]|[rR][eE][tT])["'\\]{0,4}[ \t]{0,4}[:=](?<=(?:api[-_]?key|(?:access|refresh|session)[-_]?token|client[-_]?secret)["'\\]{0,4}[ \t]{0,4}[:=])/i,
  find: (text) => findAll(expression, text, hasDigit),
  placeholder: (secret) => labelled('api-key', secret),
};

/** True for a JSON member that holds such a key: its name is then looked at together with its value. */
export function isKeyName(name: string): boolean {
  return wholeName.test(name);
}
