import type { CostFigures } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Gate, GateNeed } from '../../domain/readiness.ts';
import type { Evidence } from './evidence.ts';
import { lossOf } from './loss.ts';
import { meanDifference } from './mean-difference.ts';
import { present } from './present.ts';
import { amountText, counted } from './words.ts';

export interface CostFindings {
  readonly gate: Gate;
  readonly figure?: CostFigures;
}

/** Where the truth is known: the agent's mistakes may cost no more than the people's, case by case. */
export function judgeCost({ rows, losses }: Evidence, policy: ReadinessPolicy): CostFindings {
  const { cost, alpha, currency } = policy;
  const gate = { name: 'cost', value: null, threshold: cost?.margin ?? null, validity: 'any look' } as const;
  if (cost === undefined) return { gate: { ...gate, outcome: 'not-applicable', text: 'the policy gives no costs of mistakes' } };
  const agent = present(losses.agent);
  const people = present(losses.people);
  const n = agent.length;
  if (n === 0) {
    return { gate: { ...gate, outcome: 'not-applicable', text: 'no case has both an adjudicated truth and a decision of a person' } };
  }
  const { max } = lossOf(cost);
  const span = Math.max(max, Number.MIN_VALUE);
  const found = meanDifference(
    agent.map((loss, index) => loss - people[index]!),
    -span,
    span,
    alpha,
  );
  const agentMean = agent.reduce((sum, loss) => sum + loss, 0) / n;
  const figure: CostFigures = {
    n,
    agentMean,
    peopleMean: agentMean - found.mean,
    difference: found.mean,
    differenceLower: found.lower,
    differenceUpper: found.upper,
    margin: cost.margin,
    currency,
  };
  const holds = found.upper <= cost.margin;
  const needs = holds ? undefined : scaled(found.needUntilBelow(cost.margin), rows / n);
  const text = `mistakes cost ${amountText(agentMean)} ${currency} a decision, those of people ${amountText(figure.peopleMean)}, over ${counted(n, 'adjudicated case')} · the difference is below ${amountText(found.upper)} whatever day you look (may be ${amountText(cost.margin)})`;
  return { gate: { ...gate, outcome: holds ? 'holds' : 'fails', text, value: found.upper, ...(needs === undefined ? {} : { needs }) }, figure };
}

/** From cases of one kind to all decisions that it takes to see them. */
export function scaled(need: GateNeed, decisionsPerCase: number): GateNeed {
  return need.cases === undefined ? need : { ...need, decisions: Math.ceil(need.cases * decisionsPerCase) };
}
