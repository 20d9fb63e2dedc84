// Goal: exploration finds the fault of every broken twin from its scenario alone, told in at most three drawn answers of the model; and nothing in the sound systems,
// whatever their models say. Method: twins without the faults and restarts that their cases plan, a minute each; ten thousand episodes of each sound system.
import { describe, expect, it } from 'vitest';
import { exploredStories } from '../support/explored-stories.ts';
import { twinPlans, untroubled } from '../support/explored-twins.ts';
import { loadScenarios } from '../../src/run/load-scenarios.ts';

const twins = twinPlans();

/** Claims over several sessions of a case, which one episode cannot break, and what a case expects of its own task alone. */
const outside = new Set(['backs-off-exponentially', 'is-reproducible', 'answer-is-as-expected']);
const soundSystems = ['company-account', 'contract-approval', 'support-inbox', 'log-analysis', 'code-writer', 'price-quotes'];
const episodes = 10_000;

describe('a broken twin', () => {
  it('was found at all', () => expect(twins.length).toBeGreaterThan(40));

  it.each(twins.filter(({ plan }) => !plan.expectFailure!.every((claim) => outside.has(claim))))('$plan.name', async ({ plan, loaded }) => {
    const wanted = plan.expectFailure!;
    const [report] = await exploredStories(
      { ...loaded, cases: [untroubled(plan)] },
      { runs: 100_000, minutes: 1, claims: new Set(wanted), enough: (_, claims) => wanted.some((claim) => claims.has(claim)) },
    );
    const found = report!.counterexamples.filter(({ claims }) => claims.some((claim) => wanted.includes(claim)));
    console.log(
      `${found.length > 0 ? 'found' : 'NOT FOUND'}  ${plan.name}: ${report!.episodes} episodes, ${found.map(({ claims, drawnTurns, modelTurns }) => `${claims.join('+')} in ${drawnTurns} drawn of ${modelTurns} answers`).join('; ')}`,
    );
    expect(found).not.toEqual([]);
    expect(Math.min(...found.map(({ drawnTurns }) => drawnTurns))).toBeLessThanOrEqual(3);
  });
});

describe('a sound system', () => {
  it.each(soundSystems)('%s holds whatever its model says', async (system) => {
    const [loaded] = loadScenarios([`scenarios/${system}.yaml`]);
    const cases = loaded!.cases.filter(({ faults, world }) => faults.length === 0 && world?.restart === undefined);
    const reports = await exploredStories({ ...loaded!, cases }, { runs: Math.ceil(episodes / cases.length), draw: ['model'] });
    const played = reports.reduce((sum, report) => sum + report.episodes, 0);
    console.log(`${system}: ${played} episodes of ${cases.length} cases`);
    expect(reports.flatMap(({ name, counterexamples }) => counterexamples.map(({ sentence }) => `${name}: ${sentence}`))).toEqual([]);
    expect(played).toBeGreaterThanOrEqual(episodes);
  });
});
