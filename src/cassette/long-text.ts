import { hash } from 'node:crypto';

/** A text that is too long to be written and hashed again and again. */
export interface LongText {
  readonly text: string;
  /** As JSON. */
  readonly quoted: string;
  /** Stands for the text where requests are compared; no JSON text looks like it. */
  readonly digest: string;
}

/** Texts shorter than this are not worth remembering. */
export const longTextMin = 1000;

const knownMax = 64;
const knownCharactersMax = 2_000_000;

// An agent sends its instructions and its history again with every request. What was said before is found again by comparing, which is exact.
const known = new Map<string, LongText>();
let knownCharacters = 0;
let last: LongText | undefined;

/** The same text, the same object, as long as it is remembered. */
export function longText(text: string): LongText {
  if (last?.text === text) return last;
  last = known.get(text) ?? remember(text);
  return last;
}

function remember(text: string): LongText {
  const made = { text, quoted: JSON.stringify(text), digest: digestOf(text) };
  known.set(text, made);
  knownCharacters += text.length;
  for (const oldest of known.keys()) {
    if (known.size <= knownMax && knownCharacters <= knownCharactersMax) break;
    known.delete(oldest);
    knownCharacters -= oldest.length;
  }
  return made;
}

/** What stands for a text where requests are compared. */
export function digestOf(text: string): string {
  return `sha256 ${hash('sha256', text, 'base64')}`;
}
