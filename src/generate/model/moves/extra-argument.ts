import { isJsonObject, type Json } from '../../../domain/json.ts';
import { fittingArguments, saysCall, toolToCall } from '../calls.ts';
import type { Move } from '../move.ts';

const extras: readonly (readonly [string, Json])[] = [
  ['note', 'as discussed'],
  ['force', true],
  ['dry_run', false],
  ['approved', true],
  ['confidence', 0.99],
  ['__proto__', { approved: true }],
];

/** A call with an argument that the tool does not know, whether its contract forbids it or not. */
export const extraArgument: Move = {
  kind: 'extra-argument',
  weight: 3,
  says(situation, draw) {
    const tool = toolToCall(situation, draw);
    const given = tool === undefined ? undefined : fittingArguments(tool, situation, draw);
    if (!isJsonObject(given)) return undefined;
    const unknown = extras.filter(([name]) => !Object.hasOwn(given, name));
    // Not by assignment: `__proto__` is a name like any other.
    return saysCall(situation, tool!.name, Object.fromEntries([...Object.entries(given), draw.pick(unknown)]));
  },
};
