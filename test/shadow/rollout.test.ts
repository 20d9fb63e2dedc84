// Goal: advice goes no further than the evidence, and says the way back. Method: verdicts of all kinds, and the alert bounds against their law.
import { describe, expect, test } from 'vitest';
import { defaultReadinessPolicy as standard } from '../../src/domain/readiness-policy.ts';
import type { Readiness } from '../../src/domain/readiness.ts';
import { seededRandom } from '../../src/domain/random.ts';
import { assessReadiness } from '../../src/shadow/index.ts';
import { anytimeLower } from '../../src/shadow/statistics/anytime-bounds.ts';
import { dayMs, madeUpCases, startMs, type MadeUp } from './support/made-up-cases.ts';

const assess = (made: MadeUp, policy = standard): Readiness => assessReadiness(madeUpCases(made), policy, { nowMs: startMs + 999 * dayMs, seed: 1 });
const states = ({ rollout }: Readiness): readonly string[] =>
  rollout.steps.map(({ stage, state, share }) => `${stage} ${share === 0 ? '' : share.toFixed(2)} ${state}`);

describe('rollout advice', () => {
  test('goes from shadow over the envelope and canaries to full, and opens what the verdict carries', () => {
    const ready = assess({ count: 1500, perDay: 30, accuracy: 0.985 });
    expect(states(ready)).toEqual(['shadow  open', 'envelope 1.00 open', 'canary 0.05 open', 'canary 0.25 closed', 'full 1.00 closed']);
    expect(ready.rollout.sentence).toContain('canary of 5 %');
    const part = assess({ count: 3000, perDay: 100, accuracy: 0.93 });
    expect(part.rollout.stage).toBe('envelope');
    expect(states(part).slice(2)).toEqual(['canary 0.05 closed', 'canary 0.25 closed', 'full 1.00 closed']);
    const no = assess({ count: 300, perDay: 30, accuracy: 0.9 });
    expect([no.rollout.stage, no.rollout.sentence]).toEqual(['shadow', 'Stay in shadow: people decide everything.']);
    expect(states(no).filter((state) => state.endsWith('open'))).toEqual(['shadow  open']);
  });

  test('names a condition forward and a way back at every step', () => {
    const { steps } = assess({ count: 1500, perDay: 30, accuracy: 0.985 }).rollout;
    for (const { forward, back } of steps) expect([forward.length > 20, back.length > 20]).toEqual([true, true]);
    const canary = steps.find(({ stage }) => stage === 'canary')!;
    expect(canary.forward).toMatch(/hold above 0\.95 .* about \d+ audited decisions, [\d,]+ days if 10 % are audited/);
    expect(canary.back).toMatch(/one critical error.*by hand.*goes back to the envelope/);
  });

  test('without canaries READY means full', () => {
    const policy = { ...standard, rollout: { canaryShares: [], auditShare: 0.1 } };
    expect(states(assess({ count: 1500, perDay: 30, accuracy: 0.985 }, policy)).at(-1)).toBe('full 1.00 open');
  });

  test('alert bounds: an agent that keeps its promise seldom reaches one of them', () => {
    const bounds = assess({ count: 1500, perDay: 30, accuracy: 0.985 }).rollout.alerts.filter(({ what }) => what === 'errors');
    expect(bounds.length).toBeGreaterThan(5);
    for (const { after, limit } of bounds) {
      expect([anytimeLower(limit, Number(after), 0.05) > 0.05, anytimeLower(limit - 1, Number(after), 0.05) > 0.05]).toEqual([true, false]);
    }
    const random = seededRandom(9);
    let alarmed = 0;
    for (let history = 0; history < 500; history++) {
      let errors = 0;
      let alarm = false;
      for (let decision = 1; decision <= 2000; decision++) {
        if (random.next() < 0.05) errors++;
        alarm ||= bounds.some(({ after, limit }) => after === decision && errors >= limit);
      }
      if (alarm) alarmed++;
    }
    expect(alarmed / 500).toBeLessThanOrEqual(0.05);
  });

  test('the last days of the ledger are watched', () => {
    const fallen = assess({
      count: 1500,
      perDay: 30,
      accuracy: 0.99,
      change: (one, index) =>
        index >= 1400 && index % 3 === 0 ? { ...one, agent: { ...one.agent!, decision: 'wrong' }, couldBeCritical: false } : one,
    });
    expect(fallen.rollout.watch[0]).toMatchObject({ what: 'errors', subject: 'last 7 days', alarm: true });
    expect(fallen.rollout.watch[0]!.text).toMatch(/^last 7 days: \d+ errors in 210 decisions \(alarm from \d+ on\)$/);
    expect(fallen.rollout.watch.find(({ subject }) => subject === 'agent decision')!.alarm).toBe(true);
    const steady = assess({ count: 1500, perDay: 30, accuracy: 0.99 });
    expect(steady.rollout.watch.filter(({ alarm }) => alarm)).toEqual([]);
    expect(steady.rollout.watch.length).toBeGreaterThan(4);
  });
});
