import type { EpisodeClock } from '../domain/clock.ts';
import type { EventBody } from '../domain/event.ts';
import type { ToolFault, ToolStrike } from '../domain/fault.ts';
import { canonicalJson } from '../domain/json.ts';
import type { ArmedFault, Injector } from '../fault/index.ts';
import type { StruckCall } from '../world/index.ts';

/** A fault that has begun, and lasts. */
interface Lasting {
  readonly armed: ArmedFault;
  readonly tool: string;
  readonly fault: ToolFault;
  readonly untilMs: number;
  callsLeft: number;
}

/** Asks the schedule which planned faults strike a call of a tool, and logs those that do. */
export function createToolStrikes(
  injector: Injector,
  emit: (event: EventBody) => void,
  clock: EpisodeClock,
): (call: StruckCall) => readonly ToolStrike[] {
  const lasting: Lasting[] = [];
  const strikeOf = (armed: ArmedFault, fault: ToolFault, toolCall: number): ToolStrike => ({
    ...fault,
    fired() {
      const { index, planned } = armed;
      injector.markFired(index);
      emit({ kind: 'fault-fired', call: 0, toolCall, fault: index, name: planned.fault, text: fault.text });
    },
  });
  const goOn = ({ tool, toolCall }: StruckCall): readonly ToolStrike[] =>
    lasting
      .filter((each) => each.tool === tool && each.callsLeft > 0 && clock.now() < each.untilMs)
      .map((each) => {
        each.callsLeft--;
        return strikeOf(each.armed, each.fault, toolCall);
      });
  return (call) => {
    const { toolCall, tool, contract, arguments: args } = call;
    const stillThere = goOn(call);
    const fresh = injector.arm({ site: 'tool', provider: '', model: '', tools: [tool], content: canonicalJson(args) }).flatMap((armed) => {
      const fault = armed.kind.strikeTool?.(armed.planned.settings, { tool, contract, arguments: args });
      if (fault === undefined) return [];
      const { calls = Infinity, seconds = Infinity } = fault.lasts ?? {};
      // This call is one of them.
      if (fault.lasts !== undefined) lasting.push({ armed, tool, fault, untilMs: clock.now() + seconds * 1000, callsLeft: calls - 1 });
      return [strikeOf(armed, fault, toolCall)];
    });
    return [...stillThere, ...fresh];
  };
}
