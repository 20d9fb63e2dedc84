import { type Detector, findAll, hasDigit } from '../detector.ts';
import { labelled } from '../placeholder.ts';
import { keyNames, vagueNames } from '../secret-names.ts';

const separator = `["'\\\\]{0,4}[ \\t]{0,4}[:=][ \\t]{0,4}["'\\\\]{0,4}`;
// Not its own placeholder, which holds its name.
const named = new RegExp(`(?<!redacted:)(?:${keyNames})${separator}([A-Za-z0-9._~+/-]{8,}={0,2})`, 'dgi');
// `next_page_token` and `client-token-count` are other names.
const vaguelyNamed = new RegExp(`(?<![A-Za-z0-9_-])(?:${vagueNames})${separator}([A-Za-z0-9._~+/-]{16,}={0,2})`, 'dgi');

/** A key or token whose form tells nothing, known by the name before it: `x-api-key: …`, `API_KEY=…`, `"accessToken": "…"`. */
export const apiKey: Detector = {
  name: 'api-key',
  // The end of the name first: its few letters are rarer than "a" and found faster.
  hint: /(?:[kK][eE][yYnN]|[rR][eE][tT])["'\\]{0,4}[ \t]{0,4}[:=](?<=(?:key|token|secret)["'\\]{0,4}[ \t]{0,4}[:=])/i,
  find: (text) => [...findAll(named, text, hasDigit), ...findAll(vaguelyNamed, text, looksRandom)],
  placeholder: (secret) => labelled('api-key', secret),
};

function looksRandom(found: string): boolean {
  return hasDigit(found) && /[A-Za-z]/.test(found);
}
