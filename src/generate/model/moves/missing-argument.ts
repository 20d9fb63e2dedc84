import { isJsonObject } from '../../../domain/json.ts';
import { fittingArguments, saysCall, toolToCall } from '../calls.ts';
import type { Move } from '../move.ts';

/** A call without one of the arguments that it must have. */
export const missingArgument: Move = {
  kind: 'missing-argument',
  weight: 3,
  says(situation, draw) {
    const tool = toolToCall(situation, draw);
    if (tool?.values === undefined) return undefined;
    const given = fittingArguments(tool, situation, draw);
    if (!isJsonObject(given)) return undefined;
    const without = Object.keys(given).map((name) => Object.fromEntries(Object.entries(given).filter(([other]) => other !== name)));
    const missing = without.filter((one) => !tool.values!.accepts(one));
    return missing.length === 0 ? undefined : saysCall(situation, tool.name, draw.pick(missing));
  },
};
