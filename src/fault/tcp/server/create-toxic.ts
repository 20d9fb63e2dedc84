import { ApiError } from './api-error.ts';
import { attributesType, toxicType } from './api-types.ts';
import { decodeStruct } from './json/decode-struct.ts';
import type { GoValue } from './json/go-value.ts';
import { shortestFloat32 } from './json/write-go-json.ts';
import { badBody } from './read-body.ts';
import type { Attributes, Direction, Toxic, ToxicKind } from './toxic.ts';
import { toxicKinds } from './toxics/index.ts';

/** Makes a toxic of the body of a request. @throws ApiError */
export function createToxic(body: GoValue, isTaken: (name: string) => boolean): Toxic {
  const { name = '', type = '', stream = 'downstream', toxicity = 1 } = badBody(() => decodeStruct(body, toxicType)) as Partial<WrittenToxic>;
  const direction = directionOf(stream);
  if (direction === undefined) throw new ApiError(400, 'stream was invalid, can be either upstream or downstream');
  const kind = toxicKinds.find((one) => one.type === type);
  if (kind === undefined) throw new ApiError(400, 'invalid toxic type');
  const fullName = name === '' ? `${type}_${stream}` : name;
  if (isTaken(fullName)) throw new ApiError(409, 'toxic already exists');
  const { attributes } = badBody(() => decodeAttributes(body, kind));
  const toxic: Toxic = { kind, name: fullName, stream, direction, attributes: { ...blank(kind), ...attributes }, toxicity };
  refuseImpossible(toxic);
  return toxic;
}

/** Changes attributes and toxicity of a toxic, and nothing else, whatever the body says. @throws ApiError */
export function changeToxic(toxic: Toxic, body: GoValue): void {
  const { attributes, toxicity } = badBody(() => decodeAttributes(body, toxic.kind));
  const changed = { ...toxic, attributes: { ...toxic.attributes, ...attributes }, toxicity: toxicity ?? toxic.toxicity };
  refuseImpossible(changed);
  toxic.attributes = changed.attributes;
  toxic.toxicity = changed.toxicity;
}

/** A toxic as the API shows it. */
export function showToxic({ kind, name, stream, attributes, toxicity }: Toxic): object {
  return { attributes, name, type: kind.type, stream, toxicity: shortestFloat32(toxicity) };
}

function directionOf(stream: string): Direction | undefined {
  const lower = stream.toLowerCase();
  return lower === 'upstream' || lower === 'downstream' ? lower : undefined;
}

interface WrittenToxic {
  readonly name: string;
  readonly type: string;
  readonly stream: string;
  readonly toxicity: number;
}

function decodeAttributes(body: GoValue, kind: ToxicKind): { readonly attributes?: Attributes; readonly toxicity?: number } {
  return decodeStruct(body, attributesType(kind.structName, kind.attributes));
}

function blank({ attributes }: ToxicKind): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, type]) => [name, type === 'bool' ? false : 0]));
}

function refuseImpossible(toxic: Toxic): void {
  const why = toxic.kind.refuse?.(toxic);
  if (why !== undefined) throw new ApiError(400, why);
}
