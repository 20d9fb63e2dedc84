import type { CasePlan } from '../domain/scenario.ts';
import type { TriedAgent } from '../fault/index.ts';

/** The agent of a case as faults see it. */
export function triedAgentOf({ agent, clock }: Pick<CasePlan, 'agent' | 'clock'>): TriedAgent {
  return { kind: agent.kind, clock, endsWithItsAnswer: agent.kind === 'image' || (agent.kind === 'command' && agent.input !== 'lines') };
}
