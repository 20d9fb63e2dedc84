/**
 * Goal: a twin that goes wrong only in trouble is found by exploration, and shrunk to one or two faults; a twin that goes wrong by itself is not taken for a survivor.
 * Method: the trouble that its case plans is taken away, and the rest explored with a few kinds of faults; nobody says which tool, which request, which moment.
 * Where a twin has to die, only the first moments are tried, and of those that go wrong by themselves one of each system; test/prove/chaos-twins.prove.ts tries them all.
 */
import { describe, expect, test } from 'vitest';
import type { ChaosOptions } from '../../src/explore/chaos/explore-chaos.ts';
import { loadScenarios } from '../../src/run/index.ts';
import { expectFound, expectUnexplored } from '../support/expect-found.ts';
import { explored, troubledTwins, twinsByThemselves, untroubled, type TroubledTwin } from '../support/explored-twins.ts';

const budgets: Readonly<Record<string, Partial<ChaosOptions>>> = {
  'it makes a new key for every attempt': { faults: ['tool-error'] },
  'it hears nothing, and sends it again': { faults: ['lost-tool-answer'] },
  'it never gives up': { faults: ['tool-outage'] },
  'it knocks every half second': { faults: ['provider-error'], repeats: 8 },
  'it was asked to wait, and does not': { faults: ['tool-error'] },
  'it has all the time in the world': { faults: ['slow-tool'] },
  'its breaker never opens': { faults: ['provider-error'] },
  'it keeps records, and looks nothing up in them': { faults: ['process-killed'], runs: 12 },
};
const onlyProved = ['it forgets what it could not do', 'after a crash it begins anew'];

const twins = troubledTwins().filter(({ name }) => !onlyProved.includes(name));

test('there is a budget for each twin that needs trouble, and for no other', () => {
  const names = [...Object.keys(budgets), ...onlyProved];
  expect(
    troubledTwins()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(names.toSorted());
});

test.each(twins.map((twin): [string, TroubledTwin] => [twin.name, twin]))(
  '%s: found',
  async (name, { claims, loaded }) => {
    const report = await explored(loaded, budgets[name]);
    expectFound(report, claims);
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
  const byThemselves = twinsByThemselves();
  const firsts = byThemselves.filter(({ plan }, index) => byThemselves.findIndex((other) => other.plan.scenario === plan.scenario) === index);

  test('each system has one', () => {
    expect(firsts.length).toBeGreaterThanOrEqual(6);
  });

  test.each(firsts.map(({ plan, loaded }) => [plan.name, loaded] as const))(
    '%s: is not explored',
    async (_name, loaded) => expectUnexplored(await explored(loaded, { faults: ['slow-tool'], runs: 1 })),
    60_000,
  );
});
