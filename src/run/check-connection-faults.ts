import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import type { AgentPlan, CasePlan } from '../domain/scenario.ts';
import { faultKinds } from '../fault/index.ts';

/** Why no fault can strike the connection of this agent; undefined where one can. */
export function whyNoConnection(agent: AgentPlan): string | undefined {
  if (agent.kind === 'function') return 'a function agent has no connection: it runs in this process and asks the gateway without a socket';
  return agent.kind === 'service' && agent.command === undefined ? 'a service that runs by itself cannot be told to ask through a proxy' : undefined;
}

/**
 * Faults of a connection need a connection, and an agent that is told where it leads.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID with the place of the entry.
 */
export function checkConnectionFaults({ agent, faults }: CasePlan, placeOf: (index: number) => SourcePlace): void {
  const why = whyNoConnection(agent);
  if (why === undefined) return;
  for (const [index, { fault }] of faults.entries()) {
    if (faultKinds.every(({ name, site }) => name !== fault || site !== 'tcp')) continue;
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The fault ${fault} cannot strike here: ${why}.`, {
      place: placeOf(index),
      hint:
        agent.kind === 'function'
          ? 'Plan a fault of HTTP or of streams instead (stream-ends-early, stalled-answer), or start the agent as a command.'
          : 'Name the command that starts it: `agent: { service: { command: … } }`.',
    });
  }
}
