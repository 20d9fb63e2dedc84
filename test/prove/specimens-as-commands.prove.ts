/**
 * Goal: the specimens are caught by what they do, wherever they do it: as a process of its own, in real time, each agent gets the verdict that it gets in process.
 * Method: every case of every system is run once more with `scenarios/reference/main.ts` as its command. Hours of people and of the outside are shortened by the
 * environment (test/support/as-command.ts), nothing else.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asCommand } from '../support/as-command.ts';
import { brokenClaims, loadSpecimens, runSpecimens } from '../support/bundled-specimens.ts';

/** What real time leaves no room for, and why. */
const leftOut: Readonly<Record<string, string>> = {
  'a hundred tickets': 'keeping to ten calls a minute it takes ten minutes',
};

test('every specimen is judged as a command as it is in process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-specimens-'));
  try {
    const variants = loadSpecimens(undefined, asCommand).map((one) => ({
      ...one,
      cases: one.cases.filter(({ name }) => leftOut[name] === undefined),
    }));
    const expected = new Map(variants.flatMap(({ cases }) => cases).map((plan) => [plan.id, plan.expectFailure?.toSorted() ?? []]));
    const reports = await runSpecimens(variants, folder, 6);
    expect(reports).toHaveLength(expected.size);
    const wrong = reports.filter(
      (one) => brokenClaims(one).join() !== expected.get(one.id)!.join() || !['pass', 'expected-failure'].includes(one.outcome),
    );
    expect(wrong.map(({ id, sentence }) => `${id}: ${sentence}`)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
