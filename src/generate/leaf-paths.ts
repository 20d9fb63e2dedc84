import { isJsonObject, type Json } from '../domain/json.ts';

export type Path = readonly (string | number)[];

/** The paths of everything in a value that is neither list nor object, in its order. */
export function leafPaths(value: Json, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, index) => leafPaths(item, [...path, index]));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([name, member]) => leafPaths(member, [...path, name]));
  return [path];
}

/** Undefined where there is nothing. */
export function valueAt(value: Json, path: Path): Json | undefined {
  let at: Json | undefined = value;
  for (const step of path) {
    if (Array.isArray(at)) at = (at as readonly Json[])[step as number];
    else at = isJsonObject(at) && Object.hasOwn(at, step) ? at[step as string] : undefined;
  }
  return at;
}

/** A copy with another value at that path, which must be there. */
export function withValueAt(value: Json, path: Path, other: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return other;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, index) => (index === step ? withValueAt(item, rest, other) : item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, name === step ? withValueAt(member, rest, other) : member]));
}

/** The texts among them. */
export function textsIn(value: Json): readonly { readonly path: Path; readonly text: string }[] {
  return leafPaths(value).flatMap((path) => {
    const text = valueAt(value, path);
    return typeof text === 'string' ? [{ path, text }] : [];
  });
}
