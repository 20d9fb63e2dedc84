import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';

/** OTLP's list of keys and typed values as plain JSON. What is not as the protocol has it becomes null, and is never mistaken for a value. */
export function readAttributes(list: Json | undefined): JsonObject {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    (list as readonly Json[]).flatMap((entry) => {
      const { key, value } = (isJsonObject(entry) ? entry : {}) as { readonly key?: Json; readonly value?: Json };
      return typeof key === 'string' ? [[key, readAnyValue(value)]] : [];
    }),
  );
}

/** One typed value. */
export function readAnyValue(value: Json | undefined): Json {
  if (!isJsonObject(value)) return null;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value;
  if (stringValue !== undefined) return stringValue;
  if (boolValue !== undefined) return boolValue;
  if (intValue !== undefined) return wholeNumber(intValue);
  if (doubleValue !== undefined) return typeof doubleValue === 'string' ? Number(doubleValue) : doubleValue;
  if (isJsonObject(arrayValue)) return ((arrayValue['values'] ?? []) as readonly Json[]).map(readAnyValue);
  if (isJsonObject(kvlistValue)) return readAttributes(kvlistValue['values']);
  return bytesValue ?? null;
}

/** 64-bit numbers come as text; one beyond what a double holds stays text. */
function wholeNumber(value: Json): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The objects of a list; whatever else stands in it is passed over. */
export function readList(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];
}
