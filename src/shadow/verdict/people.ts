import type { AgreementFigures } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Gate } from '../../domain/readiness.ts';
import { agreement } from '../statistics/agreement.ts';
import { scaled } from './cost.ts';
import type { Evidence } from './evidence.ts';
import { meanDifference } from './mean-difference.ts';
import { bound, counted, rate } from './words.ts';

export interface PeopleFindings {
  readonly gate: Gate;
  readonly figure?: AgreementFigures;
}

/** People do not agree with each other always; an agent cannot be asked for more. */
export function judgePeople(evidence: Evidence, { alpha, people: { margin } }: ReadinessPolicy): PeopleFindings {
  const { pairs, rows } = evidence;
  const gate = { name: 'human-ceiling', value: null, threshold: -margin, validity: 'any look' } as const;
  if (pairs.count === 0) return { gate: { ...gate, outcome: 'not-applicable', text: 'no case was decided by two people' } };
  // People minus agent, so that the bound to watch is an upper one.
  const found = meanDifference(
    pairs.people.map((people, index) => people - pairs.agent[index]!),
    -1,
    1,
    alpha,
  );
  const people = mean(pairs.people);
  const agent = mean(pairs.agent);
  const amongPeople = agreement(pairs.first, pairs.second);
  const withReference = agreement(evidence.decision, evidence.reference);
  const figure: AgreementFigures = {
    cases: pairs.count,
    people,
    agent,
    difference: agent - people,
    differenceLower: -found.upper,
    peopleKappa: amongPeople?.kappa ?? null,
    peopleAc1: amongPeople?.ac1 ?? null,
    agentKappa: withReference?.kappa ?? null,
    agentAc1: withReference?.ac1 ?? null,
  };
  const holds = found.upper <= margin;
  const needs = holds ? undefined : scaled(found.needUntilBelow(margin), rows / pairs.count);
  const text = `people agree with each other on ${rate(people)}, the agent with them on ${rate(agent)}, over ${counted(pairs.count, 'case')} of two people · the difference is above ${bound(-found.upper)} whatever day you look (needs −${margin})`;
  return { gate: { ...gate, outcome: holds ? 'holds' : 'fails', text, value: -found.upper, ...(needs === undefined ? {} : { needs }) }, figure };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
