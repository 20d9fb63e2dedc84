/**
 * Goal: a twin that goes wrong only when it dies is found at whatever moment it dies, and one that needs two kinds of trouble is found among all of their places.
 * No twin that goes wrong by itself is taken for a survivor.
 * Method: as in test/scenarios/chaos-twins.test.ts, without a limit to the cells that are tried.
 */
import { expect, test } from 'vitest';
import type { ChaosOptions } from '../../src/explore/chaos/explore-chaos.ts';
import { expectFound, expectUnexplored } from '../support/expect-found.ts';
import { explored, troubledTwins, twinsByThemselves } from '../support/explored-twins.ts';

const budgets: Readonly<Record<string, Partial<ChaosOptions>>> = {
  'it forgets what it could not do': { faults: ['provider-error', 'process-killed'], pairs: 1 },
  'it keeps records, and looks nothing up in them': { faults: ['process-killed'] },
  'after a crash it begins anew': { faults: ['process-killed'] },
};

test.each(Object.entries(budgets))('%s: found', async (name, budget) => {
  const twin = troubledTwins().find((one) => one.name === name)!;
  const report = await explored(twin.loaded, budget);
  expectFound(report, twin.claims);
  expect(report.cells.filter(({ outcome }) => outcome === 'not-run')).toEqual([]);
});

test.each(twinsByThemselves().map(({ plan, loaded }) => [plan.name, loaded] as const))('%s: is not explored', async (_name, loaded) =>
  expectUnexplored(await explored(loaded, { faults: ['slow-tool'], runs: 1 })),
);
