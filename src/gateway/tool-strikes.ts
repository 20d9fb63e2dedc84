import type { EventBody } from '../domain/event.ts';
import type { ToolStrike } from '../domain/fault.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Injector } from '../fault/index.ts';
import type { StruckCall } from '../world/index.ts';

/** Asks the schedule which planned faults strike a call of a tool, and logs those that do. */
export function createToolStrikes(injector: Injector, emit: (event: EventBody) => void): (call: StruckCall) => readonly ToolStrike[] {
  return ({ toolCall, tool, contract, arguments: args }) =>
    injector.arm({ site: 'tool', provider: '', model: '', tools: [tool], content: canonicalJson(args) }).flatMap((armed) => {
      const fault = armed.kind.strikeTool?.(armed.planned.settings, { tool, contract });
      if (fault === undefined) return [];
      const { index, planned } = armed;
      return [
        {
          ...fault,
          fired() {
            injector.markFired(index);
            emit({ kind: 'fault-fired', call: 0, toolCall, fault: index, name: planned.fault, text: fault.text });
          },
        },
      ];
    });
}
