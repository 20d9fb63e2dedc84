import type { SchemaNode } from './node.ts';

/** Deeper than this no schema is looked into for a value that ends. */
export const depthMax = 40;

/** How many levels the smallest value of a place has; Infinity where none ends, so that no value fits. */
export function depthOf(node: SchemaNode): number {
  for (let limit = node.depth.failsAt + 1; limit <= depthMax; limit++) if (finishes(node, limit)) return limit;
  return Infinity;
}

/** True where some value fits that has no more levels than that. */
export function finishes(node: SchemaNode, limit: number): boolean {
  const { depth } = node;
  if (limit >= depth.finishes) return true;
  if (limit <= depth.failsAt || node.dead || limit < 0) return false;
  const found = node.ways === undefined ? leafFinishes(node, limit) : node.ways.some((way) => finishes(way, limit));
  if (found) depth.finishes = limit;
  else depth.failsAt = limit;
  return found;
}

function leafFinishes(node: SchemaNode, limit: number): boolean {
  const { types, values, object } = node.leaf;
  if (values !== undefined) return true;
  return types.some((type) => {
    if (type === 'array') return arrayFinishes(node, limit);
    if (type !== 'object') return true;
    return object.required.every((name) => finishes(node.member(name), limit - 1));
  });
}

function arrayFinishes(node: SchemaNode, limit: number): boolean {
  const { itemsMin, prefixLength, contains } = node.leaf.array;
  for (let index = 0; index < Math.min(itemsMin, prefixLength + 1); index++) if (!finishes(node.item(index), limit - 1)) return false;
  return contains.every(({ schema, min }) => min === 0 || finishes(node.place([...node.leaf.array.itemAt(prefixLength), schema]), limit - 1));
}
