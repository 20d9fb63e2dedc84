import type { Json, JsonObject } from '../domain/json.ts';

const depthMax = 500;

/**
 * A JSON value as indented text: the same value gives the same text, whatever the order in which its keys were set. Keys named in `first` lead, in that order;
 * the others follow by code unit. Agents nest lists ten thousand deep to break their readers, so what is deeper than 500 levels is left out, and said.
 *
 * @example prettyJson({ b: 1, a: 2 }) === '{\n  "a": 2,\n  "b": 1\n}'
 */
export function prettyJson(value: Json, first: readonly string[] = []): string {
  const rank = new Map(first.map((key, index) => [key, index]));
  const compare = (left: string, right: string): number => {
    const difference = (rank.get(left) ?? first.length) - (rank.get(right) ?? first.length);
    return difference === 0 ? (left < right ? -1 : 1) : difference;
  };
  return JSON.stringify(inOrder(value, compare, 0), undefined, 2);
}

/** The same text on one line where that is short, for places where lines are dear. */
export function briefJson(value: Json): string {
  const pretty = prettyJson(value);
  // Line feeds inside strings are escaped, so each that is there is layout.
  const line = pretty.replace(/\n */g, ' ');
  return line.length <= 72 ? line : pretty;
}

function inOrder(value: Json, compare: (left: string, right: string) => number, depth: number): Json {
  if (value === null || typeof value !== 'object') return value;
  if (depth === depthMax) return `⟪nested deeper than ${depthMax} levels: left out⟫`;
  if (isList(value)) return value.map((member) => inOrder(member, compare, depth + 1));
  const ordered: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const key of Object.keys(value).sort(compare)) {
    const member = value[key];
    if (member !== undefined) ordered[key] = inOrder(member, compare, depth + 1);
  }
  return ordered satisfies JsonObject;
}

/** `Array.isArray` that keeps readonly element types. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
