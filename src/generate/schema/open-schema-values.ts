import type { Arbitrary } from 'fast-check';
import { RehearsalFailure } from '../../domain/failure.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { seededDraw, type Draw } from '../draw.ts';
import { DrawnArbitrary } from '../drawn-arbitrary.ts';
import { breachesText, breachOf, drawBroken, type Breach, type InvalidValue } from './broken-value.ts';
import { drawRoot } from './draw-value.ts';
import { hopelessPlace } from './hopeless-place.ts';
import { openNode, type SchemaNode } from './node.ts';
import { openSchemaDocument } from './schema-document.ts';
import { isSimpler } from './simplicity.ts';
import { simplerValues, simplestValue } from './simpler-values.ts';
import { nothing } from './trace.ts';

/** The values of a schema. Everything that leaves here was looked at by ajv. */
export interface SchemaValues {
  /** Values that fit. */
  readonly valid: Arbitrary<Json>;
  /** Values that do not fit, mostly by one rule only; absent where everything fits. */
  readonly invalid: Arbitrary<InvalidValue> | undefined;
  /** The simplest value that fits: where shrinking ends. */
  readonly simplest: Json;
  accepts(value: Json): boolean;
  /** The rule that a value breaks; undefined where it fits. */
  breach(value: Json): Breach | undefined;
  /** The same without fast-check, for whoever draws several values at once. */
  draw(draw: Draw): Json;
  drawInvalid(draw: Draw): InvalidValue;
  /** Simpler values that fit, the greatest step first. */
  simpler(value: Json): Iterable<Json>;
}

const opened = new Map<string, SchemaValues | RehearsalFailure>();
const openedBefore = new WeakMap<JsonObject, SchemaValues>();
const openedMax = 500;

/**
 * Makes a schema ready for drawing values, once for each schema.
 *
 * @example
 * ```ts
 * const { valid, invalid } = openSchemaValues(contract.input);
 * fc.assert(fc.property(valid, (given) => agentTakes(given)));
 * ```
 * @throws RehearsalFailure SCHEMA_UNSATISFIABLE where no value fits, or none was found; CONFIGURATION_INVALID where it is no JSON Schema.
 */
export function openSchemaValues(schema: JsonObject | boolean): SchemaValues {
  const before = isJsonObject(schema) ? openedBefore.get(schema) : undefined;
  if (before !== undefined) return before;
  const text = canonicalJson(schema);
  let known = opened.get(text);
  if (known === undefined) {
    if (opened.size >= openedMax) opened.clear();
    opened.set(text, (known = tryToOpen(schema)));
  }
  if (known instanceof RehearsalFailure) throw known;
  if (isJsonObject(schema)) openedBefore.set(schema, known);
  return known;
}

/** Values that fit a schema. */
export function validValues(schema: JsonObject | boolean): Arbitrary<Json> {
  return openSchemaValues(schema).valid;
}

/**
 * Values that just do not fit a schema, with the rule that they break.
 *
 * @throws RehearsalFailure SCHEMA_UNSATISFIABLE where everything fits.
 */
export function invalidValues(schema: JsonObject | boolean): Arbitrary<InvalidValue> {
  const { invalid } = openSchemaValues(schema);
  if (invalid === undefined) throw unsatisfiable('The schema refuses nothing, so there is no value that does not fit it.', schema);
  return invalid;
}

function tryToOpen(schema: JsonObject | boolean): SchemaValues | RehearsalFailure {
  try {
    return open(schema);
  } catch (error) {
    if (error instanceof RehearsalFailure) return error;
    // ajv follows such a reference until its stack is full.
    if (error instanceof RangeError) return unsatisfiable('The schema refers to itself for the very same value, without end.', schema);
    return new RehearsalFailure('CONFIGURATION_INVALID', `ajv takes this for no JSON Schema: ${(error as Error).message}`, {
      hint: 'Schemas are those of JSON Schema 2020-12; see docs/GENERATORS.md.',
      cause: error,
    });
  }
}

