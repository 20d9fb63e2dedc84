import type { ShadowCase } from '../../domain/decision.ts';
import type { CostPolicy, ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Disagreement } from '../../domain/shadow-report.ts';
import { referenceOf } from '../verdict/reference.ts';

/** What a case says against the agent; undefined where it agrees, or nobody has decided the case. */
export function disagreementOf(shadowCase: ShadowCase, policy: ReadinessPolicy): Disagreement | undefined {
  const reference = referenceOf(shadowCase, policy.reference);
  if (reference === undefined) return undefined;
  const { agent } = shadowCase;
  const right = reference.from === 'contested' ? null : reference.decision;
  const decision = agent?.decision ?? null;
  if (right !== null && decision === right) return undefined;
  return {
    caseId: shadowCase.caseId,
    decidedAtMs: shadowCase.decidedAtMs ?? null,
    decision,
    unmapped: agent?.unmapped ?? null,
    reference: right,
    referenceFrom: reference.from,
    people: shadowCase.people.map(({ person, decision: theirs }) => ({ person, decision: theirs })),
    confidence: agent?.confidence ?? null,
    risk: agent?.risk ?? null,
    amount: shadowCase.amount ?? null,
    loss: policy.cost === undefined || right === null ? null : lossOf(policy.cost, right, decision),
    couldBeCritical: shadowCase.couldBeCritical ?? null,
    segments: shadowCase.segments,
    trace: agent?.trace ?? null,
    source: agent?.source ?? shadowCase.people[0]?.source ?? null,
  };
}

function lossOf(cost: CostPolicy, reference: string, decision: string | null): number {
  if (decision === null) return cost.noDecision;
  return cost.matrix.find((cell) => cell.reference === reference && cell.decision === decision)?.cost ?? cost.otherwise;
}
