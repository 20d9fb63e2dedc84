import { fittingCall } from '../calls.ts';
import { parsed } from '../facts.ts';
import type { Move } from '../move.ts';

/** The answer ends at its length limit: in the middle of a text, or of a call. */
export const lengthLimit: Move = {
  kind: 'length-limit',
  weight: 3,
  says(situation, draw) {
    const call = draw.int(0, 1) === 0 ? fittingCall(situation, draw) : undefined;
    if (call === undefined)
      return { blocks: [{ kind: 'text', text: draw.pick(['First, I', 'The order was', '{"decision": "appr']) }], finish: 'length' };
    const text = JSON.stringify(call.arguments);
    const half = text.slice(0, draw.int(1, text.length));
    const block = parsed(half) === undefined ? ({ kind: 'tool-call', id: call.id, name: call.name, malformed: half } as const) : call;
    return { blocks: [block], finish: 'length' };
  },
};
