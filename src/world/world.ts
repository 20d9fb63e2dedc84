import { offeredContracts } from '../contract/index.ts';
import type { EpisodeClock } from '../domain/clock.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { Event, EventBody } from '../domain/event.ts';
import type { PersonStrike, ToolStrike } from '../domain/fault.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { seededRandom } from '../domain/random.ts';
import { describeMoment, type Crossing } from '../domain/world-moment.ts';
import type { AutonomyEnvelope, WorldPlan } from '../domain/world.ts';
import { asJson } from './as-json.ts';
import type { ToolHandlers } from './handlers.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createKillSwitch, type KillSwitch } from './kill-switch.ts';
import { createLedger } from './ledger.ts';
import { createPeople, type People, type StruckQuestion } from './people.ts';
import { createShadow } from './shadow.ts';
import type { Tape } from './tape.ts';
import { createToolCalls, type StruckCall, type ToolCalls } from './tool-calls.ts';

export interface WorldOptions {
  readonly plan: WorldPlan;
  readonly contracts: readonly ToolContract[];
  /** The bounds within which the agent may decide alone; it can read them. */
  readonly autonomy?: AutonomyEnvelope;
  readonly handlers: ToolHandlers;
  readonly tape?: Tape;
  readonly clock: EpisodeClock;
  readonly seed: number;
  /** The folder of the case, for its files. */
  readonly folder: string;
  emit(event: EventBody): void;
  /** The planned faults that strike a call. */
  strike(call: StruckCall): readonly ToolStrike[];
  /** Those that strike a question to people. */
  strikePeople(question: StruckQuestion): readonly PersonStrike[];
  /** Asked before an effect is committed, which it is all the same: a tool goes on. */
  readonly crosses: Crossing;
}

/** What surrounds the agent in one episode. It knows no network: whoever serves it asks it. */
export interface World {
  readonly tools: Pick<ToolCalls, 'call' | 'callWith'>;
  /** One contract per tool, as its bare name means it. */
  readonly offered: readonly ToolContract[];
  readonly people: Pick<People, 'ask' | 'read'>;
  readonly inbox: Pick<Inbox, 'fetch'>;
  readonly killSwitch: Pick<KillSwitch, 'read'>;
  /** Limits, flags and versions of the profile in force, and the mode in which the agent is to work. */
  configuration(): JsonObject;
  /** Is told of every event of the episode, in order. */
  watch(event: Event): void;
  /** Ends what is still at work, and writes the last snapshot down. */
  end(): Promise<void>;
}

/** A world at its start; its first snapshot is written down. */
export function createWorld(options: WorldOptions): World {
  const { plan, contracts, handlers, tape, clock, folder } = options;
  const over = new AbortController();
  const { signal } = over;
  // What comes to its end after the episode is no part of it.
  const emit = (event: EventBody): void => {
    if (signal.aborted) return;
    if (event.kind === 'effect-committed') options.crosses({ kind: event.kind, tool: event.tool });
    options.emit(event);
  };
  const ledger = createLedger(plan.state, emit);
  const random = seededRandom(options.seed).fork('world');
  const tools = createToolCalls({ contracts, handlers, tape, ledger, clock, random, folder, signal, emit, strike: (call) => options.strike(call) });
  const people = createPeople({ plan: plan.people, contracts, clock, signal, emit, strike: (question) => options.strikePeople(question) });
  const inbox = createInbox({ plan: plan.callbacks, clock, signal, emit });
  const killSwitch = createKillSwitch(plan.killSwitch, emit);
  const shadow = plan.shadow === undefined ? undefined : createShadow(plan.shadow, (tool, args) => tools.doAsPerson(tool, args));
  emit({ kind: 'world-snapshot', moment: 'first', state: asJson(ledger.state) });
  return {
    tools,
    people,
    inbox,
    killSwitch,
    offered: offeredContracts(contracts),
    configuration() {
      const decision = shadow?.decision();
      return {
        profile: plan.profile ?? null,
        configuration: plan.configuration,
        dryRun: plan.dryRun,
        shadow: shadow !== undefined,
        ...(decision === undefined ? {} : { humanDecision: decision }),
        autonomy: (options.autonomy ?? null) as Json,
        levels: plan.people.levels,
      };
    },
    watch(event) {
      killSwitch.watch(event);
      people.watch(event);
      inbox.watch(event);
      shadow?.watch(event);
    },
    async end() {
      if (signal.aborted) return;
      await shadow?.finish();
      if (killSwitch.isWaiting()) {
        const text = `The kill switch was to be thrown ${describeMoment(plan.killSwitch!)}, and that moment never came.`;
        emit({ kind: 'failure', code: 'MOMENT_NOT_REACHED', text });
      }
      people.end();
      emit({ kind: 'world-snapshot', moment: 'last', state: asJson(ledger.state) });
      over.abort(new Error('The episode is over.'));
    },
  };
}
