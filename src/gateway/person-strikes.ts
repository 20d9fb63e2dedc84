import type { EventBody } from '../domain/event.ts';
import type { PersonStrike } from '../domain/fault.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Injector } from '../fault/index.ts';
import type { StruckQuestion } from '../world/index.ts';

/** Asks the schedule which planned faults strike a question to people, and logs those that do. */
export function createPersonStrikes(injector: Injector, emit: (event: EventBody) => void): (question: StruckQuestion) => readonly PersonStrike[] {
  return ({ ticket, tool }) =>
    injector
      .arm({ site: 'person', provider: '', model: '', tools: tool === undefined ? [] : [tool], content: canonicalJson(ticket) })
      .flatMap(({ kind, planned, index }) => {
        const fault = kind.strikePerson?.(planned.settings);
        if (fault === undefined) return [];
        return [
          {
            ...fault,
            fired() {
              injector.markFired(index);
              emit({ kind: 'fault-fired', call: 0, fault: index, name: planned.fault, text: fault.text });
            },
          },
        ];
      });
}
