import { GoJsonError, type GoValue } from './go-value.ts';

/** The Go types that occur in the API. */
export type GoType = 'string' | 'bool' | 'int64' | 'int' | 'float32' | StructType;

/** A struct of Go's: its name in messages, and its members under their JSON names. */
export interface StructType {
  /** As in `toxics.LatencyToxic`; an anonymous struct has its whole text for a name. */
  readonly name: string;
  readonly isAnonymous?: true;
  readonly members: Readonly<Record<string, GoType>>;
}

/** What a body said. A member that was not there, or null, is not here. */
export interface Decoded {
  readonly [member: string]: string | boolean | number | Decoded | undefined;
}

/**
 * Reads a struct the way Go does: names match in any case, what is unknown is left out, null changes nothing, and after a member of a wrong type the others are
 * still looked at, so that the message is about the first one.
 *
 * @throws GoJsonError `json: cannot unmarshal …`
 */
export function decodeStruct(value: GoValue, type: StructType): Decoded {
  const errors: string[] = [];
  const decoded = decode(value, type, { struct: undefined, path: [], errors });
  if (errors.length > 0) throw new GoJsonError(errors[0]!);
  return (decoded ?? {}) as Decoded;
}

/** @throws GoJsonError, `type` is how Go calls the list. */
export function decodeList(value: GoValue, element: StructType, type: string): readonly Decoded[] {
  if (value.kind === 'null') return [];
  if (value.kind !== 'array') throw new GoJsonError(`json: cannot unmarshal ${value.kind} into Go value of type ${type}`);
  return value.items.map((item) => decodeStruct(item, element));
}

interface Context {
  /** The struct around the value. */
  readonly struct: StructType | undefined;
  readonly path: readonly string[];
  readonly errors: string[];
}

function decode(value: GoValue, type: GoType, context: Context): Decoded[string] {
  if (value.kind === 'null') return undefined;
  if (typeof type === 'object') return value.kind === 'object' ? decodeMembers(value.members, type, context) : mismatch(value.kind, type, context);
  if (value.kind === 'number') return decodeNumber(value.text, type, context);
  if ((value.kind === 'string' || value.kind === 'bool') && value.kind === type) return value.value;
  return mismatch(value.kind, type, context);
}

function decodeMembers(members: readonly (readonly [string, GoValue])[], type: StructType, { path, errors }: Context): Decoded {
  const decoded: Record<string, Decoded[string]> = {};
  const names = Object.keys(type.members);
  for (const [written, value] of members) {
    const name = names.find((one) => one === written) ?? names.find((one) => one.toLowerCase() === written.toLowerCase());
    if (name === undefined) continue;
    const read = decode(value, type.members[name]!, { struct: type, path: [...path, name], errors });
    if (read !== undefined) decoded[name] = typeof read === 'object' ? { ...(decoded[name] as Decoded | undefined), ...read } : read;
  }
  return decoded;
}

function decodeNumber(text: string, type: GoType, context: Context): Decoded[string] {
  if (type === 'int64' || type === 'int') {
    const isWhole = /^-?\d+$/.test(text) && BigInt(text) === BigInt.asIntN(64, BigInt(text));
    return isWhole ? Number(text) : mismatch(`number ${text}`, type, context);
  }
  if (type === 'float32') return Number.isFinite(Math.fround(Number(text))) ? Number(text) : mismatch(`number ${text}`, type, context);
  return mismatch('number', type, context);
}

function mismatch(what: string, type: GoType, { struct, path, errors }: Context): undefined {
  const typeName = typeof type === 'object' ? type.name : type;
  const place = struct === undefined ? 'Go value' : `Go struct field ${shortName(struct)}.${path.join('.')}`;
  errors.push(`json: cannot unmarshal ${what} into ${place} of type ${typeName}`);
  return undefined;
}

function shortName({ name, isAnonymous }: StructType): string {
  return isAnonymous === true ? '' : name.slice(name.lastIndexOf('.') + 1);
}
