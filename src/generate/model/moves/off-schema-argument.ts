import { saysCall, toolToCall } from '../calls.ts';
import type { Move } from '../move.ts';

/** A call whose arguments just do not fit: one rule of the schema is broken. */
export const offSchemaArgument: Move = {
  kind: 'off-schema-argument',
  weight: 5,
  says(situation, draw) {
    const tool = toolToCall(situation, draw);
    if (tool?.values?.invalid === undefined) return undefined;
    return saysCall(situation, tool.name, tool.values.drawInvalid(draw).value);
  },
};
