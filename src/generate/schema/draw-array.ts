import { canonicalJson, type Json } from '../../domain/json.ts';
import type { Draw } from '../draw.ts';
import { finishes } from './depth.ts';
import type { SchemaNode } from './node.ts';
import { nothing, type Drawn, type DrawPart, type Trace } from './trace.ts';

/** A full list is drawn where it is no longer than this. */
const fullMax = 24;

/** A list of items that fit their places. */
export function drawArray(node: SchemaNode, draw: Draw, levels: number, trace: Trace | undefined, drawPart: DrawPart): Drawn {
  const { array } = node.leaf;
  const length = lengthToDraw(node, draw, levels);
  if (length < 0) return nothing;
  const wanted = placesToContain(node, draw, length);
  const seen = array.unique ? new Set<string>() : undefined;
  const items: Json[] = [];
  for (let index = 0; index < length; index++) {
    const extra = wanted.get(index);
    const place = extra === undefined ? node.item(index) : node.place([...array.itemAt(index), ...extra]);
    trace?.enter(index);
    const item = seen === undefined ? drawPart(place, draw, levels - 1, trace) : drawUnseen(place, draw, levels - 1, trace, seen, drawPart);
    trace?.leave();
    if (item !== nothing) items.push(item);
    else if (items.length >= array.itemsMin && wanted.size === 0) break;
    else return nothing;
  }
  return items;
}

function lengthToDraw(node: SchemaNode, draw: Draw, levels: number): number {
  const { itemsMin, itemsMax, contains, prefixLength } = node.leaf.array;
  const least = Math.max(itemsMin, ...contains.map(({ min }) => min));
  if (least > itemsMax) return -1;
  // From the first place on that no value fits, there are no items.
  let most = itemsMax;
  for (let index = 0; index <= prefixLength && index < most; index++) if (!finishes(node.item(index), levels - 1)) most = index;
  if (most < least) return -1;
  if (draw.sizeLeft <= 0) return least;
  if (draw.edge()) return draw.pick([least, Math.min(most, least + 1), most <= fullMax ? most : least]);
  const more = Math.min(most - least, Math.max(prefixLength - least, 3), Math.max(1, levels));
  return least + draw.int(0, more);
}

/** Which places must hold what `contains` asks for. */
function placesToContain({ leaf }: SchemaNode, draw: Draw, length: number): ReadonlyMap<number, readonly (boolean | Readonly<Record<string, Json>>)[]> {
  const wanted = new Map<number, (boolean | Readonly<Record<string, Json>>)[]>();
  for (const { schema, min } of leaf.array.contains) {
    const places = Array.from({ length }, (_, index) => index);
    for (let count = 0; count < min && places.length > 0; count++) {
      const [place] = places.splice(draw.int(0, places.length - 1), 1);
      wanted.set(place!, [...(wanted.get(place!) ?? []), schema]);
    }
  }
  return wanted;
}

/** Another item than those before. */
function drawUnseen(place: SchemaNode, draw: Draw, levels: number, trace: Trace | undefined, seen: Set<string>, drawPart: DrawPart): Drawn {
  const mark = trace?.mark();
  for (let tries = 0; tries < 20 && draw.triesLeft > 0; tries++) {
    const item = drawPart(place, draw, levels, trace);
    if (item === nothing) return nothing;
    const text = canonicalJson(item);
    if (!seen.has(text)) {
      seen.add(text);
      return item;
    }
    draw.triesLeft--;
    if (mark !== undefined) trace!.back(mark);
  }
  return unseenByNature(place, seen);
}

/** Where chance finds nothing new: the values of an enum that are left. */
function unseenByNature({ leaf, guard }: SchemaNode, seen: Set<string>): Drawn {
  const left = (leaf.values ?? [false, true]).find((value) => !seen.has(canonicalJson(value)) && (leaf.values !== undefined || leaf.types.includes('boolean')) && (guard?.(value) ?? true));
  if (left === undefined) return nothing;
  seen.add(canonicalJson(left));
  return left;
}
