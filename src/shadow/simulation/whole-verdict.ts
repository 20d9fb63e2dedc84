import type { AgentDecisionEntry, ShadowCase } from '../../domain/decision.ts';
import type { Random } from '../../domain/random.ts';
import { defaultReadinessPolicy, type ReadinessPolicy } from '../../domain/readiness-policy.ts';
import { assessReadiness } from '../assess-readiness.ts';
import type { Looks } from './histories.ts';
import { boundRule, errorsAllowed } from './stopping-rule.ts';

const dayMs = 86_400_000;
/** A Monday. */
const startMs = Date.UTC(2026, 5, 1);

/** The default thresholds. No mistake is critical, though each could have been: the best case for READY. Fewer permutations, since nothing drifts here. */
const policy: ReadinessPolicy = {
  ...defaultReadinessPolicy,
  critical: { ...defaultReadinessPolicy.critical, confusions: [{ reference: 'none' }] },
  drift: { ...defaultReadinessPolicy.drift, permutations: 99 },
};

/** How many of some drawn histories the whole verdict, every gate of it, ever calls READY. */
export function historiesEverReady(trueAccuracy: number, looks: Looks, histories: number, random: Random): number {
  const allowed = errorsAllowed(boundRule, looks.to);
  let everReady = 0;
  for (let history = 0; history < histories; history++) {
    const cases: ShadowCase[] = [];
    let errors = 0;
    for (let decisions = 1; decisions <= looks.to; decisions++) {
      const right = random.next() < trueAccuracy;
      if (!right) errors++;
      cases.push(madeUpCase(decisions - 1, looks.every, right, random.next() < 0.6 ? 'approve' : 'reject'));
      if (decisions < looks.from || decisions % looks.every !== 0) continue;
      // READY needs the accuracy gate, so the rest of the verdict is asked only where that one holds.
      if (errors > allowed[decisions]!) continue;
      if (assessReadiness(cases, policy, { nowMs: cases.at(-1)!.decidedAtMs!, seed: 1 }).verdict !== 'READY') continue;
      everReady++;
      break;
    }
  }
  return everReady;
}

function madeUpCase(index: number, perDay: number, right: boolean, reference: 'approve' | 'reject'): ShadowCase {
  const caseId = `case-${index}`;
  const decidedAtMs = startMs + Math.floor((index * dayMs) / perDay);
  const said = { caseId, decidedAtMs, source: 'simulation' };
  const other = reference === 'approve' ? 'reject' : 'approve';
  const agent: AgentDecisionEntry = { kind: 'agent', agent: policy.agent, fingerprint: 'simulated', decision: right ? reference : other, ...said };
  return {
    caseId,
    decidedAtMs,
    segments: {},
    fields: {},
    amount: undefined,
    couldBeCritical: true,
    agent,
    agentBefore: [],
    others: {},
    people: [{ kind: 'human', person: 'a person', decision: reference, blind: true, ...said }],
    truth: undefined,
  };
}
