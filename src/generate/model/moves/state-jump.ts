import { isJsonObject } from '../../../domain/json.ts';
import { saysText } from '../calls.ts';
import { leafPaths, valueAt, withValueAt } from '../../leaf-paths.ts';
import type { Move } from '../move.ts';

/** The model proposes another event or state than is due. */
export const stateJump: Move = {
  kind: 'state-jump',
  weight: 8,
  says({ context, usualJson }, draw) {
    const { stateMachine } = context;
    if (stateMachine === undefined) return undefined;
    const states = [...new Set(stateMachine.transitions.flatMap(({ from, to }) => [from, to]))];
    const events = [...new Set(stateMachine.transitions.flatMap(({ on }) => (on === undefined ? [] : [on])))];
    if (usualJson !== undefined) {
      // Wherever the usual answer names one of them, another is named.
      for (const names of [events, states]) {
        const path = leafPaths(usualJson).find((one) => names.includes(valueAt(usualJson, one) as string));
        if (path === undefined) continue;
        const others = [...names, 'no_such_event'].filter((name) => name !== valueAt(usualJson, path));
        return saysText(JSON.stringify(withValueAt(usualJson, path, draw.pick(others))));
      }
    }
    const proposal = { ...(events.length === 0 ? {} : { event: draw.pick(events) }), state: draw.pick(states) };
    return saysText(JSON.stringify({ ...(isJsonObject(usualJson) ? usualJson : {}), ...proposal }));
  },
};
