import { describe, expect, test } from 'vitest';
import { bundledCases, changes, expectRed } from '../support/mutants.ts';

// Goal: the done-line of the spine: changing the system prompt, a tool, the temperature, a turn of the history or the user's text by one word makes every
// bundled scenario red. Method: every case with every change, through the real agents; see test/support/mutants.ts.

describe.each(Object.keys(changes))('%s', (change) => {
  const counts: number[] = [];
  test.each(bundledCases().map((plan) => ({ id: plan.id, plan })))('$id', async ({ plan }) => {
    counts.push(await expectRed(plan, change));
  });
  test('was changed in most cases', () => {
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(change === 'temperature' ? 5 : counts.length / 2);
  });
});
