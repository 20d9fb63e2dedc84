import { report } from '../../src/agent.ts';

/** S0.5: within these the agent decides alone. */
export interface Autonomy {
  readonly max_autonomous_amount: number;
  readonly max_risk_score: number;
  readonly min_confidence: number;
  readonly autonomous_task_types: readonly string[];
}

export interface Proposal {
  readonly task: unknown;
  readonly decision: string;
  readonly amount: number;
  readonly risk: number;
  readonly confidence: number;
  readonly taskType: string;
}

/** Why a proposal must go to a person, each in a sentence; empty where the agent may decide alone. */
export function reasonsToAsk(proposal: Proposal, bounds: Autonomy): readonly string[] {
  return [
    ...(proposal.amount > bounds.max_autonomous_amount ? [`the amount ${proposal.amount} is above ${bounds.max_autonomous_amount}`] : []),
    ...(proposal.risk > bounds.max_risk_score ? [`the risk ${proposal.risk} is above ${bounds.max_risk_score}`] : []),
    ...(proposal.confidence < bounds.min_confidence ? [`the confidence ${proposal.confidence} is below ${bounds.min_confidence}`] : []),
    ...(bounds.autonomous_task_types.includes(proposal.taskType) ? [] : [`${proposal.taskType} is not decided alone`]),
  ];
}

/** Writes a decision down, with the bounds it was held against. */
export function logDecision(proposal: Proposal, bounds: Autonomy, autonomous: boolean, reason?: string): void {
  report({
    type: 'decision',
    task: proposal.task as never,
    decision: proposal.decision,
    amount: proposal.amount,
    risk: proposal.risk,
    confidence: proposal.confidence,
    task_type: proposal.taskType,
    autonomous,
    bounds: { ...bounds },
    ...(reason === undefined ? {} : { reason }),
  });
}
