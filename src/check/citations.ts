import { isJsonObject, type Json } from '../domain/json.ts';

/** Names with digits: RF-2041, ORD_7, 4711a; dates and times are left out, since the agent has a clock. */
const idPattern = /(?<![\p{L}\d_.-])(?=[\p{L}\d_-]*\d)(?=[\p{L}\d_-]*[\p{L}_-])[\p{L}\d]+(?:[_-][\p{L}\d]+)*(?![\p{L}\d_-])/gu;
/** Numbers, with groups of thousands and decimals; a sign is left out. */
const numberPattern =
  /(?<![\p{L}\d_.,-])\d{1,3}(?:[ ,'\u00a0\u202f]\d{3})+(?:\.\d+)?(?![\p{L}\d_-])|(?<![\p{L}\d_.,-])\d+(?:\.\d+)?(?![\p{L}\d_-])/gu;
const datePattern = /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d?[:.]\d\d(?:[:.]\d{2,4})?\b/g;

/** Ordinary words with a digit in them that name nothing. */
const noIds =
  /^(?:\d+(?:st|nd|rd|th|x|ms|s|m|h|d|k|kb|mb|gb|px|usd|eur|rub)|v\d+|\d+-\d+|(?:utf|sha|md|iso|http|rfc)-?\d+|step-?\d+|\d{1,2}-[a-z]+|gpt-.*|claude-.*|gemini-.*|[45]\d\d-.*)$/i;

export interface Citations {
  readonly ids: readonly string[];
  readonly numbers: readonly number[];
}

/** The ids and the numbers that a text or value cites; smaller numbers are counts, shares and positions more often than facts. */
export function citationsIn(value: Json, numberMin: number): Citations {
  const text = unescaped(flat(value)).replaceAll(datePattern, ' ');
  const ids = new Set<string>();
  for (const [id] of text.matchAll(idPattern)) if (id.length >= 4 && !noIds.test(id)) ids.add(id);
  const numbers = new Set<number>();
  for (const [digits] of text.matchAll(numberPattern)) {
    const number = Number(digits.replaceAll(/[ ,'\u00a0\u202f]/g, ''));
    if (number >= numberMin && !(number >= 1900 && number < 2100 && Number.isInteger(number))) numbers.add(number);
  }
  return { ids: [...ids], numbers: [...numbers] };
}

/** What an agent was told, made ready to be searched. */
export interface Sources {
  readonly values: readonly Json[];
  readonly text: string;
  readonly numbers: ReadonlySet<number>;
}

export function sourcesFrom(values: readonly Json[]): Sources {
  const text = unescaped(values.map(flat).join('\n')).toLowerCase();
  const numbers = new Set<number>();
  for (const [digits] of text.matchAll(/\d+(?:[ ,'\u00a0\u202f]\d{3})*(?:\.\d+)?/g)) {
    numbers.add(Number(digits.replaceAll(/[ ,'\u00a0\u202f]/g, '')));
    for (const part of digits.split(/[ ,'\u00a0\u202f]/)) numbers.add(Number(part));
  }
  return { values, text, numbers };
}

/** What of the citations occurs nowhere in the sources; a number may also be the sum, the difference or the product of two that do, or the sum of all of a list. */
export function uncited(cited: Citations, { values, text, numbers }: Sources): readonly string[] {
  const invented = cited.numbers.filter((number) => !numbers.has(number) && !isDerived(number, numbers, values));
  return [...cited.ids.filter((id) => !text.includes(id.toLowerCase())), ...invented.map(String)];
}

/** More numbers than these are not combined: anything could be made of them. */
const combinedMax = 60;

function isDerived(number: number, known: ReadonlySet<number>, sources: readonly Json[]): boolean {
  if (sources.some((source) => sumsTo(source, number))) return true;
  if (known.size > combinedMax) return false;
  const near = (value: number): boolean => Math.abs(value - number) < 0.005;
  for (const one of known)
    for (const other of known) if (near(one + other) || near(one - other) || near(one * other) || near((one * other) / 100)) return true;
  return false;
}

/** True where a list somewhere inside has a member, or entries, that add up to the number. */
function sumsTo(value: Json, number: number): boolean {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    if (list.length > 1 && list.every((entry) => typeof entry === 'number'))
      return Math.abs(list.reduce((sum, entry) => sum + entry, 0) - number) < 0.005;
    const members = new Set(list.flatMap((entry) => (isJsonObject(entry) ? Object.keys(entry) : [])));
    for (const member of members) {
      const column = list.map((entry) => (isJsonObject(entry) ? entry[member] : undefined));
      if (
        column.length > 1 &&
        column.every((entry) => typeof entry === 'number') &&
        Math.abs(column.reduce((sum, entry) => sum + entry, 0) - number) < 0.005
      )
        return true;
    }
    return list.some((entry) => sumsTo(entry, number));
  }
  return isJsonObject(value) && Object.values(value).some((member) => sumsTo(member, number));
}

/** Agents quote JSON as it came: a letter that was written as an escape is that letter, and a line break no part of a name. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\+u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))).replaceAll(/\\+[nrtbf]/g, ' ');
}

/** A value as text, names of members included, as a person would read it. */
function flat(value: Json): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(flat).join(' ; ');
  return Object.entries(value)
    .map(([name, member]) => `${name}: ${flat(member)}`)
    .join(' ; ');
}
