import { type Detector, findAll, hasDigit } from '../detector.ts';
import { labelled } from '../placeholder.ts';
import { passwordNames } from '../secret-names.ts';

// Not its own placeholder, which holds its name.
const name = `(?<!redacted:)(?:${passwordNames})["'\\\\]{0,4}[ \\t]{0,4}[:=][ \\t]{0,4}`;
const quoted = new RegExp(`${name}["'\\\\]{1,4}([^\\s"'\\\\]{4,256})(?=["'\\\\]|$)`, 'dgi');
const bare = new RegExp(`${name}([^\\s"'\\\\,;&<>(){}[\\]]{6,256})`, 'dgi');

/** A password, known by the name before it: `"password": "…"`, `DB_PASSWORD=…`, `passwd: …`. */
export const password: Detector = {
  name: 'password',
  hint: /(?:[pP][aA][sS][sS][a-zA-Z]{2,6}|[pP][wW][dD])["'\\]{0,4}[ \t]{0,4}[:=]/,
  find: (text) => [...findAll(quoted, text, isPassword), ...findAll(bare, text, (found) => hasDigit(found) && isPassword(found))],
  placeholder: (secret) => labelled('password', secret),
};

// What stands in a schema, a form, a manual or a scrubbed text in place of a password.
const standIn =
  /^(?:string|text|password|passwd|required|optional|hidden|null|none|true|false|undefined|changeme|example|[*•.xX]+|your[-_].*|my[-_]?password|\[?redacted[:-].*)$/i;

/** A folder is none (`PWD=/home/…`), nor is a variable or a template. */
function isPassword(found: string): boolean {
  return !standIn.test(found) && !/^[/~.$<{%[]/.test(found);
}
