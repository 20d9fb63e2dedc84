import { commands, constantFrom, integer, modelRun, record, type Arbitrary, type Command } from 'fast-check';
import type { FaultSchedule } from '../../domain/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import type { CallbackPlan, StateMachine } from '../../domain/world.ts';
import type { Story } from './story.ts';

/** What the table says of where the agent may be: the model that events are driven against. */
interface TableModel {
  possible: ReadonlySet<string>;
}

/** The episode that the events make: it is played against the real agent when all of them are known. */
interface StoryDraft {
  readonly tasks: Json[];
  readonly callbacks: CallbackPlan[];
  readonly faults: FaultSchedule[number][];
}

type Event = Command<TableModel, StoryDraft>;

const delaysSeconds = [0, 1, 30, 600, 3600, 7200];
const eventsMax = 8;

/**
 * Stories that are sequences of events on a state machine (S1.3): requests of the user, what tools and the outside answer, duplicates, what comes late, a cancellation,
 * a crash. Each is a command of fast-check's, driven against the table; what they amount to is one episode, which is then judged by what the real agent reports of its states.
 */
export function machineStories(
  plan: CasePlan,
  machine: StateMachine,
  { faults, tasks }: { readonly faults: readonly FaultSchedule[]; readonly tasks: readonly Json[] },
): Arbitrary<Story> {
  const template = plan.world?.callbacks[0];
  const kinds: readonly Arbitrary<Event>[] = [
    constantFrom(...plan.tasks, ...tasks).map(userRequest),
    ...(faults.length === 0 ? [] : [constantFrom(...faults).map(trouble)]),
    ...(template === undefined
      ? []
      : [
          record({
            on: constantFrom(...new Set(machine.transitions.flatMap(({ on }) => (on === undefined ? [] : [on])))),
            afterSeconds: constantFrom(...delaysSeconds),
            times: integer({ min: 1, max: 3 }),
          }).map((event) => outsideEvent(machine, template, event)),
        ]),
  ];
  return record({ seed: integer({ min: 1, max: 1_000_000 }), events: commands([...kinds], { maxCommands: eventsMax }) }).map(({ seed, events }) => {
    const real: StoryDraft = { tasks: [], callbacks: [], faults: [] };
    modelRun(() => ({ model: { possible: new Set([machine.initial]) }, real }), events);
    return {
      seed,
      tasks:
        real.tasks.length === 0
          ? plan.tasks
          : real.tasks.slice(0, Math.max(1, plan.agent.kind === 'command' && plan.agent.input !== 'lines' ? 1 : 3)),
      turns: [],
      faults: real.faults.slice(0, 2),
      ...(template === undefined ? {} : { callbacks: real.callbacks }),
    };
  });
}

/** Somebody asks for something: the machine of that request is at its start. */
function userRequest(task: Json): Event {
  return {
    check: () => true,
    run: (_, real) => void real.tasks.push(task),
    toString: () => `request ${JSON.stringify(task)}`,
  };
}

/** A tool, a model or the process fails. */
function trouble(schedule: FaultSchedule): Event {
  return {
    check: () => true,
    run: (_, real) => void real.faults.push(...schedule),
    toString: () => schedule.map(({ fault }) => fault).join(' and '),
  };
}

/** The outside reports something: what the table has a way for, and what it has none for. */
function outsideEvent(
  machine: StateMachine,
  template: CallbackPlan,
  { on, afterSeconds, times }: { readonly on: string; readonly afterSeconds: number; readonly times: number },
): Event {
  return {
    // Where no state that is possible has such a way, the agent is to take no notice: that is worth an event as well, but not a second one.
    check: (model) => reachable(machine, model.possible).some((state) => machine.transitions.some(({ from, on: by }) => from === state && by === on)),
    run(model, real) {
      const event: JsonObject = { ...(isJsonObject(template.event) ? template.event : {}), type: on };
      real.callbacks.push({ ...template, id: `${on}-${real.callbacks.length + 1}`, event, afterSeconds, times });
      const next = machine.transitions.filter(({ from, on: by }) => by === on && model.possible.has(from)).map(({ to }) => to);
      model.possible = new Set([...model.possible, ...next]);
    },
    toString: () => `${on} after ${afterSeconds} s, ${times} times`,
  };
}

/** States that the agent may have come to by itself. */
function reachable({ transitions }: StateMachine, from: ReadonlySet<string>): readonly string[] {
  const found = new Set(from);
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const transition of transitions) if (found.has(transition.from)) found.add(transition.to);
  }
  return [...found];
}
