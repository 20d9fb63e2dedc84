// Goal: a verdict never says more than the evidence. Method: made-up agents of known quality, each gate broken in turn; every absence must end in INVALID.
import { describe, expect, test } from 'vitest';
import type { ShadowCase } from '../../src/domain/decision.ts';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { defaultReadinessPolicy as standard, type ReadinessPolicy } from '../../src/domain/readiness-policy.ts';
import type { Gate, Readiness } from '../../src/domain/readiness.ts';
import { assessReadiness, type LedgerProblem } from '../../src/shadow/index.ts';
import { agentDecision, dayMs, madeUpCases, person, startMs, type MadeUp } from './support/made-up-cases.ts';

const good: MadeUp = { count: 1500, perDay: 30, accuracy: 0.985 };
const nowMs = startMs + 400 * dayMs;

function assess(made: Partial<MadeUp>, policy: Partial<ReadinessPolicy> = {}, problems: readonly LedgerProblem[] = []): Readiness {
  return assessReadiness(madeUpCases({ ...good, ...made }), { ...standard, ...policy }, { nowMs, seed: 1, problems });
}

function gate(readiness: Readiness, name: string): Gate {
  const found = readiness.gates.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no gate ${name} among ${readiness.gates.map((one) => one.name).join(', ')}`);
  return found;
}

const withTruth = (one: ShadowCase): ShadowCase => ({
  ...one,
  truth: { kind: 'truth', caseId: one.caseId, decision: one.people[0]!.decision, source: 'made up' },
});

describe('the five verdicts', () => {
  test('READY, where every gate holds', () => {
    const ready = assess({});
    expect(ready.verdict).toBe('READY');
    expect(ready.gates.filter(({ outcome }) => outcome !== 'holds' && outcome !== 'not-applicable')).toEqual([]);
    expect(ready.missing).toBeUndefined();
    expect(ready.sentence).toMatch(/^READY: .*above 0\.9\d{3} whatever day you look/);
    expect(ready.rollout.stage).toBe('canary');
  });

  test('NOT YET, with the decisions and days that are missing', () => {
    const notYet = assess({ count: 600, perDay: 15, accuracy: 0.965 });
    expect(notYet.verdict).toBe('NOT YET');
    expect(notYet.sentence).toMatch(/^NOT YET: READY needs about [\d,]+ more decisions \(\d+ days at this pace\)\.$/);
    const accuracy = gate(notYet, 'accuracy');
    expect(accuracy.outcome).toBe('fails');
    expect(accuracy.needs!.decisions).toBeGreaterThan(100);
    expect(notYet.missing!.decisions).toBeGreaterThanOrEqual(accuracy.needs!.decisions!);
    expect(notYet.missing!.days).toBeGreaterThanOrEqual(Math.floor(notYet.missing!.decisions! / 15));
  });

  test('NOT YET without a number, where more of the same is never enough', () => {
    const notYet = assess({ accuracy: 0.9, change: (one) => ({ ...one, agent: { ...one.agent!, confidence: 0.99 } }) });
    expect(notYet.verdict).toBe('NOT YET');
    expect(notYet.missing!.decisions).toBeUndefined();
    expect(notYet.sentence).toContain('no number of decisions is enough as it is');
  });

  test('READY WITHIN ENVELOPE, where a part of the work is certified', () => {
    const part = assess({ count: 3000, perDay: 100, accuracy: 0.93 });
    expect(part.verdict).toBe('READY WITHIN ENVELOPE');
    expect(part.sentence).toMatch(/^READY WITHIN ENVELOPE: it may decide alone on \d+ % of cases now; /);
    expect(part.rollout.stage).toBe('envelope');
    expect(part.rollout.steps.find(({ stage }) => stage === 'envelope')!.configuration!.min_confidence).toBeGreaterThan(0.8);
  });

  test('BLOCKED by a single critical error, with the case', () => {
    const blocked = assess({
      change: (one, index) =>
        index === 700
          ? { ...one, couldBeCritical: true, agent: agentDecision({ caseId: one.caseId, decision: 'nonsense', trace: 'traces/700.json' }) }
          : one,
    });
    expect(blocked.verdict).toBe('BLOCKED');
    expect(blocked.sentence).toContain('case-700');
    expect(blocked.critical).toMatchObject({ errors: 1, cases: [{ caseId: 'case-700', decision: 'nonsense', trace: 'traces/700.json' }] });
    expect(blocked.rollout.stage).toBe('shadow');
  });

  test('INVALID before everything else', () => {
    const change = (one: ShadowCase, index: number): ShadowCase => ({
      ...one,
      couldBeCritical: true,
      ...(index === 3 ? { decidedAtMs: undefined } : {}),
    });
    const invalid = assess({ accuracy: 0.9, change });
    expect(gate(invalid, 'critical-errors').outcome).toBe('blocked');
    expect(invalid.verdict).toBe('INVALID');
  });
});

describe('what is absent makes the verdict INVALID, with everything else still shown:', () => {
  const absences: readonly (readonly [string, string, (one: ShadowCase, index: number) => ShadowCase, RegExp])[] = [
    ['a date', 'dates', (one, index) => (index % 500 === 7 ? { ...one, decidedAtMs: undefined } : one), /3 of 1,500 cases have no date/],
    ['the past', 'dates', (one, index) => (index === 1499 ? { ...one, decidedAtMs: nowMs + 1 } : one), /1 case decided in the future/],
    ['a fingerprint', 'fingerprint', (one, index) => (index === 9 ? withoutFingerprint(one) : one), /1 of 1,500 decisions do not say/],
    ['blindness', 'blind', (one, index) => (index === 9 ? seen(one, false) : one), /in 1 of 1,500 cases a person saw/],
    ['a word on blindness', 'blind', (one, index) => (index === 9 ? seen(one, undefined) : one), /or it is not said/],
    ['criticality', 'critical-errors', (one, index) => (index === 9 ? { ...one, couldBeCritical: undefined } : one), /of 1 case nobody said/],
    ['variety', 'variety', alwaysApprove, /One and the same decision was right in every case \(approve\)/],
  ];
  test.each(absences)('%s', (_, name, change, text) => {
    const invalid = assess({ change });
    expect(gate(invalid, name).text).toMatch(text);
    expect(['missing', 'invalid']).toContain(gate(invalid, name).outcome);
    expect(invalid.verdict).toBe('INVALID');
    expect(invalid.sentence).toMatch(text);
    expect(invalid.accuracy.n).toBeGreaterThan(1490);
    expect(invalid.accuracy.rate).toBeGreaterThan(0.95);
    expect(invalid.accuracyPath.length).toBeGreaterThan(50);
    expect(invalid.rollout.stage).toBe('shadow');
  });

  test('everything', () => {
    const empty = assessReadiness([], standard, { nowMs, seed: 1, rejectedRows: 12 });
    expect(empty.verdict).toBe('INVALID');
    expect(empty.sentence).toContain('the ledger has no cases');
    expect(empty.counts.rejectedRows).toBe(12);
    expect(JSON.parse(JSON.stringify(empty))).toEqual(empty);
  });

  test('a person, so far', () => {
    const waiting = assess({ count: 20, change: (one) => ({ ...one, people: [] }) });
    expect(waiting.verdict).toBe('INVALID');
    expect(waiting.counts).toMatchObject({ judged: 0, awaitingPerson: 20 });
  });

  test('a baseline that the policy names', () => {
    expect(assess({}, { baselines: { names: ['string match'] } }).verdict).toBe('INVALID');
  });

  test('what the ledger says would make it lie', () => {
    const problem = { name: 'two-truths', text: '2 cases have two truths', count: 2, invalidates: true };
    const invalid = assess({}, {}, [problem]);
    expect([invalid.verdict, gate(invalid, 'ledger:two-truths').text]).toEqual(['INVALID', '2 cases have two truths']);
    expect(assess({}, {}, [{ ...problem, invalidates: false }]).verdict).toBe('READY');
  });
});

describe('what counts', () => {
  test('no decision, and one that no label fits, are errors', () => {
    const change = (one: ShadowCase, index: number): ShadowCase => {
      if (index % 10 === 3) return { ...one, agent: undefined };
      if (index % 10 === 5) return { ...one, agent: { ...agentDecision({ caseId: one.caseId }), unmapped: 'well, it depends' } };
      return one;
    };
    const readiness = assess({ accuracy: 1, change });
    expect(readiness.counts).toMatchObject({ judged: 1500, correct: 1200, withoutAgentDecision: 300, unmapped: 150 });
    expect(readiness.confusion.decisions).toEqual(['approve', 'reject', 'no decision']);
    // They prove nothing about critical errors either.
    expect(readiness.critical.possible).toBeLessThan(650);
  });

  test('a changed fingerprint restarts the clock', () => {
    const change = (one: ShadowCase, index: number): ShadowCase => ({ ...one, agent: { ...one.agent!, fingerprint: index < 1200 ? 'v1' : 'v2' } });
    const readiness = assess({ change });
    expect(readiness.counts).toMatchObject({ cases: 1500, judged: 300, beforeThisVersion: 1200 });
    expect(readiness.window).toMatchObject({ fingerprint: 'v2', earlierFingerprints: 1, activeDays: 10 });
    expect(readiness.verdict).toBe('NOT YET');
    expect(gate(readiness, 'active-days').needs!.days).toBe(20);
    // It is as if the earlier version had never been.
    const alone = assessReadiness([...madeUpCases({ ...good, change })].slice(1200), standard, { nowMs, seed: 1 });
    expect(readiness.accuracyPath).toEqual(alone.accuracyPath);
    expect(readiness.segments.map(({ n }) => n)).toEqual(alone.segments.map(({ n }) => n));
  });

  test('cases of before the agent came are not its errors', () => {
    const readiness = assess({ change: (one, index) => (index < 100 ? { ...one, agent: undefined } : one) });
    expect(readiness.counts).toMatchObject({ judged: 1400, beforeThisVersion: 100, withoutAgentDecision: 0 });
  });

  test('the truth goes before people; people who disagree evenly are an error for the agent', () => {
    const two = (one: ShadowCase): ShadowCase => ({
      ...one,
      people: [person({ caseId: one.caseId, decision: 'approve' }), person({ caseId: one.caseId, decision: 'reject', person: 'bob' })],
    });
    expect(assess({ change: two }).counts).toMatchObject({ judged: 1500, contested: 1500, correct: 0 });
    const adjudicated = assess({ change: (one) => ({ ...two(one), truth: withTruth(one).truth }) });
    expect(adjudicated.counts).toMatchObject({ contested: 0, byTruth: 1500 });
    expect(adjudicated.accuracy.rate).toBeGreaterThan(0.97);
  });

  test('tolerated cases in which a person saw the answer are errors', () => {
    const change = (one: ShadowCase, index: number): ShadowCase => (index % 100 === 0 ? seen(one, false) : one);
    const readiness = assess({ accuracy: 1, change }, { validity: { ...standard.validity, notBlindShareMax: 0.02 } });
    expect(gate(readiness, 'blind').outcome).toBe('holds');
    expect(readiness.counts).toMatchObject({ notBlind: 15, correct: 1485 });
  });

  test('cases that do not come by time are refused', () => {
    const cases = [...madeUpCases({ ...good, count: 10 })].toReversed();
    expect(() => assessReadiness(cases, standard, { nowMs, seed: 1 })).toThrow(RehearsalFailure);
  });
});

describe('time', () => {
  test('is days on which something happened, not the time from first to last', () => {
    const change = (one: ShadowCase, index: number): ShadowCase => ({ ...one, decidedAtMs: startMs + (index < 750 ? 0 : 40 * dayMs) });
    const readiness = assess({ change });
    expect(readiness.seedRule).toMatchObject({ ready: true, daysInShadow: 41 });
    expect(readiness.verdict).toBe('NOT YET');
    expect(gate(readiness, 'active-days')).toMatchObject({ outcome: 'fails', value: 2 });
    expect(readiness.window.weekdaysMissing).toEqual(['sunday', 'tuesday', 'wednesday', 'thursday', 'friday']);
  });

  test('needs the days of the week that the policy names', () => {
    const change = (one: ShadowCase, index: number): ShadowCase => {
      const day = Math.floor(index / 30);
      return { ...one, decidedAtMs: startMs + (Math.floor(day / 5) * 7 + (day % 5)) * dayMs };
    };
    expect(assess({ change }).verdict).toBe('NOT YET');
    const working = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
    expect(assess({ change }, { time: { ...standard.time, weekdays: working } }).verdict).toBe('READY');
  });

  test('begins its days where the policy lives', () => {
    // 23:30 UTC is the next day in Berlin: two days there, one in UTC.
    const change = (one: ShadowCase, index: number): ShadowCase => ({ ...one, decidedAtMs: startMs + (index === 0 ? 12 : 23.5) * 3_600_000 });
    expect(assess({ count: 2, change }).window.activeDays).toBe(1);
    expect(assess({ count: 2, change }, { time: { ...standard.time, zone: 'Europe/Berlin' } }).window.activeDays).toBe(2);
  });
});

describe('the plain rule', () => {
  test('is printed word for word, with its own outcome', () => {
    const { seedRule, verdict } = assess({ count: 600, perDay: 20, accuracy: 0.962 });
    expect(seedRule.rule).toBe('accuracy > 0.95, days in shadow ≥ 30, critical errors = 0');
    expect([seedRule.ready, verdict]).toEqual([true, 'NOT YET']);
    expect(seedRule.text).toMatch(/^The plain rule \(accuracy > 0\.95, days in shadow ≥ 30, critical errors = 0\) says: ready/);
    expect(seedRule.warning).toMatch(/53 %.*0\.94.*81 %.*0\.95/);
  });
});

describe('gates', () => {
  test("say what the owner's journey says: 193 more critical cases, 540 decisions, 15 days", () => {
    const wrong = new Set(Array.from({ length: 23 }, (_, index) => index * 49 + 5));
    const cases = Array.from({ length: 1130 }, (_, index): ShadowCase => {
      const decision = index % 2 === 0 ? 'approve' : 'reject';
      const caseId = `case-${index}`;
      return {
        caseId,
        decidedAtMs: startMs + Math.floor((index * 30) / 1130) * dayMs,
        segments: {},
        fields: {},
        amount: undefined,
        couldBeCritical: !wrong.has(index) && index % 1107 < 405 + [...wrong].filter((one) => one < 405).length,
        agent: agentDecision({ caseId, decision: wrong.has(index) ? 'other' : decision }),
        agentBefore: [],
        others: {},
        people: [person({ caseId, decision })],
        truth: undefined,
      };
    });
    let possible = 0;
    const exactly = cases.map((one): ShadowCase => ({ ...one, couldBeCritical: one.couldBeCritical === true && possible++ < 405 }));
    const readiness = assessReadiness(exactly, standard, { nowMs, seed: 1 });
    expect(gate(readiness, 'accuracy').text).toBe('accuracy 0.980 of 1,130 · holds above 0.9588 whatever day you look (needs 0.95)');
    expect(gate(readiness, 'critical-errors').text).toBe('critical errors 0 of 405 possible · proves ≤ 0.74 % (needs 0.5 %): 193 more such cases');
    expect(readiness.missing!.text).toBe('about 540 more decisions (15 days at this pace)');
  });

  test('each say at how many looks they hold', () => {
    const { gates } = assess({});
    const validity = Object.fromEntries(gates.map((one) => [one.name, one.validity]));
    expect(validity).toMatchObject({ accuracy: 'any look', 'critical-errors': 'any look', 'segment:type=sale': 'any look', drift: 'not certifying' });
    expect(gates.every((one) => one.text.length > 0)).toBe(true);
  });

  test('segments: each must be good enough, also one that was declared and never seen', () => {
    const declared = [{ segment: 'type', values: ['sale', 'lease', 'gift'] }];
    const readiness = assess({}, { segments: { min: 0.9, declared } });
    expect(readiness.segments.map(({ value, outcome }) => [value, outcome])).toEqual([
      ['sale', 'holds'],
      ['lease', 'holds'],
      ['gift', 'too little data'],
    ]);
    expect(readiness.verdict).not.toBe('READY');
    const weak = assess({ change: (one, index) => (index % 3 === 0 && one.segments['type'] === 'lease' ? { ...one, agent: undefined } : one) });
    expect(weak.segments.find(({ value }) => value === 'lease')).toMatchObject({ outcome: 'below' });
    const tiny = assess({ change: (one, index) => (index % 500 === 0 ? { ...one, segments: { type: 'rare' } } : one) });
    expect(gate(tiny, 'segment:type=rare').text).toBe('segment type "rare": 3 decisions, too few — stays with people');
  });

  test('segments: too many values are no segments, unless they are declared', () => {
    const change = (one: ShadowCase, index: number): ShadowCase => ({ ...one, segments: { customer: `c${index % 300}` } });
    const readiness = assess({ change });
    expect([readiness.verdict, gate(readiness, 'segment:customer').outcome, readiness.segments.length]).toEqual(['INVALID', 'invalid', 0]);
    const declared = assess({ change }, { segments: { min: 0.9, declared: [{ segment: 'customer', values: ['c1', 'c2'] }] } });
    expect(declared.segments.map(({ n }) => n)).toEqual([5, 5]);
  });

  test('fields: more than sixty are not looked at, and it says so', () => {
    const change = (one: ShadowCase): ShadowCase => ({
      ...one,
      fields: Object.fromEntries(Array.from({ length: 70 }, (_, name) => [`f${name}`, 1])),
    });
    expect(gate(assess({ change }), 'drift').text).toMatch(/; 10 more fields not looked at/);
    const named = assess({ change }, { drift: { ...standard.drift, fields: ['f69'] } });
    expect(named.drift.map(({ field }) => field)).toEqual(['f69']);
  });

  test('people: the agent is held to what people reach among themselves', () => {
    const twoPeople = (disagree: number) => (one: ShadowCase, index: number) => ({
      ...withTruth(one),
      people: [one.people[0]!, person({ caseId: one.caseId, person: 'bob', decision: index % disagree === 0 ? 'other' : one.people[0]!.decision })],
    });
    const lax = assess({ count: 6000, perDay: 100, accuracy: 0.98, change: twoPeople(10) });
    expect(lax.humanCeiling!.people).toBeCloseTo(0.9, 2);
    expect(gate(lax, 'human-ceiling').outcome).toBe('holds');
    const strict = assess({ count: 6000, perDay: 100, accuracy: 0.955, change: twoPeople(100_000) });
    expect(gate(strict, 'human-ceiling')).toMatchObject({ outcome: 'fails', needs: {} });
    expect(strict.humanCeiling!.differenceLower).toBeLessThan(strict.humanCeiling!.difference);
  });

  test('cost: only with a matrix and the truth, and no worse than people', () => {
    const cost = { matrix: [{ reference: 'reject', decision: 'approve', cost: 100 }], otherwise: 10, noDecision: 5, margin: 1 };
    expect(gate(assess({}), 'cost').outcome).toBe('not-applicable');
    expect(gate(assess({}, { cost }), 'cost').outcome).toBe('not-applicable');
    const careless = (one: ShadowCase, index: number): ShadowCase => ({
      ...withTruth(one),
      people:
        index % 10 === 0 ? [person({ caseId: one.caseId, decision: one.people[0]!.decision === 'approve' ? 'reject' : 'approve' })] : one.people,
    });
    const cheaper = assess({ count: 3000, perDay: 60, change: careless }, { cost });
    expect(gate(cheaper, 'cost')).toMatchObject({ outcome: 'holds', validity: 'any look' });
    expect(cheaper.cost!.difference).toBeLessThan(0);
    const dearer = assess({ count: 3000, perDay: 60, accuracy: 0.9, change: withTruth }, { cost });
    expect(gate(dearer, 'cost').outcome).toBe('fails');
    expect(dearer.cost!.agentMean).toBeGreaterThan(dearer.cost!.peopleMean);
  });

  test('baselines: a cheap column that is as good as the agent stops it, a previous version only if it is better', () => {
    const rival = (quality: number) => (one: ShadowCase, index: number) => ({
      ...one,
      others: { rules: agentDecision({ caseId: one.caseId, agent: 'rules', decision: index % 100 < quality ? one.people[0]!.decision : 'none' }) },
    });
    expect(gate(assess({ change: rival(80) }), 'baseline:rules').outcome).toBe('holds');
    const beaten = assess({ change: rival(99) });
    expect(gate(beaten, 'baseline:rules').outcome).toBe('fails');
    expect(beaten.verdict).not.toBe('READY');
    expect(gate(assess({ change: rival(98) }, { baselines: { previous: 'rules' } }), 'previous:rules').outcome).toBe('holds');
    expect(gate(assess({ accuracy: 0.96, change: rival(100) }, { baselines: { previous: 'rules' } }), 'previous:rules').outcome).toBe('fails');
  });

  test('the majority class: an agent that says what is nearly always right is not ready', () => {
    const lazy = (one: ShadowCase, index: number): ShadowCase => ({
      ...one,
      couldBeCritical: index % 50 !== 0,
      agent: agentDecision({ caseId: one.caseId, decision: 'approve' }),
      people: [person({ caseId: one.caseId, decision: index % 50 === 0 ? 'reject' : 'approve' })],
    });
    const readiness = assess({ count: 3000, perDay: 60, change: lazy });
    expect(gate(readiness, 'accuracy').outcome).toBe('holds');
    expect(gate(readiness, 'baseline:majority class').outcome).toBe('fails');
    expect(readiness.seedRule.ready).toBe(true);
    expect(readiness.verdict).not.toBe('READY');
  });

  test('drift: a changed field blocks, chance does not, serial numbers are let be', () => {
    const shifted = assess({ change: (one, index) => (index > 1290 ? { ...one, fields: { ...one.fields, country: 'PL' } } : one) });
    expect(shifted.verdict).toBe('BLOCKED');
    expect(shifted.sentence).toContain('country');
    expect(shifted.drift.find(({ field }) => field === 'pages')!.outcome).not.toBe('blocks');
    const numbered = assess({ change: (one, index) => ({ ...one, fields: { number: index, name: `n${index}` } }) });
    expect(numbered.drift.filter(({ field }) => field === 'number' || field === 'name').map(({ outcome }) => outcome)).toEqual([
      'not-applicable',
      'not-applicable',
    ]);
    expect(numbered.verdict).toBe('READY');
  });

  test('self-noise is reported and never subtracted', () => {
    const change = (one: ShadowCase, index: number): ShadowCase =>
      index % 10 === 0
        ? { ...one, agentBefore: [agentDecision({ caseId: one.caseId, decision: index % 50 === 0 ? 'other' : one.agent!.decision! })] }
        : one;
    const noisy = assess({ change });
    expect(noisy.selfNoise).toMatchObject({ cases: 150, changed: 30, rate: 0.2 });
    expect(noisy.accuracy).toEqual(assess({}).accuracy);
  });

  test('clusters are warned of, and certify nothing', () => {
    const change = (one: ShadowCase, index: number): ShadowCase => ({
      ...one,
      fields: { customer: Math.floor(index / 30) },
      ...(Math.floor(index / 30) % 20 === 0 ? { agent: undefined } : {}),
    });
    const readiness = assess({ accuracy: 1, change }, { clusters: { fields: ['customer'], effectiveShareMin: 0.9 } });
    const customer = readiness.clusters.find(({ by }) => by === 'customer')!;
    expect(customer).toMatchObject({ warning: true, validity: 'not certifying' });
    expect(customer.effectiveDecisions).toBeLessThan(100);
    expect(readiness.accuracy.n).toBeGreaterThan(1400);
  });

  test('critical errors may be named as confusions', () => {
    const critical = { ...standard.critical, confusions: [{ reference: 'reject', decision: 'approve' }] };
    const unsaid = (one: ShadowCase): ShadowCase => ({ ...one, couldBeCritical: undefined });
    const blocked = assess({ change: unsaid }, { critical });
    expect(blocked.critical.possible).toBeGreaterThan(400);
    expect(blocked.critical.possible).toBeLessThan(700);
    expect([blocked.verdict, blocked.critical.cases.every(({ reference, decision }) => reference === 'reject' && decision === 'approve')]).toEqual([
      'BLOCKED',
      true,
    ]);
  });
});

describe('figures', () => {
  test('calibration and the risk–coverage curve add up', () => {
    const { calibration, riskCoverage, accuracy } = assess({ accuracy: 0.9 });
    expect(calibration!.bins.reduce((sum, { n }) => sum + n, 0)).toBe(1500);
    const weighted = calibration!.bins.reduce((sum, bin) => sum + bin.n * bin.accuracy, 0);
    expect(weighted).toBeCloseTo(accuracy.k, 6);
    expect(calibration!.brier).toBeGreaterThan(0);
    expect(riskCoverage.at(-1)).toMatchObject({ coverage: 1 });
    expect(riskCoverage.at(-1)!.errorRate).toBeCloseTo(1 - accuracy.rate!, 9);
    expect(riskCoverage.every(({ coverage }, index) => index === 0 || coverage > riskCoverage[index - 1]!.coverage)).toBe(true);
    // A perfectly sure and right agent has neither loss nor error of calibration.
    const sure = assess({ accuracy: 1, change: (one) => ({ ...one, agent: { ...one.agent!, confidence: 1 } }) });
    expect(sure.calibration).toMatchObject({ brier: 0, expectedCalibrationError: 0, n: 1500 });
  });

  test('the path ends where the accuracy stands', () => {
    const { accuracyPath, accuracy } = assess({});
    expect(accuracyPath).toHaveLength(200);
    expect(accuracyPath.at(-1)).toMatchObject({ n: accuracy.n, lower: accuracy.lower, upper: accuracy.upper });
    expect(assess({ count: 3 }).accuracyPath.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  test('thousands of labels are folded in the confusion matrix', () => {
    const { confusion } = assess({ change: (one, index) => ({ ...one, agent: { ...one.agent!, decision: `label ${index}` } }) });
    expect(confusion.decisions).toHaveLength(21);
    expect(confusion.decisions.at(-1)).toBe('other');
    expect(confusion.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(1500);
  });

  test('the same seed gives the same verdict, byte for byte', () => {
    expect(JSON.stringify(assess({}))).toBe(JSON.stringify(assess({})));
  });
});

function withoutFingerprint(one: ShadowCase): ShadowCase {
  const { fingerprint: _, ...agent } = one.agent!;
  return { ...one, agent };
}

function seen(one: ShadowCase, blind: boolean | undefined): ShadowCase {
  const { blind: _, ...entry } = one.people[0]!;
  return { ...one, people: [blind === undefined ? entry : { ...entry, blind }] };
}

function alwaysApprove(one: ShadowCase, index: number): ShadowCase {
  return {
    ...one,
    couldBeCritical: index % 30 !== 0,
    agent: { ...one.agent!, decision: index % 30 === 0 ? 'reject' : 'approve' },
    people: [person({ caseId: one.caseId, decision: 'approve' })],
  };
}
