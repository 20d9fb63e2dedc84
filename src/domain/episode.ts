import type { ToolContract } from './contract.ts';
import type { Event } from './event.ts';
import type { Json, JsonObject } from './json.ts';
import type { PriceList } from './price.ts';
import type { Expectation, Limits } from './scenario.ts';
import type { Declarations, WorldPlan } from './world.ts';

/** A finished run of one case: what was declared beforehand, and what happened. A check reads nothing else. */
export interface Episode {
  readonly id: string;
  readonly tasks: readonly Json[];
  readonly expect: Expectation;
  readonly limits: Limits;
  readonly prices: PriceList;
  /** Contracts of the tools; empty where none are declared. */
  readonly contracts: readonly ToolContract[];
  /** The world that surrounded the agent; absent where the case has none. */
  readonly world?: WorldPlan;
  readonly declared: Declarations;
  /** Settings of claims that the case gives, by claim; a claim's own defaults hold for the rest. */
  readonly settings: Readonly<Record<string, JsonObject>>;
  readonly events: readonly Event[];
  /** The same case without its restart, where it has one: what would have happened. */
  readonly reference?: readonly Event[];
}
