import { canonicalJson, type Json } from '../../domain/json.ts';

/**
 * True where one value is simpler than another: smaller, and among values of one size the earlier. No chain of ever simpler values goes on for ever, so a
 * shrinking that only takes simpler values ends.
 */
export function isSimpler(one: Json, other: Json): boolean {
  const difference = sizeOf(one) - sizeOf(other);
  return difference < 0 || (difference === 0 && canonicalJson(one) < canonicalJson(other));
}

function sizeOf(value: Json): number {
  if (value === null || value === false) return 1;
  if (value === true) return 2;
  if (typeof value === 'number') return sizeOfNumber(value);
  if (typeof value === 'string') return 3 + sizeOfText(value);
  if (Array.isArray(value)) return (value as readonly Json[]).reduce<number>((sum, one) => sum + 1 + sizeOf(one), 3);
  return Object.entries(value).reduce((sum, [name, member]) => sum + 1 + sizeOfText(name) + sizeOf(member), 3);
}

/** Digits, and more for a sign, a fraction and an exponent. */
function sizeOfNumber(value: number): number {
  const text = String(value);
  return text.length + (text.startsWith('-') ? 2 : 0) + (text.includes('.') ? 2 : 0) + (text.includes('e') ? 4 : 0);
}

const plain = /^[a-z0-9 ]*$/;
const unusual = /[^a-z0-9 ]/gu;

/** Its length, and more for each character that is no plain letter. An empty text is odder than one letter: who reads it in a counterexample takes it for the cause. */
function sizeOfText(text: string): number {
  if (text === '') return 2;
  return plain.test(text) ? text.length : text.length + (text.match(unusual)?.length ?? 0);
}
