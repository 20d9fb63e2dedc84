import { fittingCall, saysBlocks } from '../calls.ts';
import { parsed } from '../facts.ts';
import type { Move } from '../move.ts';

/** A call whose arguments end in the middle of their JSON, or are no JSON as models write it. */
export const halfWrittenArguments: Move = {
  kind: 'half-written-arguments',
  weight: 3,
  says(situation, draw) {
    const call = fittingCall(situation, draw);
    if (call === undefined) return undefined;
    const text = JSON.stringify(call.arguments);
    const half = draw.oneIn(4)
      ? draw.pick([`${text}}`, text.replaceAll('"', "'"), `${text},`, text.replace('}', ',}')])
      : text.slice(0, draw.int(1, text.length - 1));
    if (parsed(half) !== undefined) return undefined;
    return saysBlocks([{ kind: 'tool-call', id: call.id, name: call.name, malformed: half }]);
  },
};
