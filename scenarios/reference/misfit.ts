import type { ModelTool } from './model.ts';

interface Parameters {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly type?: string; readonly minLength?: number }>>;
}

/** Why a call that a model asks for does not fit what it was told of the tool; undefined where it does. What does not fit is not passed on. */
export function misfit({ name, parameters }: ModelTool, args: Readonly<Record<string, unknown>>): string | undefined {
  const { required = [], properties = {} } = parameters as Parameters;
  const missing = required.find((member) => args[member] === undefined);
  if (missing !== undefined) return `${name} needs ${missing}`;
  const strange = Object.entries(args).find(([member, value]) => {
    const property = Object.hasOwn(properties, member) ? properties[member] : undefined;
    return property === undefined || (property.type === 'string' && (typeof value !== 'string' || value.length < (property.minLength ?? 0)));
  });
  return strange === undefined ? undefined : `${name} takes no such ${strange[0]}`;
}
