/**
 * Goal: a bug that no claim names is found through a property of the user's, and told by a short story; a sound agent holds the same property.
 * Method: the bundled scenarios are explored once with their agent and once with one that has a bug planted in it. Nobody says where to look.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import type { ExploredCase } from '../../src/domain/exploration.ts';
import type { CasePlan, Drawn } from '../../src/domain/scenario.ts';
import { exploreScenarios } from '../../src/explore/property/explore-scenarios.ts';
import { loadScenarios } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Planted {
  readonly system: string;
  readonly caseName: string;
  readonly bug: string;
  readonly property: string;
  readonly draw: Drawn;
  readonly runs: number;
  /** What the story is told to the end for. */
  readonly told: RegExp;
}

const planted: readonly Planted[] = [
  {
    system: 'company-account',
    caseName: 'the contract is not signed in time',
    bug: 'opensWhatTheModelNames',
    property: 'a company gets no offer that is beyond its size',
    draw: 'model',
    runs: 30,
    told: /C-2 was opened an account with the offer/,
  },
  {
    system: 'support-inbox',
    caseName: 'the note of the staff stays with the staff',
    bug: 'writesToWhomTheModelNames',
    property: 'a letter about a ticket goes to the customer who wrote it',
    draw: 'model',
    runs: 30,
    told: /the letter about T-1 went to/,
  },
  {
    system: 'price-quotes',
    caseName: 'a price is quoted',
    bug: 'quotesLastYearsPrice',
    property: 'a quote has a price that the list gave for it',
    draw: 'faults',
    runs: 30,
    told: /the list never gave 99 for LAMP-7/,
  },
];

async function explored({ system, caseName, draw, runs }: Planted, exportName?: string): Promise<ExploredCase> {
  const [loaded] = loadScenarios([`scenarios/${system}.yaml`]);
  const plans = loaded!.cases
    .filter(({ name }) => name === caseName)
    .map((plan) => smaller(exportName === undefined ? plan : withBug(plan, exportName)));
  expect(plans).toHaveLength(1);
  const folder = tempFolder();
  const [report] = await exploreScenarios([{ ...loaded!, cases: plans }], {
    mode: 'replay',
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile: join(folder, 'events.ndjson'),
    upstreamTimeoutMs: 5000,
    environment: {},
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
    draw: [draw],
    runs,
    saturationRuns: runs,
    shrinkingRunsMax: 100,
    foundFolder: join(folder, 'found'),
    now: () => 0,
  });
  return report!;
}

function withBug(plan: CasePlan, exportName: string): CasePlan {
  if (plan.agent.kind !== 'function') throw new Error(`${plan.id} is no function`);
  return { ...plan, agent: { ...plan.agent, module: plan.agent.module.replace(/agent\.ts$/, 'planted.ts'), exportName } };
}

/** One ticket is enough. */
function smaller(plan: CasePlan): CasePlan {
  if (plan.world?.state['waiting'] === undefined) return plan;
  return { ...plan, world: { ...plan.world, state: { ...plan.world.state, waiting: 1 } } };
}

const rows = planted.map((one): [string, Planted] => [one.bug, one]);

test.each(rows)(
  '%s: is found, and told in at most three answers of the model',
  async (bug, one) => {
    const report = await explored(one, bug);
    const found = report.counterexamples.find(({ claims }) => claims.includes(one.property));
    expect(found, report.sentence).toBeDefined();
    expect(found!.modelTurns).toBeLessThanOrEqual(3);
    expect(found!.drawnTurns).toBe(one.draw === 'model' ? 1 : 0);
    expect(JSON.stringify(found)).toMatch(one.told);
    expect(found!.fileProblem).toBeUndefined();
    // Without the property nobody would know of it: it breaks no claim.
    expect(found!.claims).toEqual([one.property]);
  },
  60_000,
);

test.each(rows)(
  '%s: the agent without the bug holds the property',
  async (_bug, one) => {
    const report = await explored(one);
    expect(report.episodes).toBe(one.runs);
    expect(report.counterexamples.map(({ claims }) => claims)).toEqual([]);
    expect(JSON.stringify(report.coverage)).toContain(one.property);
  },
  60_000,
);
