import type { ToolContract } from './contract.ts';
import type { Event } from './event.ts';
import type { Json } from './json.ts';
import type { PriceList } from './price.ts';
import type { Expectation, Limits } from './scenario.ts';

/** A finished run of one case: what was declared beforehand, and what happened. A check reads nothing else. */
export interface Episode {
  readonly id: string;
  readonly tasks: readonly Json[];
  readonly expect: Expectation;
  readonly limits: Limits;
  readonly prices: PriceList;
  /** Contracts of the tools; empty where none are declared. */
  readonly contracts: readonly ToolContract[];
  readonly events: readonly Event[];
}
