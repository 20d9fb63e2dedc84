/** Goal: shards become one report only if they are all the shards of one run, and the whole is never greener than a part. Method: each rule and its red case. */
import { describe, expect, test } from 'vitest';
import type { CaseReport, Report } from '../../src/domain/report.ts';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { mergeReports } from '../../src/report/merge-reports.ts';
import { sampleCase, sampleReport } from './sample-report.ts';

const shard = (index: number, total: number, cases: readonly Partial<CaseReport>[], changes: Partial<Report> = {}): Report =>
  sampleReport(
    cases.map((one) => sampleCase(one)),
    { shard: { index, total }, command: `rehearsal run scenarios --shard ${index}/${total} --seed 42`, ...changes },
  );

function refusal(reports: readonly Report[]): string {
  try {
    mergeReports(reports);
  } catch (thrown) {
    if (thrown instanceof RehearsalFailure) return `${thrown.code}: ${thrown.message} ${thrown.hint}`;
    throw thrown;
  }
  return 'merged';
}

describe('the whole', () => {
  const one = shard(1, 2, [{ id: 'c' }, { id: 'a', outcome: 'fail' }], { durationMs: 100 });
  const two = shard(2, 2, [{ id: 'b', outcome: 'diverged' }], { durationMs: 300 });

  test('has all cases by id, the sums, and no shard', () => {
    const merged = mergeReports([one, two]);
    expect(merged.cases.map((found) => found.id)).toEqual(['a', 'b', 'c']);
    expect(merged.counts).toMatchObject({ expected: 3, seen: 3, pass: 1, fail: 1, diverged: 1, invalid: 0 });
    expect(merged).not.toHaveProperty('shard');
    expect(merged).toMatchObject({ command: 'rehearsal run scenarios --seed 42', durationMs: 300, exitCode: 1, seed: 42 });
    expect(merged.sentence).toBe('1 of 3 cases failed; 1 diverged and was not judged, 1 passed.');
  });

  test('is the same in whatever order the shards come', () => {
    expect(mergeReports([two, one])).toEqual(mergeReports([one, two]));
  });

  test('of one report without shards is that report', () => {
    const alone = sampleReport([sampleCase()]);
    expect(mergeReports([alone])).toEqual(alone);
  });
});

describe('the exit code', () => {
  const codeOf = (cases: readonly Partial<CaseReport>[], changes: Partial<Report> = {}): number =>
    mergeReports([
      shard(1, 2, [{ id: 'first' }]),
      shard(
        2,
        2,
        cases.map((one, index) => ({ id: `${index}`, ...one })),
        changes,
      ),
    ]).exitCode;

  test.each([
    [0, 'pass'],
    [0, 'expected-failure'],
    [3, 'diverged'],
    [0, 'not-run'],
    [3, 'invalid'],
    [3, 'unknown'],
    [1, 'fail'],
  ] as const)('is %i with a case that is %s', (code, outcome) => {
    expect(codeOf([{ outcome }])).toBe(code);
  });

  test('is 1 where one case failed and another is invalid', () => {
    expect(codeOf([{ outcome: 'invalid' }, { outcome: 'fail' }])).toBe(1);
  });

  test.each([1, 3] as const)('is %i where a shard says so, although no case does', (exitCode) => {
    expect(codeOf([{}], { exitCode })).toBe(exitCode);
  });

  test.each([
    [1, 'fail'],
    [3, 'invalid'],
    [3, 'unknown'],
  ] as const)('is %i where a case is %s, although its shard says 0', (code, outcome) => {
    expect(codeOf([{ outcome }], { exitCode: 0 })).toBe(code);
  });

  test('is 3 where a result is counted as seen and its case is not there', () => {
    const { counts } = shard(2, 2, [{ id: '0' }]);
    expect(codeOf([{}], { counts: { ...counts, expected: 2, seen: 2 } })).toBe(3);
  });

  test('is 3 where a shard lost a result', () => {
    const { counts } = shard(2, 2, [{ id: '0' }]);
    expect(codeOf([{}], { counts: { ...counts, expected: 2 } })).toBe(3);
    expect(codeOf([{}], { counts: { ...counts, seen: 0 } })).toBe(3);
  });

  test('does not count a case that never started as lost, even if it was not counted as seen', () => {
    const { counts } = shard(2, 2, [{ id: '0', outcome: 'not-run' }]);
    expect(codeOf([{ outcome: 'not-run' }], { counts: { ...counts, seen: 0 } })).toBe(0);
  });

  test.each([
    ['not run', [{ outcome: 'not-run' }]],
    ['diverged', [{ outcome: 'diverged' }]],
  ] as const)('is 3 where nothing was judged, because all was %s, although every shard says 0', (_why, cases) => {
    const shards = [1, 2].map((index) =>
      shard(
        index,
        2,
        cases.map((one) => ({ ...one, id: `${index}` })),
        { exitCode: 0 },
      ),
    );
    expect(mergeReports(shards).exitCode).toBe(3);
  });

  test('is 3 where a case diverged, although its shard says 0 and another case passed', () => {
    expect(codeOf([{ outcome: 'diverged' }], { exitCode: 0 })).toBe(3);
  });

  test('is 3 where there is no case at all', () => {
    const merged = mergeReports([shard(1, 2, []), shard(2, 2, [])]);
    expect(merged).toMatchObject({ exitCode: 3, sentence: 'No case was run, so nothing is proven.' });
  });
});

