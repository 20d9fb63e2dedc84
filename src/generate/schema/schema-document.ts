import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { openSchemaChecks, type SchemaChecks } from '../../domain/schema-checks.ts';

/** A schema as JSON has it; `true` and `false` are schemas too. */
export type Schema = boolean | JsonObject;

/** A whole schema: what its references mean, and the test of each of its parts. */
export interface SchemaDocument {
  readonly root: Schema;
  readonly checks: SchemaChecks;
  /** What a `$ref` or `$dynamicRef` of this part means; undefined for what lies elsewhere (the schema of schemas). */
  resolve(from: JsonObject, reference: string): Schema | undefined;
  /** A part that was made from another has the references of that one. */
  derive(part: JsonObject, from: JsonObject): JsonObject;
  /** The test of one part; undefined for parts that were made here. */
  testOf(part: Schema): ((value: Json) => boolean) | undefined;
  /** JSON pointer of a part, of a made one that of its origin. */
  pointerOf(part: Schema): string;
}

interface Place {
  readonly base: string;
  readonly pointer: string;
  readonly made?: boolean;
}

const baseOfAll = 'https://rehearsal.invalid/schema';
/** Under these lie values, no schemas. */
const data = new Set(['enum', 'const', 'default', 'examples']);

/** @throws Error where ajv does not take it for a schema. */
export function openSchemaDocument(given: JsonObject | boolean): SchemaDocument {
  const checks = openSchemaChecks(given);
  // A copy of its own: each part stands at one place, whatever was shared.
  const root = JSON.parse(JSON.stringify(given)) as Schema;
  const places = new Map<JsonObject, Place>();
  const named = new Map<string, Schema>([[baseOfAll, root]]);
  const dynamic = new Map<string, JsonObject>();
  let isDynamic = false;
  const tests = new Map<JsonObject, ((value: Json) => boolean) | undefined>();

  const index = (value: Json, base: string, pointer: string): void => {
    if (Array.isArray(value)) (value as readonly Json[]).forEach((one, at) => index(one, base, `${pointer}/${at}`));
    if (!isJsonObject(value)) return;
    const own = typeof value['$id'] === 'string' ? joined(value['$id'], base) : base;
    places.set(value, { base: own, pointer });
    if (own !== base) named.set(withoutFragment(own), value);
    for (const anchor of [value['$anchor'], value['$dynamicAnchor']]) if (typeof anchor === 'string') named.set(`${withoutFragment(own)}#${anchor}`, value);
    if (value['$dynamicRef'] !== undefined) isDynamic = true;
    const dynamicAnchor = value['$dynamicAnchor'];
    if (typeof dynamicAnchor === 'string' && !dynamic.has(dynamicAnchor)) dynamic.set(dynamicAnchor, value);
    for (const [name, member] of Object.entries(value)) if (!data.has(name)) index(member, own, `${pointer}/${escaped(name)}`);
  };
  index(root, baseOfAll, '');

  return {
    root,
    checks,
    resolve(from, reference) {
      const anchor = /^#([^/].*)$/.exec(reference)?.[1];
      if (anchor !== undefined && from['$dynamicRef'] === reference && dynamic.has(anchor)) return dynamic.get(anchor);
      const target = joined(reference, places.get(from)?.base ?? baseOfAll);
      const known = named.get(target.replace(/#$/, ''));
      if (known !== undefined) return known;
      const [whole, fragment = ''] = target.split('#') as [string, string?];
      const start = named.get(whole);
      return start === undefined ? undefined : partAt(start, fragment);
    },
    derive(part, from) {
      const { base, pointer } = places.get(from) ?? { base: baseOfAll, pointer: '' };
      places.set(part, { base, pointer, made: true });
      return part;
    },
    testOf(part) {
      if (typeof part === 'boolean') return () => part;
      if (part === root) return checks.accepts;
      if (tests.has(part)) return tests.get(part);
      const place = places.get(part);
      // What a dynamic reference means depends on where one came from: then a part alone has no test.
      const test = place === undefined || place.made === true || isDynamic ? undefined : checks.part(place.pointer);
      tests.set(part, test);
      return test;
    },
    pointerOf: (part) => (typeof part === 'boolean' ? '' : (places.get(part)?.pointer ?? '')),
  };
}

function partAt(start: Schema, fragment: string): Schema | undefined {
  let at: Json | undefined = start;
  for (const part of decoded(fragment).split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    at = Array.isArray(at) ? (at as readonly Json[])[Number(name)] : isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return typeof at === 'boolean' || isJsonObject(at) ? at : undefined;
}

function joined(reference: string, base: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    return reference;
  }
}

function withoutFragment(uri: string): string {
  return uri.split('#')[0]!;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
