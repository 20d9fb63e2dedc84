// Goal: what is left of a schedule breaks the claim, nothing smaller does, and it takes few runs. Method: claims that are broken by known faults, in all
// combinations that fast-check draws, and the count of runs for two faults out of twenty.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shrink } from '../../src/explore/chaos/shrink.ts';
import { simplerFaults } from '../../src/explore/chaos/simpler-faults.ts';
import type { FaultSchedule, PlannedFault } from '../../src/domain/fault.ts';
import { faultKinds } from '../../src/fault/index.ts';

const fault = (number: number): PlannedFault => ({ fault: 'slow-tool', match: { tool: `t${number}` }, occurrence: 1, settings: { seconds: 1 } });
const names = (schedule: FaultSchedule): readonly string[] => schedule.map(({ match }) => match.tool!);

/** Shrinks with a claim that these break, and counts the different schedules that were tried. */
async function shrunk(
  schedule: FaultSchedule,
  breaks: (schedule: FaultSchedule) => boolean,
  unfired: (schedule: FaultSchedule) => readonly number[] = () => [],
): Promise<{ readonly smallest: FaultSchedule; readonly runs: number }> {
  const tried = new Set<string>();
  const smallest = await shrink(schedule, {
    mayGoOn: () => true,
    simpler: (one) => simplerFaults(one, faultKinds, () => undefined),
    tryOut(candidate) {
      tried.add(JSON.stringify(candidate));
      const missed = unfired(candidate);
      return Promise.resolve({ breaks: missed.length === 0 && breaks(candidate), unfired: missed });
    },
  });
  return { smallest, runs: tried.size };
}

const twenty = Array.from({ length: 20 }, (_, index) => fault(index));

describe('the fewest faults', () => {
  test('any one or two out of twenty, in at most a hundred runs', async () => {
    const counts: number[] = [];
    for (let one = 0; one < 20; one++)
      for (let other = one; other < 20; other++) {
        const needed = [...new Set([`t${one}`, `t${other}`])];
        const { smallest, runs } = await shrunk(twenty, (schedule) => needed.every((name) => names(schedule).includes(name)));
        expect(names(smallest)).toEqual(needed);
        counts.push(runs);
      }
    expect(counts).toHaveLength(210);
    expect(Math.max(...counts)).toBeLessThanOrEqual(100);
  });

  test('whatever set of faults is needed, just that set is left', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat({ max: 11 }), { minLength: 1, maxLength: 6 }), async (needed) => {
        const wanted = needed.map((index) => `t${index}`);
        const { smallest } = await shrunk(twenty.slice(0, 12), (schedule) => wanted.every((name) => names(schedule).includes(name)));
        expect(names(smallest).toSorted()).toEqual(wanted.toSorted());
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  test('faults that only strike when each other has are no hindrance: neither could be taken away alone', async () => {
    const strikesWith: Readonly<Record<string, string>> = { t1: 't3', t3: 't1' };
    const unfired = (schedule: FaultSchedule): readonly number[] =>
      schedule.flatMap(({ match }, position) => {
        const other = strikesWith[match.tool!];
        return other === undefined || names(schedule).includes(other) ? [] : [position];
      });
    const needs = (schedule: FaultSchedule): boolean => ['t0', 't2'].every((name) => names(schedule).includes(name));
    const { smallest } = await shrunk([fault(0), fault(1), fault(2), fault(3)], needs, unfired);
    expect(names(smallest)).toEqual(['t0', 't2']);
  });
});

describe('the plainest of them', () => {
  test('strikes once where it need not strike always, and early where it need not be late', async () => {
    const often: FaultSchedule = [{ ...fault(1), occurrence: 'every' }];
    expect((await shrunk(often, () => true)).smallest).toEqual([fault(1)]);
    const late: FaultSchedule = [{ ...fault(1), occurrence: 9 }];
    expect((await shrunk(late, ([only]) => Number(only!.occurrence) >= 4)).smallest).toEqual([{ ...fault(1), occurrence: 4 }]);
    const first: FaultSchedule = [{ ...fault(1), occurrence: { first: 9 } }];
    const atLeast = ([only]: FaultSchedule): boolean => typeof only!.occurrence === 'object' && only!.occurrence.first >= 3;
    expect((await shrunk(first, atLeast)).smallest).toEqual([{ ...fault(1), occurrence: { first: 3 } }]);
  });

  test('has the settings that its kind calls simpler', async () => {
    const dead: FaultSchedule = [{ fault: 'process-killed', match: { after: 'answer' }, occurrence: 1, settings: { signal: 'SIGTERM' } }];
    expect((await shrunk(dead, () => true)).smallest).toEqual([{ ...dead[0]!, settings: {} }]);
  });

  test('what can be made no smaller stays as it is', async () => {
    const schedule = [fault(1), fault(2)];
    expect((await shrunk(schedule, (candidate) => candidate.length === 2)).smallest).toEqual(schedule);
  });
});

test('where there is no time left, what was reached is the result, and it breaks the claim', async () => {
  let left = 6;
  const needs = (schedule: FaultSchedule): boolean => ['t4', 't15'].every((name) => names(schedule).includes(name));
  const smallest = await shrink(twenty, {
    mayGoOn: () => left > 0,
    simpler: () => [],
    tryOut(candidate) {
      left--;
      return Promise.resolve({ breaks: needs(candidate), unfired: [] });
    },
  });
  expect(needs(smallest)).toBe(true);
  expect(smallest.length).toBeLessThanOrEqual(20);
});
