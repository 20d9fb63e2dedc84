// Goal: whatever is in a ledger, there is a verdict, it is plain JSON, and it is no better than the evidence. Method: generated cases with anything missing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AgentDecisionEntry, HumanDecisionEntry, ShadowCase } from '../../src/domain/decision.ts';
import { defaultReadinessPolicy as standard, type ReadinessPolicy } from '../../src/domain/readiness-policy.ts';
import { readinessVerdicts } from '../../src/domain/readiness.ts';
import { assessReadiness, compareAgents } from '../../src/shadow/index.ts';
import { dayMs, startMs } from './support/made-up-cases.ts';

const label = fc.constantFrom('approve', 'reject', '', '__proto__', '<b>');
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 4 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Leaves out members that are undefined, as a ledger does. */
function present<T extends object>(value: object): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const agent: fc.Arbitrary<AgentDecisionEntry> = fc
  .record({
    kind: fc.constant('agent'),
    caseId: fc.constant('c'),
    source: fc.constant('law'),
    agent: fc.constant('agent'),
    decision: maybe(label),
    unmapped: maybe(fc.constant('well')),
    confidence: maybe(share),
    risk: maybe(share),
    costUsd: maybe(share),
    fingerprint: maybe(fc.constantFrom('v1', 'v1', 'v1', 'v2')),
  })
  .map((entry) => present(entry));

const human: fc.Arbitrary<HumanDecisionEntry> = fc
  .record({
    kind: fc.constant('human'),
    caseId: fc.constant('c'),
    source: fc.constant('law'),
    person: fc.constantFrom('ann', 'bob', 'cleo'),
    decision: label,
    blind: maybe(fc.boolean()),
  })
  .map((entry) => present(entry));

const field = fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }), label, fc.boolean(), fc.constant(null), fc.constant([1]));
const one: fc.Arbitrary<ShadowCase> = fc.record({
  caseId: fc.constant('c'),
  decidedAtMs: maybe(fc.integer({ min: startMs, max: startMs + 70 * dayMs })),
  segments: fc.dictionary(fc.constantFrom('type', 'region'), label, { maxKeys: 2 }),
  fields: fc.dictionary(fc.constantFrom('a', 'b', 'type', 'amount'), field, { maxKeys: 4 }),
  amount: maybe(fc.double({ min: 0, max: 1e12, noNaN: true })),
  couldBeCritical: maybe(fc.boolean()),
  agent: maybe(agent),
  agentBefore: fc.array(agent, { maxLength: 2 }),
  others: fc.dictionary(fc.constantFrom('rules', 'old'), agent, { maxKeys: 2 }),
  people: fc.uniqueArray(human, { maxLength: 3, selector: ({ person }) => person }),
  truth: maybe(label.map((decision) => ({ kind: 'truth' as const, caseId: 'c', source: 'law', decision }))),
});

/** Everything said that must be said, so that half of the evidence is valid. */
function complete(one: ShadowCase, index: number): ShadowCase {
  return {
    ...one,
    decidedAtMs: one.decidedAtMs ?? startMs + (index % 50) * dayMs,
    couldBeCritical: one.couldBeCritical ?? false,
    ...(one.agent === undefined ? {} : { agent: { ...one.agent, fingerprint: 'v1' } }),
    people: one.people.map((person) => ({ ...person, blind: true })),
  };
}

const evidence = fc
  .tuple(fc.boolean(), fc.array(one, { minLength: 0, maxLength: 300, size: 'max' }))
  .map(([whole, cases]) => (whole ? cases.map(complete) : cases).toSorted((a, b) => (a.decidedAtMs ?? 0) - (b.decidedAtMs ?? 0)));

const policies: readonly ReadinessPolicy[] = [
  { ...standard, drift: { ...standard.drift, permutations: 99 } },
  {
    ...standard,
    drift: { ...standard.drift, permutations: 99, fields: ['a', 'none'] },
    reference: 'person',
    validity: { notBlindShareMax: 1, rejectedShareMax: 1 },
    critical: { ...standard.critical, notSaid: 'impossible', noDecision: true },
    segments: { min: 0.5, declared: [{ segment: 'type', values: ['approve', 'never'] }] },
    cost: { matrix: [{ reference: 'reject', decision: 'approve', cost: 100 }], otherwise: 0, noDecision: 0, margin: 0 },
    baselines: { previous: 'old' },
    clusters: { fields: ['a', 'type', 'none'], effectiveShareMin: 0.9 },
    envelope: { ...standard.envelope, declaredDay: '2026-07-01', errorMax: 0.9 },
    time: { activeDaysMin: 1, weekdays: [], zone: 'Asia/Kathmandu' },
  },
];

