import type { ToolContract } from '../domain/contract.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../domain/json.ts';

/** What a template may speak of: the arguments of a call by their names, its result as `result.…`. */
export interface CallValues {
  readonly arguments: Json;
  readonly result?: Json;
}

const placeholder = /\{([^{}]+)\}/g;
const onlyPlaceholder = /^\{([^{}]+)\}$/;

/**
 * Fills a template; undefined where it speaks of a member that the call does not have.
 *
 * @example fillTemplate('refund:{order_id}', { arguments: { order_id: 4711 } }) === 'refund:4711'
 */
export function fillTemplate(template: string, values: CallValues): string | undefined {
  let missing = false;
  const filled = template.replaceAll(placeholder, (_, path: string) => {
    const value = valueAt(values, path);
    if (value === undefined) missing = true;
    return typeof value === 'string' ? value : canonicalJson(value);
  });
  return missing ? undefined : filled;
}

/** Fills every text of a JSON value; a text that is one placeholder becomes the value itself, whatever its type. Undefined where a member is missing. */
export function fillJson(template: Json, values: CallValues): Json | undefined {
  if (typeof template === 'string') {
    const path = onlyPlaceholder.exec(template)?.[1];
    return path === undefined ? fillTemplate(template, values) : valueAt(values, path);
  }
  if (Array.isArray(template)) {
    const filled = (template as readonly Json[]).map((entry) => fillJson(entry, values));
    return filled.some((entry) => entry === undefined) ? undefined : (filled as readonly Json[]);
  }
  if (!isJsonObject(template)) return template;
  const filled = Object.entries(template).map(([name, entry]) => [name, fillJson(entry, values)] as const);
  return filled.some(([, entry]) => entry === undefined) ? undefined : (Object.fromEntries(filled) as JsonObject);
}

/** What a call is meant to bring about; undefined where the contract does not say, or the arguments do not tell. */
export function intentOf(contract: Pick<ToolContract, 'intent'>, args: Json): string | undefined {
  return contract.intent === undefined ? undefined : fillTemplate(contract.intent, { arguments: args });
}

/** What a call is about. */
export function entityOf(contract: Pick<ToolContract, 'entity'>, args: Json): string | undefined {
  return contract.entity === undefined ? undefined : fillTemplate(contract.entity, { arguments: args });
}

/** The call that takes this one back, by the contract's `compensation`. */
export function compensationOf(
  contract: Pick<ToolContract, 'compensation'>,
  values: CallValues,
): { readonly tool: string; readonly arguments: JsonObject } | undefined {
  if (contract.compensation === undefined) return undefined;
  const filled = fillJson(contract.compensation.arguments, values);
  return isJsonObject(filled) ? { tool: contract.compensation.tool, arguments: filled } : undefined;
}

/** The value of a member by its path, `a.b.0`; undefined where there is none. */
export function memberAt(value: Json | undefined, path: string): Json | undefined {
  let at: Json | undefined = value;
  for (const name of path.split('.')) {
    if (Array.isArray(at)) at = (at as readonly Json[])[Number(name)];
    else if (isJsonObject(at) && Object.hasOwn(at, name)) at = at[name];
    else return undefined;
  }
  return at;
}

function valueAt(values: CallValues, path: string): Json | undefined {
  return path.startsWith('result.') ? memberAt(values.result, path.slice('result.'.length)) : memberAt(values.arguments, path);
}
