// Goal: of two agents the better one is named, and only where there is evidence. Method: made-up pairs of known quality.
import { describe, expect, test } from 'vitest';
import type { AgentComparison } from '../../src/domain/agent-comparison.ts';
import type { ShadowCase } from '../../src/domain/decision.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { defaultReadinessPolicy as standard, type ReadinessPolicy } from '../../src/domain/readiness-policy.ts';
import { compareAgents } from '../../src/shadow/index.ts';
import { agentDecision, madeUpCases } from './support/made-up-cases.ts';

const cost = { matrix: [], otherwise: 50, noDecision: 20, margin: 0 };

/** `agent` of one quality beside `b` of another, on the same cases. */
function compare(count: number, a: number, b: number, policy: Partial<ReadinessPolicy> = {}, seed = 1): AgentComparison {
  const random = seededRandom(seed * 77);
  const change = (one: ShadowCase): ShadowCase => ({
    ...one,
    agent: { ...one.agent!, costUsd: 0.02 },
    others: {
      b: agentDecision({ caseId: one.caseId, agent: 'b', costUsd: 0.01, decision: random.next() < b ? one.people[0]!.decision : 'wrong' }),
    },
  });
  return compareAgents(
    madeUpCases({ count, perDay: 50, accuracy: a, seed, change }),
    { a: 'agent', b: 'b' },
    { ...standard, ...policy },
    { seed: 1 },
  );
}

describe('two agents', () => {
  test('better and worse are mirror images', () => {
    const better = compare(1500, 0.97, 0.9);
    expect(better.verdict).toBe('better');
    expect(better.sentence).toMatch(
      /^agent is better than b: agent is right in 0\.9\d\d, b in 0\.\d+ of 1,500 cases; only agent in \d+, only b in \d+\.$/,
    );
    expect(better.whole.mcnemarP).toBeLessThan(0.001);
    expect(better.whole.casesNeeded).toBeUndefined();
    const worse = compare(1500, 0.9, 0.97);
    expect(worse.verdict).toBe('worse');
    const change = (one: ShadowCase): ShadowCase => ({ ...one, others: { b: { ...one.agent!, agent: 'b' } } });
    const cases = [...madeUpCases({ count: 500, perDay: 50, accuracy: 0.9, change })];
    const same = compareAgents(cases, { a: 'agent', b: 'b' }, standard, { seed: 1 });
    expect(same).toMatchObject({ verdict: 'no evidence', whole: { onlyA: 0, onlyB: 0, mcnemarP: 1 } });
    expect(same.sentence).toContain('no number of cases tells them apart');
  });

  test('without evidence it says how many more cases it takes', () => {
    const open = compare(200, 0.95, 0.92);
    expect(open.verdict).toBe('no evidence');
    expect(open.whole.casesNeeded).toBeGreaterThan(50);
    expect(open.sentence).toMatch(/^No evidence that agent is better or worse than b: .*; about [\d,]+ more cases needed\.$/);
  });

  test('two alike are told apart in at most one of twenty histories, looked at again and again', () => {
    let told = 0;
    for (let seed = 1; seed <= 40; seed++) {
      if ([200, 400, 800].some((count) => compare(count, 0.93, 0.93, {}, seed).verdict !== 'no evidence')) told++;
    }
    expect(told / 40).toBeLessThanOrEqual(0.05);
  });

  test('costs are compared in pairs, with the same interval for the same seed', () => {
    const first = compare(1500, 0.97, 0.9, { cost });
    expect(first.loss).toMatchObject({ n: 1500, currency: 'USD' });
    expect(first.loss!.upper).toBeLessThan(0);
    expect(first.loss!.lower).toBeLessThan(first.loss!.difference);
    expect(first.price!.difference).toBeCloseTo(0.01, 9);
    expect(first.sentence).toMatch(/Mistakes of agent cost -[\d.]+ USD a case more/);
    expect(JSON.stringify(compare(1500, 0.97, 0.9, { cost }))).toBe(JSON.stringify(first));
    expect(compare(1500, 0.97, 0.9).loss).toBeUndefined();
  });

  test('segment by segment, with the α shared out', () => {
    const { segments, whole } = compare(1500, 0.97, 0.9);
    expect(segments.map(({ value }) => value).toSorted()).toEqual(['lease', 'sale']);
    expect(segments.reduce((sum, { n }) => sum + n, 0)).toBe(whole.n);
    expect(compare(1500, 0.97, 0.9, { segments: { min: 0.9, declared: [{ segment: 'other' }] } }).segments).toEqual([]);
  });

  test('a name that nobody has decided under is no comparison', () => {
    const none = compareAgents(madeUpCases({ count: 10, perDay: 5, accuracy: 1 }), { a: 'x', b: 'y' }, standard, { seed: 1 });
    expect(none).toMatchObject({ verdict: 'invalid', sentence: 'There is no case with a reference that x or y decided.' });
    // One that decided nothing is wrong everywhere, and is said to be.
    const absent = compareAgents(madeUpCases({ count: 100, perDay: 5, accuracy: 1 }), { a: 'agent', b: 'y' }, standard, { seed: 1 });
    expect(absent.whole).toMatchObject({ onlyA: 100, accuracyB: 0 });
  });
});
