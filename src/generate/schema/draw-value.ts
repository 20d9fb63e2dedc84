import type { Draw } from '../draw.ts';
import { depthOf, finishes } from './depth.ts';
import { drawArray } from './draw-array.ts';
import { drawNumber } from './draw-number.ts';
import { drawObject } from './draw-object.ts';
import { drawString } from './draw-string.ts';
import type { Type } from './leaf.ts';
import type { SchemaNode } from './node.ts';
import { nothing, type Drawn, type Trace } from './trace.ts';

/** Beyond what it needs a value has so many levels. */
const levelsMore = 5;
/** So often a place is drawn anew before whoever holds it tries another way. */
const triesAtPlace = 25;

/** A value for the root of a schema, or nothing where none was found in the tries that the draw has. */
export function drawRoot(root: SchemaNode, draw: Draw, trace?: Trace): Drawn {
  const depth = depthOf(root);
  return depth === Infinity ? nothing : drawValue(root, draw, depth + levelsMore, trace);
}

/** A value for a place, with no more levels than that. */
export function drawValue(node: SchemaNode, draw: Draw, levels: number, trace?: Trace): Drawn {
  const mark = trace?.mark();
  for (let tries = 0; tries < triesAtPlace && draw.triesLeft > 0; tries++) {
    const leaf = leafToDraw(node, draw, levels);
    const value = leaf === undefined ? nothing : drawLeaf(leaf, draw, levels, trace);
    // Only at a leaf all choices are made, and known what must be looked at afterwards.
    if (value !== nothing && (leaf!.guard === undefined || leaf!.guard(value))) return value;
    draw.triesLeft--;
    if (mark !== undefined) trace!.back(mark);
  }
  return nothing;
}

function leafToDraw(node: SchemaNode, draw: Draw, levels: number): SchemaNode | undefined {
  let at = node;
  while (at.ways !== undefined) {
    const open = at.ways.filter((way) => finishes(way, levels));
    if (open.length === 0) return undefined;
    at = draw.pick(open);
  }
  return at;
}

function drawLeaf(node: SchemaNode, draw: Draw, levels: number, trace: Trace | undefined): Drawn {
  trace?.add(node);
  const { values } = node.leaf;
  if (values !== undefined) return values.length === 0 ? nothing : draw.pick(values);
  if (node.dead) return nothing;
  draw.sizeLeft--;
  switch (typeToDraw(node, draw, levels)) {
    case 'null':
      return null;
    case 'boolean':
      return draw.int(0, 1) === 1;
    case 'integer':
      return drawNumber(node.leaf.number, true, draw);
    case 'number':
      return drawNumber(node.leaf.number, draw.int(0, 2) < 2, draw);
    case 'string':
      return drawString(node.leaf.string, draw);
    case 'array':
      return drawArray(node, draw, levels, trace, drawValue);
    case 'object':
      return drawObject(node, draw, levels, trace, drawValue);
    default:
      return nothing;
  }
}

/** Of several types one of which something is said, nearly always. */
function typeToDraw({ leaf }: SchemaNode, draw: Draw, levels: number): Type | undefined {
  const { types, likely } = leaf;
  if (types.length === 1) return types[0];
  const meant = likely.length === 0 ? types : types.filter((type) => likely.includes(type === 'integer' ? 'number' : type));
  const open = (meant.length === 0 || draw.oneIn(12) ? types : meant).filter((type) => levels > 0 || (type !== 'array' && type !== 'object') || meant.includes(type));
  return open.length === 0 ? types[0] : draw.pick(open);
}
