/**
 * Goal: a twin that goes wrong only in trouble is found by exploration, and shrunk to one or two faults; a twin that goes wrong by itself is not taken for a survivor.
 * Method: the trouble that its case plans is taken away, and the rest explored with a few kinds of faults; nobody says which tool, which request, which moment.
 * `npm run prove` does the same with every kind of fault.
 */
import { describe, expect, test } from 'vitest';
import type { ChaosOptions } from '../../src/explore/chaos/explore-chaos.ts';
import { loadScenarios } from '../../src/run/index.ts';
import { explored, needsTrouble, troubledTwins, twinPlans, untroubled, type TroubledTwin } from '../support/explored-twins.ts';

const budgets: Readonly<Record<string, Partial<ChaosOptions>>> = {
  'it makes a new key for every attempt': { faults: ['tool-error'] },
  'it hears nothing, and sends it again': { faults: ['lost-tool-answer'] },
  'it never gives up': { faults: ['tool-outage'] },
  'it knocks every half second': { faults: ['provider-error'], repeats: 8 },
  'it was asked to wait, and does not': { faults: ['tool-error'] },
  'it has all the time in the world': { faults: ['slow-tool'] },
  'its breaker never opens': { faults: ['provider-error'] },
  'it forgets what it could not do': { faults: ['provider-error', 'process-killed'], pairs: 1 },
  'it keeps records, and looks nothing up in them': { faults: ['process-killed'] },
  'after a crash it begins anew': { faults: ['process-killed'] },
};

const twins = troubledTwins();

test('there is a budget for each twin that needs trouble, and for no other', () => {
  expect(twins.map(({ name }) => name).toSorted()).toEqual(Object.keys(budgets).toSorted());
});

test.each(twins.map((twin): [string, TroubledTwin] => [twin.name, twin]))(
  '%s: found',
  async (name, { claims, loaded }) => {
    const report = await explored(loaded, budgets[name]);
    expect(report.undisturbed.sentence).toMatch(/claims? holds?\.$/);
    const telling = report.findings.filter((finding) => finding.claims.some((claim) => claims.includes(claim)));
    expect(telling.length, report.sentence).toBeGreaterThan(0);
    for (const { smallest, shrinkingRuns, fileProblem } of telling) {
      expect(smallest.length).toBeLessThanOrEqual(2);
      expect(shrinkingRuns).toBeLessThanOrEqual(100);
      expect(fileProblem).toBeUndefined();
    }
    // Not of each claim alone, but of all that the twin was made to break, something was seen.
    expect(telling.flatMap((finding) => finding.claims)).toContain(claims[0]);
  },
  120_000,
);

test.each([
  ['the careless agent takes half an answer for the whole', true],
  ['the careful agent refuses half an answer', false],
] as const)(
  'half a text for the whole: %s',
  async (name, isFound) => {
    const [loaded] = loadScenarios(['scenarios/half-an-answer.yaml']);
    const cases = loaded!.cases.filter((plan) => plan.name === name).map(untroubled);
    const report = await explored({ ...loaded!, cases }, { faults: ['stream-ends-early'] });
    const telling = report.findings.filter(({ claims }) => claims.includes('acts-only-on-whole-answers'));
    expect(telling.length > 0, report.sentence).toBe(isFound);
    for (const { smallest, sentence, fileProblem } of telling) {
      expect(smallest).toHaveLength(1);
      expect(sentence).toMatch(/^It takes half an answer for the whole/);
      expect(fileProblem).toBeUndefined();
    }
  },
  120_000,
);

describe('a twin that goes wrong by itself', () => {
  const others = twinPlans().filter(({ plan }) => !needsTrouble(plan) && plan.repeat === 1);
  test.each(others.map(({ plan, loaded }) => [plan.name, { ...loaded, cases: [{ ...plan, expectFailure: undefined }] }] as const))(
    '%s: is not explored',
    async (_name, loaded) => {
      const report = await explored(loaded, { faults: ['slow-tool'], runs: 1 });
      expect(report.undisturbed.outcome).not.toBe('pass');
      expect(report.cells).toEqual([]);
      expect(report.sentence).toMatch(/^It fails without any fault/);
    },
    60_000,
  );
});
