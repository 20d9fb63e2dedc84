import type { Event } from '../domain/event.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { WorldPlan } from '../domain/world.ts';

/** Shadow mode (S0.3): the agent says what it would do; what the person decided is done. */
export interface Shadow {
  watch(event: Event): void;
  /** The person's decision, once the agent has said its own: it must not know it before. */
  decision(): Json | undefined;
  /** Settles when what the person does is done, whether the agent said anything or not. */
  finish(): Promise<void>;
}

/** A person who waits for the agent's decision, and then acts. */
export function createShadow(plan: NonNullable<WorldPlan['shadow']>, act: (tool: string, args: JsonObject) => Promise<void>): Shadow {
  let acting: Promise<void> | undefined;
  let heard = false;
  const actAll = async (): Promise<void> => {
    for (const { tool, arguments: args } of plan.effects) await act(tool, args);
  };
  return {
    watch(event) {
      if (event.kind !== 'agent-reported' || (event.report.type !== 'decision' && event.report.type !== 'discrepancy')) return;
      heard = true;
      acting ??= actAll();
    },
    decision: () => (heard ? plan.decision : undefined),
    finish: () => (acting ??= actAll()),
  };
}
