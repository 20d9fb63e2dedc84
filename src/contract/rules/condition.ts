import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';

/** What a condition asks of one field. */
export type FieldTest =
  | { readonly kind: 'compare'; readonly bounds: readonly Bound[] }
  | { readonly kind: 'equals'; readonly value: Json }
  | { readonly kind: 'not'; readonly value: Json }
  | { readonly kind: 'any'; readonly of: readonly FieldTest[] };

export interface Bound {
  readonly sign: '>' | '>=' | '<' | '<=' | '=' | '!=';
  readonly number: number;
}

const bound = /(>=|<=|==|!=|>|<|=)\s*(-?\d+(?:[\d_]*\d)?(?:\.\d+)?)/g;
const onlyBounds = /^\s*(?:(?:>=|<=|==|!=|>|<|=)\s*-?\d[\d_]*(?:\.\d+)?\s*(?:,|and|&&)?\s*)+$/;

/**
 * Reads what a condition says of a field: a value, a list of them, one or more comparisons (">500000", ">=10 <20"), or `not_critical`,
 * which is everything but `critical`, unless the field has a value of that very name.
 */
export function readTest(said: Json, field: JsonObject | undefined): FieldTest {
  if (Array.isArray(said)) return { kind: 'any', of: (said as readonly Json[]).map((one) => readTest(one, field)) };
  if (typeof said !== 'string') return { kind: 'equals', value: said };
  if (onlyBounds.test(said)) {
    const bounds = [...said.matchAll(bound)].map(([, sign, digits]): Bound => ({
      sign: (sign === '==' ? '=' : sign) as Bound['sign'],
      number: Number(digits!.replaceAll('_', '')),
    }));
    return { kind: 'compare', bounds };
  }
  const negated = /^(?:not_|!)(.+)$/.exec(said)?.[1];
  const values = valuesOf(field);
  if (negated !== undefined && !values.includes(said)) return { kind: 'not', value: values.find((value) => asText(value) === negated) ?? negated };
  return { kind: 'equals', value: said };
}

/** The values that a field is declared to have; empty where it may have any. */
export function valuesOf(field: JsonObject | undefined): readonly Json[] {
  if (field === undefined) return [];
  if (Array.isArray(field['enum'])) return field['enum'] as readonly Json[];
  if ('const' in field) return [field['const']!];
  if (isJsonObject(field['words'])) return Object.keys(field['words']);
  return field['type'] === 'boolean' ? [true, false] : [];
}

/** Whether a value is what the test asks for; numbers may be written as texts. */
export function holds(test: FieldTest, value: Json): boolean {
  switch (test.kind) {
    case 'any':
      return test.of.some((one) => holds(one, value));
    case 'equals':
      return isSame(test.value, value);
    case 'not':
      return !isSame(test.value, value);
    case 'compare': {
      const number = asNumber(value);
      return number !== undefined && test.bounds.every((one) => compares(number, one));
    }
  }
}

/** All numbers that a test compares with. */
export function numbersIn(test: FieldTest): readonly number[] {
  if (test.kind === 'any') return test.of.flatMap(numbersIn);
  if (test.kind === 'compare') return test.bounds.map(({ number }) => number);
  return typeof test.value === 'number' ? [test.value] : [];
}

/** All values that a test names. */
export function namedIn(test: FieldTest): readonly Json[] {
  if (test.kind === 'any') return test.of.flatMap(namedIn);
  return test.kind === 'compare' ? [] : [test.value];
}

function compares(value: number, { sign, number }: Bound): boolean {
  switch (sign) {
    case '>':
      return value > number;
    case '>=':
      return value >= number;
    case '<':
      return value < number;
    case '<=':
      return value <= number;
    case '=':
      return value === number;
    case '!=':
      return value !== number;
  }
}

function isSame(one: Json, other: Json): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.trim() === other.trim();
  if (typeof one === 'number' || typeof other === 'number') return asNumber(one) !== undefined && asNumber(one) === asNumber(other);
  return canonicalJson(one) === canonicalJson(other);
}

/** A value as it is written in a condition. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

function asNumber(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}
