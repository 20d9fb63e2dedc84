import type { Json } from '../../domain/json.ts';
import type { SchemaValues } from '../schema/open-schema-values.ts';
import { valuesOrNone } from '../schema/values-or-none.ts';
import type { ToolContext } from './tool-result.ts';

/** A context of a tool, looked at. */
export interface ToolSituation extends ToolContext {
  /** Of its results; undefined where nothing is promised. */
  readonly values: SchemaValues | undefined;
  /** What this tool answered before. */
  readonly before: readonly { readonly arguments: Json; readonly result: Json }[];
}

export function toolSituationOf(context: ToolContext): ToolSituation {
  const { contract, earlier = [] } = context;
  return {
    ...context,
    values: contract.output === undefined ? undefined : valuesOrNone(contract.output),
    before: earlier.filter(({ tool }) => tool === contract.name),
  };
}
