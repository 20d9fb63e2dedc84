import { offeredContracts } from '../contract/index.ts';
import type { EpisodeClock } from '../domain/clock.ts';
import type { ToolContract } from '../domain/contract.ts';
import type { Event, EventBody } from '../domain/event.ts';
import type { ToolStrike } from '../domain/fault.ts';
import { seededRandom } from '../domain/random.ts';
import type { WorldPlan } from '../domain/world.ts';
import { asJson } from './as-json.ts';
import type { ToolHandlers } from './handlers.ts';
import { createLedger } from './ledger.ts';
import type { Tape } from './tape.ts';
import { createToolCalls, type StruckCall, type ToolCalls } from './tool-calls.ts';

export interface WorldOptions {
  readonly plan: WorldPlan;
  readonly contracts: readonly ToolContract[];
  readonly handlers: ToolHandlers;
  readonly tape?: Tape;
  readonly clock: EpisodeClock;
  readonly seed: number;
  /** The folder of the case, for its files. */
  readonly folder: string;
  emit(event: EventBody): void;
  strike(call: StruckCall): readonly ToolStrike[];
}

/** What surrounds the agent in one episode. It knows no network: whoever serves it asks it. */
export interface World {
  readonly tools: Pick<ToolCalls, 'call'>;
  /** One contract per tool, as its bare name means it. */
  readonly offered: readonly ToolContract[];
  /** Is told of every event of the episode, in order. */
  watch(event: Event): void;
  /** Ends what is still at work, and writes the last snapshot down. */
  end(): Promise<void>;
}

/** A world at its start; its first snapshot is written down. */
export function createWorld(options: WorldOptions): World {
  const { plan, contracts, handlers, tape, clock, folder } = options;
  const over = new AbortController();
  // What comes to its end after the episode is no part of it.
  const emit = (event: EventBody): void => (over.signal.aborted ? undefined : options.emit(event));
  const ledger = createLedger(plan.state, emit);
  const random = seededRandom(options.seed).fork('world');
  const { signal } = over;
  const tools = createToolCalls({ contracts, handlers, tape, ledger, clock, random, folder, signal, emit, strike: (call) => options.strike(call) });
  emit({ kind: 'world-snapshot', moment: 'first', state: asJson(ledger.state) });
  return {
    tools,
    offered: offeredContracts(contracts),
    watch() {},
    end() {
      if (signal.aborted) return Promise.resolve();
      emit({ kind: 'world-snapshot', moment: 'last', state: asJson(ledger.state) });
      over.abort(new Error('The episode is over.'));
      return Promise.resolve();
    },
  };
}