describe('is refused', () => {
  const one = shard(1, 3, [{ id: 'a' }]);
  const two = shard(2, 3, [{ id: 'b' }]);
  const three = shard(3, 3, [{ id: 'c' }]);

  test('nothing at all', () => expect(refusal([])).toMatch(/^RESULTS_INCOMPLETE: There is no report to merge/));
  test('a missing shard', () => expect(refusal([one, three])).toMatch(/^RESULTS_INCOMPLETE: Shard 2 of 3 is missing\. .*--shard 2\/3 --seed 42/));
  test('several missing shards', () => expect(refusal([two])).toMatch(/^RESULTS_INCOMPLETE: Shards 1, 3 of 3 are missing/));
  test('a shard that is there twice', () => expect(refusal([one, two, three, two])).toMatch(/^REPORT_INVALID: Shard 2 of 3 is there twice/));
  test('shards of different numbers', () =>
    expect(refusal([one, shard(2, 4, [])])).toMatch(/^REPORT_INVALID: The reports do not agree on the number of shards: 3, 4/));
  test('a shard and a whole run', () => expect(refusal([one, sampleReport([])])).toMatch(/^REPORT_INVALID: .* number of shards: 3, none/));
  test('two whole runs', () => expect(refusal([sampleReport([]), sampleReport([])])).toMatch(/^REPORT_INVALID: None of the reports is a shard/));
  test('different seeds', () =>
    expect(refusal([one, two, { ...three, seed: 7 }])).toMatch(/^REPORT_INVALID: The reports do not agree on the seed: 42, 7/));
  test('different versions', () =>
    expect(refusal([one, two, { ...three, rehearsalVersion: '9' }])).toMatch(/^REPORT_INVALID: .* version of Rehearsal: 0\.1\.0, 9/));
  test('the same case in two shards', () =>
    expect(refusal([one, two, shard(3, 3, [{ id: 'a' }])])).toMatch(/^REPORT_INVALID: The case "a" is in shard 1 and in shard 3/));
  test('the same case twice in one shard', () =>
    expect(refusal([one, two, shard(3, 3, [{ id: 'c' }, { id: 'c' }])])).toMatch(/^REPORT_INVALID: Shard 3 lists the case "c" twice/));
  test('a shard beyond their number', () => expect(refusal([one, two, shard(4, 3, [])])).toMatch(/^REPORT_INVALID: .* shard 4 of 3/));
});
