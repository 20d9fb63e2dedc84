import type { Json } from '../../domain/json.ts';
import type { Draw } from '../draw.ts';
import { finishes } from './depth.ts';
import { openPattern } from './pattern/open-pattern.ts';
import type { SchemaNode } from './node.ts';
import { nothing, type Drawn, type DrawPart, type Trace } from './trace.ts';

/** Names of members that no schema names. */
const otherNames: readonly string[] = ['a', 'b', 'extra', 'note', 'x-1', 'Ünï', 'constructor', ''];

/** An object whose members fit. */
export function drawObject(node: SchemaNode, draw: Draw, levels: number, trace: Trace | undefined, drawPart: DrawPart): Drawn {
  const names = namesToDraw(node, draw, levels, drawPart);
  if (names === undefined) return nothing;
  const entries: [string, Json][] = [];
  for (const name of names) {
    trace?.enter(name);
    const value = drawPart(node.member(name), draw, levels - 1, trace);
    trace?.leave();
    if (value !== nothing) entries.push([name, value]);
    else if (node.leaf.object.required.includes(name)) return nothing;
  }
  // Not by assignment: `__proto__` is a name like any other.
  return Object.fromEntries(entries);
}

/** The members to have, in the order in which the schema names them; undefined where there are not enough. */
function namesToDraw(node: SchemaNode, draw: Draw, levels: number, drawPart: DrawPart): readonly string[] | undefined {
  const { names, required, membersMin, membersMax, needs, isMap } = node.leaf.object;
  const possible = (name: string): boolean => finishes(node.member(name), levels - 1);
  const edge = draw.edge();
  // At an edge an object has all that it can have, or only what it must.
  const share = edge ? draw.pick(['none', 'all'] as const) : draw.sizeLeft <= 0 ? 'none' : 'some';
  const chosen = new Set(required);
  for (const name of names) {
    if (chosen.has(name) || share === 'none' || chosen.size >= membersMax) continue;
    if ((share === 'all' || draw.int(0, 1) === 1) && possible(name)) chosen.add(name);
  }
  addNeeded(chosen, needs);
  const wanted = Math.max(membersMin, isMap || names.length === 0 ? chosen.size + mapSize(draw) : chosen.size + (draw.oneIn(24) ? 1 : 0));
  for (let tries = 0; chosen.size < Math.min(wanted, membersMax) && tries < 20 + membersMin; tries++) {
    const left = chosen.size < membersMin ? names.filter((name) => !chosen.has(name) && possible(name)) : [];
    const name = left.length > 0 ? draw.pick(left) : drawName(node, draw, chosen.size, drawPart);
    if (name !== undefined && !chosen.has(name) && possible(name)) chosen.add(name);
    addNeeded(chosen, needs);
  }
  if (chosen.size < membersMin || chosen.size > membersMax) return undefined;
  return [...names.filter((name) => chosen.has(name)), ...[...chosen].filter((name) => !names.includes(name))];
}

function addNeeded(chosen: Set<string>, needs: SchemaNode['leaf']['object']['needs']): void {
  for (let before = -1; before !== chosen.size; ) {
    before = chosen.size;
    for (const [name, needed] of needs) if (chosen.has(name)) for (const one of needed) chosen.add(one);
  }
}

function mapSize(draw: Draw): number {
  return draw.sizeLeft <= 0 ? 0 : draw.int(0, 2);
}

/** A name that is not spoken of: by a pattern, by the schema of names, or any. */
function drawName(node: SchemaNode, draw: Draw, count: number, drawPart: DrawPart): string | undefined {
  const { namePatterns, nameSchemas } = node.leaf.object;
  if (nameSchemas.length > 0) {
    const name = drawPart(node.place([...nameSchemas, textSchema]), draw, 0);
    return typeof name === 'string' ? name : undefined;
  }
  if (namePatterns.length > 0 && draw.int(0, 3) < 3) return openPattern(draw.pick(namePatterns)).draw(draw, 0);
  return count < otherNames.length && !draw.oneIn(4) ? otherNames[count] : `${draw.pick(otherNames)}${draw.int(0, 99)}`;
}

const textSchema = { type: 'string' };