function open(schema: JsonObject | boolean): SchemaValues {
  const document = openSchemaDocument(schema);
  const root = openNode(document);
  const { checks } = document;
  const first = firstThatFits(root);
  if (first === nothing) throw unsatisfiable(reasonOf(root), schema);

  const accepts = (value: Json): boolean => unlessJudgeCrashes(() => checks.accepts(value), false);
  const refuses = (value: Json): boolean => unlessJudgeCrashes(() => !checks.accepts(value), false);
  const draw = (chance: Draw): Json => {
    for (let round = 0; round < 50; round++) {
      const value = unlessJudgeCrashes(() => drawRoot(root, chance), undefined);
      if (value === nothing) break;
      if (value !== undefined && accepts(value)) return value;
    }
    // It is known to fit, and better than no value in the middle of a run.
    return first;
  };
  const told = (value: Json): InvalidValue => ({ value, breach: breachOf(checks.breaches(value)) });
  const someBroken = firstBroken(root);
  const drawInvalid = (chance: Draw): InvalidValue => {
    const broken = unlessJudgeCrashes(() => drawBroken(root, chance), nothing);
    if (broken !== nothing) return told(broken);
    if (someBroken === nothing) throw unsatisfiable('The schema refuses nothing, so there is no value that does not fit it.', schema);
    return told(someBroken);
  };
  function* simpler(value: Json): Generator<Json> {
    for (const one of simplerValues(root, value)) if (isSimpler(one, value) && accepts(one)) yield one;
  }
  function* simplerInvalid({ value }: InvalidValue): Generator<InvalidValue> {
    const breaches = breachesText(checks.breaches(value));
    for (const one of simplerValues(root, value)) {
      if (!isSimpler(one, value) || !refuses(one)) continue;
      const found = checks.breaches(one);
      if (breachesText(found) === breaches) yield { value: one, breach: breachOf(found) };
    }
  }
  return {
    valid: new DrawnArbitrary({ draw, simpler, fits: (value): value is Json => isPlainJson(value) && accepts(value) }),
    invalid:
      someBroken === nothing
        ? undefined
        : new DrawnArbitrary({ draw: drawInvalid, simpler: simplerInvalid, fits: (one): one is InvalidValue => isRefused(one, refuses) }),
    simplest: first,
    accepts,
    breach(value) {
      const found = unlessJudgeCrashes(() => checks.breaches(value), []);
      return found.length === 0 ? undefined : breachOf(found);
    },
    draw,
    drawInvalid,
    simpler,
  };
}

/** The simplest that is found; where that cannot be drawn, the first that chance finds. */
function firstThatFits(root: SchemaNode): Json | typeof nothing {
  for (let seed = 0; seed <= 10; seed++) {
    const value = seed === 0 ? simplestValue(root) : drawRoot(root, seededDraw(seed));
    if (value !== nothing && root.document.checks.accepts(value)) return value;
    if (seed > 1 && value === nothing) break;
  }
  return nothing;
}

/** ajv crashes on some values of some schemas (without end into itself, for one). Such a value is neither accepted nor refused, and never given out. */
function unlessJudgeCrashes<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RehearsalFailure) throw error;
    return otherwise;
  }
}

function firstBroken(root: SchemaNode): Json | typeof nothing {
  for (let seed = 1; seed <= 5; seed++) {
    const broken = drawBroken(root, seededDraw(seed));
    if (broken !== nothing) return broken;
  }
  return nothing;
}

function reasonOf(root: SchemaNode): string {
  const place = hopelessPlace(root);
  if (place === undefined) return 'No value was found that fits the schema; its rules seem to contradict each other.';
  return `No value can fit the schema: its rules contradict each other at ${place}, or ask for themselves without end.`;
}

function unsatisfiable(reason: string, schema: JsonObject | boolean): RehearsalFailure {
  const text = JSON.stringify(schema);
  return new RehearsalFailure('SCHEMA_UNSATISFIABLE', `${reason} Schema: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`, {
    hint: 'Write one value by hand that should fit, and hold it against the schema; see docs/GENERATORS.md.',
  });
}

function isRefused(one: unknown, refuses: (value: Json) => boolean): boolean {
  return isJsonObject(one) && 'value' in one && 'breach' in one && isPlainJson(one['value']) && refuses(one['value']);
}

function isPlainJson(value: unknown): value is Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlainJson);
  return typeof value === 'object' && Object.values(value).every(isPlainJson);
}
