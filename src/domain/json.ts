/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object; keys are unordered as far as meaning goes. */
export type JsonObject = { readonly [key: string]: Json };

/** True for a JSON object, false for null, arrays and scalars. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The one text for a JSON value whatever the order of its keys: keys sorted by UTF-16 code unit, no white space
 * (the form of RFC 8785 for every value that `JSON.parse` can return).
 *
 * `quote` may write the texts among its values (not its keys) in another way.
 *
 * @example canonicalJson({ b: 1, a: [true, null] }) === '{"a":[true,null],"b":1}'
 */
export function canonicalJson(value: Json | undefined, quote: (text: string) => string = quoted): string {
  if (typeof value === 'string') return quote(value);
  if (value === undefined) return 'null';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) {
    let text = '[';
    for (let index = 0; index < value.length; index++) {
      if (index > 0) text += ',';
      text += canonicalJson(value[index], quote);
    }
    return text + ']';
  }
  let text = '{';
  for (const key of sorted(Object.keys(value))) {
    const member = value[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ',';
    text += quoted(key) + ':' + canonicalJson(member, quote);
  }
  return text + '}';
}

// These characters stand for themselves. Names and short texts are most of what a request consists of, and are quoted here in a third of the time.
const plain = /^[\w $.,:;!?()'/-]*$/;

/** A text as JSON. */
export function quoted(text: string): string {
  return text.length < 100 && plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Sorts in place what is not sorted already, by UTF-16 code unit as `sort` does. */
function sorted(keys: string[]): readonly string[] {
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return keys.sort();
  return keys;
}

/** `Array.isArray` that keeps readonly element types. */
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

// A literal with sixteen or more digits may not survive a double; only then is the slower, exact path taken.
const longNumber = /[[:,\s]-?\d[\d.]{15,}/;
// Prose has many blanks and few digits: this necessary condition is found wanting in a quarter of the time.
const manyDigits = /\d[\d.]{15}/;

const ownName = /\$(?:number|literal|[a-z]*\\u00)/;

/** Its own notation, in whatever letters are escaped. Searched for by what is rarest first: nearly every text holds none of it. */
function isLikeNotation(text: string): boolean {
  if (text.includes('0024') && text.includes('\\u0024')) return true;
  return text.includes('$') && ownName.test(text);
}

/**
 * `JSON.parse`, except that a number which a double cannot hold becomes `{ "$number": "<its digits>" }`, so that two requests
 * which differ only beyond the 15th digit are never taken for the same one. An object that looks like that already becomes `{ "$literal": … }`.
 *
 * @throws SyntaxError as `JSON.parse` does.
 */
export function parseJsonExactly(text: string): Json {
  const isPlain = !mayHoldLongNumber(text) || !longNumber.test(text);
  if (isPlain && !isLikeNotation(text)) return JSON.parse(text) as Json;
  return JSON.parse(text, ((_key: string, value: unknown, context: { source?: string }) => {
    if (isNotation(value)) return { $literal: value };
    if (typeof value !== 'number' || context.source === undefined || String(value) === context.source) return value;
    return context.source.replace(/[-.eE]|0+$/g, '').length > 15 ? { $number: context.source } : value;
  }) as (this: unknown, key: string, value: unknown) => unknown) as Json;
}

function isNotation(value: unknown): boolean {
  if (!isJsonObject(value) || !('$number' in value || '$literal' in value)) return false;
  return Object.keys(value).length === 1;
}

/** False where neither the text nor any part of it holds a number that `parseJsonExactly` would keep as its digits. */
export function mayHoldLongNumber(text: string): boolean {
  return manyDigits.test(text);
}