test('any evidence gets a verdict that is plain JSON, whose counts add up, and that no gate contradicts', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(evidence, fc.constantFrom(...policies), (cases, policy) => {
      const readiness = assessReadiness(cases, policy, { nowMs: startMs + (cases.length % 3 === 0 ? 60 : 80) * dayMs, seed: 1 });
      seen.add(readiness.verdict);
      // NaN and Infinity would come back as null.
      expect(JSON.parse(JSON.stringify(readiness))).toEqual(readiness);
      expect(readinessVerdicts).toContain(readiness.verdict);
      expect(readiness.sentence.startsWith(`${readiness.verdict}: `)).toBe(true);
      const { counts } = readiness;
      const elsewhere = counts.awaitingPerson + counts.withoutAnyDecision + counts.beforeThisVersion + counts.inFuture;
      expect(counts.judged + elsewhere).toBe(cases.length);
      expect(readiness.confusion.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(counts.judged);
      expect(counts.correct).toBeLessThanOrEqual(counts.judged - counts.withoutAgentDecision);
      const outcomes = readiness.gates.map(({ outcome }) => outcome);
      if (readiness.verdict !== 'INVALID') expect(outcomes).not.toContain('missing');
      if (readiness.verdict === 'READY') expect(outcomes.filter((outcome) => outcome !== 'holds' && outcome !== 'not-applicable')).toEqual([]);
      if (readiness.critical.errors > 0) expect(['INVALID', 'BLOCKED']).toContain(readiness.verdict);
      expect(new Set(readiness.gates.map(({ name }) => name)).size).toBe(readiness.gates.length);
    }),
    { numRuns: 150 },
  );
  // Not a law about INVALID alone.
  expect(seen.size).toBeGreaterThan(1);
});

test('an error more never makes a verdict better', () => {
  const order = ['READY', 'READY WITHIN ENVELOPE', 'NOT YET', 'BLOCKED', 'INVALID'];
  const rank = (cases: readonly ShadowCase[]): number =>
    order.indexOf(
      assessReadiness(cases, { ...policies[0]!, drift: { ...policies[0]!.drift, fields: [] } }, { nowMs: startMs + 99 * dayMs, seed: 1 }).verdict,
    );
  fc.assert(
    fc.property(fc.integer({ min: 590, max: 800 }), fc.integer({ min: 0, max: 25 }), fc.nat(), (count, wrong, place) => {
      const cases = Array.from({ length: count }, (_, index): ShadowCase => {
        const right = index % 2 === 0 ? 'approve' : 'reject';
        const decision = index % Math.max(1, Math.floor(count / Math.max(1, wrong))) === 1 && wrong > 0 ? 'other' : right;
        return {
          caseId: `c${index}`,
          decidedAtMs: startMs + Math.floor(index / 20) * dayMs,
          segments: {},
          fields: {},
          amount: undefined,
          couldBeCritical: decision === right,
          agent: { kind: 'agent', agent: 'agent', caseId: `c${index}`, source: 'law', fingerprint: 'v1', decision },
          agentBefore: [],
          others: {},
          people: [{ kind: 'human', caseId: `c${index}`, source: 'law', person: 'ann', decision: right, blind: true }],
          truth: undefined,
        };
      });
      const worse = cases.map((one, index) =>
        index === place % count ? { ...one, couldBeCritical: false, agent: { ...one.agent!, decision: 'other' } } : one,
      );
      expect(rank(worse)).toBeGreaterThanOrEqual(rank(cases));
    }),
    { numRuns: 40 },
  );
});

test('any evidence can be compared', () => {
  fc.assert(
    fc.property(evidence, fc.constantFrom(...policies), (cases, policy) => {
      const comparison = compareAgents(cases, { a: 'agent', b: 'rules' }, policy, { seed: 1 });
      expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
      const { n, onlyA, onlyB } = comparison.whole;
      expect(onlyA + onlyB).toBeLessThanOrEqual(n);
    }),
    { numRuns: 40 },
  );
});
