import type { Json } from '../../domain/json.ts';
import type { SchemaBreach } from '../../domain/schema-checks.ts';
import type { Draw } from '../draw.ts';
import { valueAt, withValueAt } from '../leaf-paths.ts';
import { breakingsOf } from './broken-parts.ts';
import { complementOf } from './complement.ts';
import { drawRoot, drawValue } from './draw-value.ts';
import { depthOf } from './depth.ts';
import type { SchemaNode } from './node.ts';
import { nothing, startTrace, type TracedPart } from './trace.ts';

/** A value that is refused. */
export interface InvalidValue {
  readonly value: Json;
  readonly breach: Breach;
}

/** The one rule that a value breaks. */
export interface Breach {
  /** JSON pointer into the value; empty for the whole. */
  readonly at: string;
  readonly keyword: string;
  /** `/amount must be <= 500`. */
  readonly sentence: string;
}

/** So many values are broken in search of one that breaks one rule and no other. */
const roundsMax = 40;

/** A value that breaks the schema: by one rule wherever that is found in some tries, else by more; nothing where everything fits. */
export function drawBroken(root: SchemaNode, draw: Draw): Json | typeof nothing {
  const { checks } = root.document;
  let second: Json | typeof nothing = nothing;
  for (let round = 0; round < roundsMax && draw.triesLeft > 0; round++) {
    const trace = startTrace();
    const value = drawRoot(root, draw, trace);
    if (value === nothing || trace.parts.length === 0) break;
    for (let tries = 0; tries < 6; tries++) {
      const broken = breakSomewhere(draw.pick(trace.parts), value, draw);
      if (broken === nothing || checks.accepts(broken)) continue;
      if (ownBreaches(checks.breaches(broken)).length === 1) return broken;
      if (second === nothing) second = broken;
    }
    if (second !== nothing && round >= 3) return second;
  }
  return second === nothing ? drawOutside(root, draw) : second;
}

function breakSomewhere({ path, node }: TracedPart, value: Json, draw: Draw): Json | typeof nothing {
  const part = valueAt(value, path);
  if (part === undefined) return nothing;
  const ways = breakingsOf(node, part);
  const broken = ways.length === 0 ? undefined : draw.pick(ways)(draw);
  return broken === undefined ? nothing : withValueAt(value, path, broken);
}

/** Where no part could be broken alone: a value of the schema turned around. */
function drawOutside(root: SchemaNode, draw: Draw): Json | typeof nothing {
  const { document } = root;
  const { alternatives } = complementOf(document, {}, document.root);
  for (let tries = 0; tries < roundsMax && alternatives.length > 0; tries++) {
    const place = root.place([draw.pick(alternatives)]);
    const value = drawValue(place, draw, Math.min(depthOf(place), 10) + 2);
    if (value !== nothing && !document.checks.accepts(value)) return value;
  }
  return nothing;
}

const joining = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not', '$ref', '$dynamicRef', 'contains', 'propertyNames', 'dependentSchemas']);

/** The rules that are broken themselves, without those that only pass it on. */
function ownBreaches(breaches: readonly SchemaBreach[]): readonly SchemaBreach[] {
  const own = breaches.filter(({ keyword }) => !joining.has(keyword));
  return own.length > 0 ? own : breaches;
}

/** Says what a refused value breaks: of several rules the one that stands deepest. */
export function breachOf(breaches: readonly SchemaBreach[]): Breach {
  const [first, ...others] = ownBreaches(breaches);
  const { at, keyword, message } = others.reduce((deepest, one) => (one.at.length > deepest.at.length ? one : deepest), first!);
  return { at, keyword, sentence: `${at === '' ? 'the value' : at} ${message}` };
}

/** Two values with the same breaches are broken in the same way, whatever else they hold. */
export function breachesText(breaches: readonly SchemaBreach[]): string {
  return breaches
    .map(({ rule }) => rule)
    .toSorted()
    .join();
}
