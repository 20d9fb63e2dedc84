import { depthOf } from './depth.ts';
import type { SchemaNode } from './node.ts';

/** Where a schema that no value fits goes wrong: the deepest place that is needed and has no value. Undefined where each place by itself has one. */
export function hopelessPlace(node: SchemaNode, seen: ReadonlySet<SchemaNode> = new Set()): string | undefined {
  if (seen.has(node) || depthOf(node) !== Infinity) return undefined;
  const further = new Set([...seen, node]);
  for (const below of neededBelow(node)) {
    const place = hopelessPlace(below, further);
    if (place !== undefined) return place;
  }
  const named = node.members.find((member) => typeof member !== 'boolean');
  return named === undefined ? undefined : `#${node.document.pointerOf(named)}`;
}

function neededBelow(node: SchemaNode): readonly SchemaNode[] {
  if (node.dead) return [];
  if (node.ways !== undefined) return node.ways;
  const { object, array, types } = node.leaf;
  return [
    ...(types.includes('object') ? object.required.map((name) => node.member(name)) : []),
    ...(types.includes('array') && array.itemsMin > 0 ? [node.item(0), node.item(array.prefixLength)] : []),
  ];
}
