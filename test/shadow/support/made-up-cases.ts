import type { AgentDecisionEntry, HumanDecisionEntry, ShadowCase } from '../../../src/domain/decision.ts';
import { seededRandom, type Random } from '../../../src/domain/random.ts';

export const dayMs = 86_400_000;
/** A Monday. */
export const startMs: number = Date.UTC(2026, 5, 1);

export interface MadeUp {
  readonly count: number;
  readonly perDay: number;
  readonly accuracy: number;
  readonly seed?: number;
  /** Share of cases where a mistake could be critical. */
  readonly critical?: number;
  /** Changes a case after it was made. */
  readonly change?: (one: ShadowCase, index: number, random: Random) => ShadowCase;
}

/** Cases of a made-up agent of known accuracy, by time. */
export function* madeUpCases({ count, perDay, accuracy, seed = 1, critical = 0.5, change }: MadeUp): Generator<ShadowCase> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index++) {
    const decidedAtMs = startMs + Math.floor(index / perDay) * dayMs + Math.floor(((index % perDay) * dayMs) / perDay);
    const right = random.next() < 0.6 ? 'approve' : 'reject';
    const isRight = random.next() < accuracy;
    const possible = random.next() < critical;
    const caseId = `case-${index}`;
    const one: ShadowCase = {
      caseId,
      decidedAtMs,
      segments: { type: random.next() < 0.7 ? 'sale' : 'lease' },
      fields: { country: random.next() < 0.5 ? 'DE' : 'FR', pages: random.below(40) },
      amount: Math.round(1000 * Math.exp(4 * random.next())),
      couldBeCritical: isRight ? possible : false,
      agent: agentDecision({
        caseId,
        decision: isRight ? right : right === 'approve' ? 'reject' : 'approve',
        confidence: confidenceOf(isRight, random),
        decidedAtMs,
      }),
      agentBefore: [],
      others: {},
      people: [person({ caseId, decision: right, decidedAtMs })],
      truth: undefined,
    };
    yield change === undefined ? one : change(one, index, random);
  }
}

export function agentDecision(entry: Partial<AgentDecisionEntry> & Pick<AgentDecisionEntry, 'caseId'>): AgentDecisionEntry {
  return { kind: 'agent', agent: 'agent', fingerprint: 'v1', source: 'made up', risk: 0.1, ...entry };
}

export function person(entry: Partial<HumanDecisionEntry> & Pick<HumanDecisionEntry, 'caseId' | 'decision'>): HumanDecisionEntry {
  return { kind: 'human', person: 'ann', blind: true, source: 'made up', ...entry };
}

function confidenceOf(isRight: boolean, random: Random): number {
  return Math.round((isRight ? 1 - 0.4 * random.next() ** 3 : 0.5 + 0.45 * random.next()) * 1000) / 1000;
}
