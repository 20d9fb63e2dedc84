import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { Draw } from '../draw.ts';
import { drawValue } from './draw-value.ts';
import type { Leaf, Type } from './leaf.ts';
import type { SchemaNode } from './node.ts';
import { nothing } from './trace.ts';

/** One way to break a part of a value; undefined where it turns out that it cannot be broken so. */
export type Breaking = (draw: Draw) => Json | undefined;

/**
 * The ways to break one part, each with one rule of the schema: another type, next to a bound, a member too few or too many. Whether the whole value is then
 * refused, and for that alone, is looked at afterwards.
 */
export function breakingsOf(node: SchemaNode, value: Json): readonly Breaking[] {
  const { leaf } = node;
  return [
    ...(leaf.values === undefined ? [] : [breakEnum(leaf.values)]),
    ...breakType(leaf, value),
    ...(typeof value === 'number' ? breakNumber(leaf, value) : []),
    ...(typeof value === 'string' ? breakText(leaf, value) : []),
    ...(Array.isArray(value) ? breakList(node, value as readonly Json[]) : []),
    ...(isJsonObject(value) ? breakObject(node, value) : []),
  ];
}

/** What a careless author writes instead: another case, a blank, a neighbour in meaning. */
function breakEnum(values: readonly Json[]): Breaking {
  return (draw) => {
    const one = draw.pick(values);
    if (typeof one === 'string') return draw.pick([`${one}x`, one.toUpperCase(), `${one} `, '', one.slice(1)]);
    return typeof one === 'number' ? one + 1 : typeof one === 'boolean' ? String(one) : 'x';
  };
}

const ofType: Readonly<Record<Type, readonly Json[]>> = {
  null: [null],
  boolean: [true, false],
  integer: [0, 7],
  number: [0.5, 1],
  string: ['', 'x', 'null'],
  array: [[]],
  object: [{}],
};

function breakType({ types }: Leaf, value: Json): readonly Breaking[] {
  const others = (Object.keys(ofType) as Type[]).filter((type) => !types.includes(type) && !(type === 'integer' && types.includes('number')));
  if (others.length === 0) return [];
  // The same in another notation is what models get wrong: 7 as "7", one thing for a list of one.
  const alike: readonly Json[] = [
    ...(types.includes('string') || typeof value === 'string' ? [] : [typeof value === 'object' ? canonicalJson(value) : String(value)]),
    ...(types.includes('array') || Array.isArray(value) ? [] : [[value]]),
    ...(types.includes('null') ? [] : [null]),
  ];
  return [(draw) => draw.pick(ofType[draw.pick(others)]), ...(alike.length === 0 ? [] : [(draw: Draw) => draw.pick(alike)])];
}

function breakNumber({ number, types }: Leaf, value: number): readonly Breaking[] {
  const { min, max, openMin, openMax, multiplesOf } = number;
  const step = multiplesOf[0] ?? (types.includes('integer') ? 1 : 0.01);
  const below = openMin ? min : min - step;
  const above = openMax ? max : max + step;
  return [
    ...(min > -Infinity ? [(draw: Draw) => draw.pick([below, below, below - 1000 * step])] : []),
    ...(max < Infinity ? [(draw: Draw) => draw.pick([above, above, above + 1000 * step])] : []),
    ...(types.includes('integer') && !types.includes('number') ? [() => value + 0.5] : []),
    ...multiplesOf.map((multiple) => () => value + multiple / 2),
    ...(number.formats.includes('int32') ? [() => 2 ** 31] : []),
  ];
}

const oddCharacters: readonly string[] = ['!', ' ', '\n', 'é', 'Z', '9', '-', '😀'];

