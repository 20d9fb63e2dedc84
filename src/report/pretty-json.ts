import type { Json, JsonObject } from '../domain/json.ts';

/**
 * A JSON value as indented text: the same value gives the same text, whatever the order in which its keys were set. Keys named in `first` lead, in that order;
 * the others follow by code unit. Agents nest lists ten thousand deep to break their readers, so what is deeper than 500 levels is left out, and said.
 *
 * @example prettyJson({ b: 1, a: 2 }) === '{\n  "a": 2,\n  "b": 1\n}'
 */
export function prettyJson(value: Json, first: readonly string[] = []): string {
  return JSON.stringify(inOrder(value, { sort: keySorter(first), constants: new Map() }, 0), undefined, 2);
}

/** The same text on one line where that is short, for places where lines are dear. */
export function briefJson(value: Json): string {
  const pretty = prettyJson(value);
  // Line feeds inside strings are escaped, so each that is there is layout.
  const line = pretty.replace(/\n */g, ' ');
  return line.length <= 72 ? line : pretty;
}

const depthMax = 500;

/** The keys in order; the very same list where they are in order already. */
type KeySorter = (keys: readonly string[]) => readonly string[];

interface Ordering {
  readonly sort: KeySorter;
  /** What is frozen stands in a report thousands of times: it is put in order once for each depth that follows another. */
  readonly constants: Map<object, { readonly depth: number; readonly ordered: Json }>;
}

/** The same value with its keys in order; what is in order already is not copied. */
function inOrder(value: Json, ordering: Ordering, depth: number): Json {
  if (value === null || typeof value !== 'object') return value;
  if (depth === depthMax) return `⟪nested deeper than ${depthMax} levels: left out⟫`;
  if (!Object.isFrozen(value)) return isList(value) ? listInOrder(value, ordering, depth) : objectInOrder(value, ordering, depth);
  const known = ordering.constants.get(value);
  if (known?.depth === depth) return known.ordered;
  const ordered = isList(value) ? listInOrder(value, ordering, depth) : objectInOrder(value, ordering, depth);
  ordering.constants.set(value, { depth, ordered });
  return ordered;
}

function listInOrder(list: readonly Json[], ordering: Ordering, depth: number): Json {
  let copy: Json[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const member = list[index]!;
    const inside = inOrder(member, ordering, depth + 1);
    if (inside !== member) (copy ??= [...list])[index] = inside;
  }
  return copy ?? list;
}

function objectInOrder(object: JsonObject, ordering: Ordering, depth: number): Json {
  const keys = Object.keys(object);
  const sorted = ordering.sort(keys);
  let isSame = sorted === keys;
  const members: (Json | undefined)[] = [];
  for (const key of sorted) {
    const member = object[key];
    const inside = member === undefined ? undefined : inOrder(member, ordering, depth + 1);
    if (inside !== member) isSame = false;
    members.push(inside);
  }
  if (isSame) return object;
  const ordered: Record<string, Json> = {};
  for (const [index, key] of sorted.entries()) {
    const member = members[index];
    if (member === undefined) continue;
    // Set like any other, this one would become the prototype.
    if (key === '__proto__') Object.defineProperty(ordered, key, { value: member, enumerable: true });
    else ordered[key] = member;
  }
  return ordered;
}

/** Keys that were seen in one order, one after the other, and how they are to stand. */
interface KeySequence {
  readonly next: Map<string, KeySequence>;
  sorted: readonly string[] | 'as they are' | undefined;
}

/** A report is a hundred thousand objects of a dozen shapes: each shape is sorted once. */
function keySorter(first: readonly string[]): KeySorter {
  const rank = new Map(first.map((key, index) => [key, index]));
  const compare = (left: string, right: string): number => {
    const difference = (rank.get(left) ?? first.length) - (rank.get(right) ?? first.length);
    return difference === 0 ? (left < right ? -1 : 1) : difference;
  };
  const sorted = (keys: readonly string[]): readonly string[] | 'as they are' => {
    const inOrder = [...keys].sort(compare);
    return inOrder.every((key, index) => key === keys[index]) ? 'as they are' : inOrder;
  };
  const root: KeySequence = { next: new Map(), sorted: undefined };
  return (keys) => {
    let sequence = root;
    for (const key of keys) {
      let next = sequence.next.get(key);
      if (next === undefined) sequence.next.set(key, (next = { next: new Map(), sorted: undefined }));
      sequence = next;
    }
    const order = (sequence.sorted ??= sorted(keys));
    return order === 'as they are' ? keys : order;
  };
}

/** `Array.isArray` that keeps readonly element types. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
