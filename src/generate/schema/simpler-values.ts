import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { lowestDraw } from '../draw.ts';
import { drawRoot } from './draw-value.ts';
import type { SchemaNode } from './node.ts';
import { isSimpler } from './simplicity.ts';
import { nothing } from './trace.ts';

/** More ways than these are not looked at for one that a value fits. */
const waysMax = 24;

/**
 * Values that may be simpler than this one and still fit, the greatest step first: the simplest of all, then one part of the value after another. They are guesses:
 * whoever takes one looks whether it fits.
 */
export function* simplerValues(node: SchemaNode, value: Json): Generator<Json> {
  const simplest = simplestValue(node);
  if (simplest !== nothing && isSimpler(simplest, value)) yield simplest;
  const leaves = leavesFor(node, value);
  for (const leaf of leaves) {
    if (leaf !== node) {
      const own = simplestValue(leaf);
      if (own !== nothing && isSimpler(own, value)) yield own;
    }
    if (leaf.leaf.values === undefined) yield* simplerParts(leaf, value);
    else yield* leaf.leaf.values.filter((one) => isSimpler(one, value));
  }
}

function* simplerParts(leaf: SchemaNode, value: Json): Generator<Json> {
  if (typeof value === 'number') yield* simplerNumbers(value, leaf);
  else if (typeof value === 'string') yield* simplerTexts(value);
  else if (Array.isArray(value)) yield* simplerLists(leaf, value as readonly Json[]);
  else if (isJsonObject(value)) yield* simplerObjects(leaf, value);
}

/** The leaves of a place that the value was or could have been drawn for. */
function leavesFor(node: SchemaNode, value: Json, found: SchemaNode[] = []): readonly SchemaNode[] {
  if (found.length >= waysMax) return found;
  if (node.ways === undefined) {
    if (isOfType(node, value)) found.push(node);
  } else for (const way of node.ways) leavesFor(way, value, found);
  return found;
}

function isOfType({ leaf }: SchemaNode, value: Json): boolean {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return leaf.types.some((one) => one === type || (one === 'integer' && type === 'number'));
}

const simplest = new WeakMap<SchemaNode, Json | typeof nothing>();

/** The simplest value of a place, as far as a few tries find it. The same each time. */
export function simplestValue(node: SchemaNode): Json | typeof nothing {
  const known = simplest.get(node);
  if (known !== undefined) return known;
  let best: Json | typeof nothing = nothing;
  for (let attempt = 0; attempt < 12 && (attempt < 4 || best === nothing); attempt++) {
    const found = drawRoot(node, lowestDraw(attempt));
    if (found !== nothing && (best === nothing || isSimpler(found, best))) best = found;
  }
  simplest.set(node, best);
  return best;
}

/** Towards the simplest number that its bounds allow, by halves. */
function* simplerNumbers(value: number, { leaf }: SchemaNode): Generator<Json> {
  const { min, max, multiplesOf } = leaf.number;
  const target = Math.min(Math.max(0, min === -Infinity ? 0 : Math.ceil(min)), max === Infinity ? Infinity : Math.floor(max));
  const step = multiplesOf[0] ?? 1;
  if (!Number.isInteger(value)) {
    yield Math.trunc(value);
    for (const places of [1, 2]) yield Number(value.toFixed(places));
  }
  if (value < 0) yield -value;
  let gap = value - target;
  for (let round = 0; Math.abs(gap) >= step && round < 60; round++) {
    yield plain(Math.trunc((value - gap) / step) * step);
    gap = Math.trunc(gap / 2);
  }
  yield plain(value - Math.sign(value - target) * step);
}

function plain(number: number): number {
  return number === 0 ? 0 : number;
}

/** Shorter, by halves and by single characters; then plainer. */
function* simplerTexts(value: string): Generator<Json> {
  const characters = Array.from(value);
  yield '';
  for (let cut = characters.length >> 1; cut > 0; cut >>= 1) {
    yield characters.slice(0, characters.length - cut).join('');
    yield characters.slice(cut).join('');
  }
  const looked = Math.min(characters.length, 40);
  for (let index = 0; index < looked; index++) yield [...characters.slice(0, index), ...characters.slice(index + 1)].join('');
  for (let index = 0; index < looked; index++) {
    const plainer = /\d/.test(characters[index]!) ? '0' : 'a';
    if (characters[index] !== plainer) yield [...characters.slice(0, index), plainer, ...characters.slice(index + 1)].join('');
  }
}

function* simplerLists(node: SchemaNode, value: readonly Json[]): Generator<Json> {
  if (value.length > 0) yield [];
  for (let cut = value.length >> 1; cut > 0; cut >>= 1) {
    yield value.slice(0, value.length - cut);
    yield value.slice(cut);
  }
  for (let index = 0; index < value.length; index++) yield value.toSpliced(index, 1);
  for (let index = 0; index < value.length; index++)
    for (const item of simplerValues(node.item(index), value[index]!)) yield value.with(index, item);
}

function* simplerObjects(node: SchemaNode, value: JsonObject): Generator<Json> {
  const { required } = node.leaf.object;
  const entries = Object.entries(value);
  const optional = entries.filter(([name]) => !required.includes(name));
  if (optional.length > 1) yield Object.fromEntries(entries.filter(([name]) => required.includes(name)));
  for (const [name] of optional) yield Object.fromEntries(entries.filter(([other]) => other !== name));
  for (const [name, member] of entries)
    for (const simpler of simplerValues(node.member(name), member))
      yield Object.fromEntries(entries.map(([other, one]) => [other, other === name ? simpler : one]));
}
