import { isJsonObject, type Json, type JsonObject } from '../../src/domain/json.ts';

/** One change of a JSON value: where, what was done, and what came out. */
export interface Mutation {
  readonly where: string;
  readonly value: Json;
}

/** Every value that differs from this one in one leaf, one member or one element. */
export function* mutationsOf(value: Json, where = '$'): Generator<Mutation> {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    for (const [index, element] of list.entries()) {
      yield { where: `${where}[${index}] deleted`, value: list.toSpliced(index, 1) };
      for (const inner of mutationsOf(element, `${where}[${index}]`)) yield { where: inner.where, value: list.with(index, inner.value) };
    }
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      yield { where: `${where}.${name} deleted`, value: without(value, name) };
      for (const inner of mutationsOf(member, `${where}.${name}`)) yield { where: inner.where, value: { ...value, [name]: inner.value } };
    }
  } else yield { where: `${where} changed`, value: changed(value) };
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

function changed(leaf: Json): Json {
  if (typeof leaf === 'string') return `${leaf}x`;
  if (typeof leaf === 'number') return leaf + 1;
  return typeof leaf === 'boolean' ? !leaf : 'x';
}
