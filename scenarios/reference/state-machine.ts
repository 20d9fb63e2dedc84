import { report } from '../../src/agent.ts';
import { openJournal } from './journal.ts';

/** From → event → to. */
export type Transitions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** S1.3: a machine outside of the model. The model proposes an event; whether it leads anywhere is decided here. */
export interface StateMachine {
  readonly state: string;
  readonly isOver: boolean;
  /** Takes the transition; false where the table has none: a duplicate, a late callback, a jump. Nothing changes then. */
  on(event: string): boolean;
}

/** A machine whose state survives its process. */
export function openStateMachine(options: {
  readonly name: string;
  readonly request: string;
  readonly initial: string;
  readonly transitions: Transitions;
}): StateMachine {
  const { name, request, initial, transitions } = options;
  const journal = openJournal<{ readonly request: string; readonly to: string }>(name);
  let state = journal.read().findLast((entry) => entry.request === request)?.to ?? initial;
  return {
    get state() {
      return state;
    },
    get isOver() {
      return Object.keys(transitions[state] ?? {}).length === 0;
    },
    on(event) {
      const to = transitions[state]?.[event];
      if (to === undefined) return false;
      // Written down first: what was announced must not be forgotten by a crash.
      journal.append({ request, to });
      report({ type: 'state', machine: name, request, from: state, to, on: event });
      state = to;
      return true;
    },
  };
}