function breakText({ string }: Leaf, value: string): readonly Breaking[] {
  const { lengthMin, lengthMax, patterns, formats, bounds } = string;
  const characters = Array.from(value);
  const checked = patterns.length + formats.length + bounds.length > 0;
  return [
    ...(lengthMin > 0 ? [() => characters.slice(0, lengthMin - 1).join('')] : []),
    ...(lengthMax < 100_000 ? [() => value + (characters.at(-1) ?? 'a').repeat(Math.max(0, lengthMax + 1 - characters.length))] : []),
    // Nearly right: one character more, less, or another.
    ...(checked
      ? [
          (draw: Draw) => characters.with(Math.max(0, draw.int(0, characters.length - 1)), draw.pick(oddCharacters)).join(''),
          (draw: Draw) => value + draw.pick(oddCharacters),
          (draw: Draw) => draw.pick(oddCharacters) + value,
          () => value.slice(1),
          () => '',
          (draw: Draw) => draw.pick(['2026-02-30', '2026-13-01', '25:00:00', 'tomorrow', 'a@', 'http:', '1.2.3', '(', '%', 'x y']),
        ].map((one): Breaking => (draw) => (characters.length === 0 && one.length > 0 ? draw.pick(oddCharacters) : one(draw)))
      : []),
  ];
}

function breakList(node: SchemaNode, value: readonly Json[]): readonly Breaking[] {
  const { itemsMin, itemsMax, unique, contains, prefixLength } = node.leaf.array;
  const another = (draw: Draw, index: number): Json => {
    const item = drawValue(node.item(index), draw, 4);
    return item === nothing ? (value[0] ?? 'x') : item;
  };
  return [
    ...(itemsMin > 0 ? [() => value.slice(0, itemsMin - 1)] : []),
    ...(itemsMax < 10_000
      ? [(draw: Draw) => [...value, ...Array.from({ length: Math.max(0, itemsMax + 1 - value.length) }, (_, index) => another(draw, value.length + index))]]
      : []),
    ...(unique && value.length > 0 ? [(draw: Draw) => [...value.slice(0, Math.min(value.length, itemsMax - 1)), draw.pick(value)]] : []),
    ...(contains.length > 0 ? [() => [], () => [...value, null], () => [...value, value[0] ?? null], () => value.map(() => null)] : []),
    ...(node.item(prefixLength).dead ? [(draw: Draw) => [...value, draw.pick(['x', 0, null])]] : []),
  ];
}

function breakObject(node: SchemaNode, value: JsonObject): readonly Breaking[] {
  const { required, membersMin, membersMax, needs, nameSchemas, names } = node.leaf.object;
  const entries = Object.entries(value);
  const without = (name: string): JsonObject => Object.fromEntries(entries.filter(([other]) => other !== name));
  const withMember = (name: string, member: Json): JsonObject => Object.fromEntries([...entries.filter(([other]) => other !== name), [name, member]]);
  const present = required.filter((name) => Object.hasOwn(value, name));
  const forbidden = names.filter((name) => node.member(name).dead);
  const unknown = ['extra', 'note', 'x'].find((name) => !Object.hasOwn(value, name) && !names.includes(name)) ?? 'extra_1';
  return [
    ...(present.length > 0 ? [(draw: Draw) => without(draw.pick(present)), (draw: Draw) => without(draw.pick(present))] : []),
    ...(node.member(unknown).members.length > 0 || node.leaf.object.isMap ? [(draw: Draw) => withMember(unknown, draw.pick(['x', 0, null, true]))] : []),
    ...(forbidden.length > 0 ? [(draw: Draw) => withMember(draw.pick(forbidden), draw.pick(['x', 0, null]))] : []),
    ...needs.flatMap(([name, needed]) => needed.map((one) => () => Object.fromEntries([...entries.filter(([other]) => other !== one), [name, value[name] ?? 'x']]))),
    ...(membersMin > 0 ? [() => Object.fromEntries(entries.slice(0, membersMin - 1))] : []),
    ...(membersMax < 1000
      ? [() => Object.fromEntries([...entries, ...Array.from({ length: Math.max(0, membersMax + 1 - entries.length) }, (_, index) => [`more_${index}`, 'x'] as const)])]
      : []),
    ...(nameSchemas.length > 0 ? [(draw: Draw) => withMember(draw.pick(['', 'A B', '1', 'x'.repeat(60), '😀']), null)] : []),
  ];
}
