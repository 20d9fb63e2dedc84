/**
 * Goal: what several cases are silent about stands once in `report.json`, and whoever reads the file has the very report that was written.
 * Method: reports with every mixture of shared, own, disordered and unknown claims, through the file and back; then what the file itself holds.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseReport, PackedReport, Report } from '../../src/domain/report.ts';
import { reportProblems } from '../../src/domain/report-schema.ts';
import type { StatedVerdict } from '../../src/domain/verdict.ts';
import { json } from '../../src/report/json.ts';
import { mergeReports } from '../../src/report/merge-reports.ts';
import { packReport, unpackReport } from '../../src/report/packed-report.ts';
import { readReport } from '../../src/report/read-report.ts';
import { sampleCase, sampleReport } from './sample-report.ts';

const claims = ['a', 'b', 'c', 'd'];

const anyVerdict: fc.Arbitrary<StatedVerdict> = fc.record(
  {
    // `z` is in no catalogue.
    claim: fc.constantFrom(...claims, 'z'),
    outcome: fc.constantFrom('pass', 'fail', 'unobserved', 'unobserved', 'unobserved'),
    text: fc.constantFrom('No tool was called.', 'No span arrived.'),
    evidence: fc.constantFrom([], [], [1]),
    expected: fc.constant(1),
    place: fc.constant({ file: 's.yaml' }),
  },
  { requiredKeys: ['claim', 'outcome', 'text', 'evidence'] },
);
const ordered = fc
  .uniqueArray(anyVerdict, { selector: ({ claim }) => claim, maxLength: 5 })
  .map((verdicts) => verdicts.toSorted((left, right) => (left.claim < right.claim ? -1 : 1)));
const anyCases = fc.array(
  fc.record({
    verdicts: fc.oneof({ weight: 4, arbitrary: ordered }, { weight: 1, arbitrary: fc.array(anyVerdict, { maxLength: 4 }) }),
    notApplicable: fc.constantFrom([], ['d'], ['c', 'd']),
  }),
  { maxLength: 8 },
);

function reportOf(cases: readonly Partial<CaseReport>[], changes: Partial<Report> = {}): Report {
  return sampleReport(
    cases.map((one, index) => sampleCase({ id: String(index), ...one })),
    { claims, ...changes },
  );
}

const silent = (claim: string): StatedVerdict => ({ claim, outcome: 'unobserved', text: `Nothing of ${claim}.`, evidence: [] });
const passed = (claim: string): StatedVerdict => ({ claim, outcome: 'pass', text: `Held: ${claim}.`, evidence: [1] });

test('any report is read back as it was written, in the order in which it was', () => {
  let packed = 0;
  fc.assert(
    fc.property(anyCases, (cases) => {
      const report = reportOf(cases);
      const file = packReport(report);
      packed += file.silences?.length ?? 0;
      expect(unpackReport(file)).toEqual(report);
      expect(readReport(json.render(report)[0]!.text)).toEqual(report);
      expect(reportProblems(JSON.parse(JSON.stringify(file)))).toEqual([]);
    }),
    { numRuns: 500, seed: 4711 },
  );
  expect(packed).toBeGreaterThan(100);
});

test('what two cases have in common stands once, what only one has stays with it', () => {
  const shared = { verdicts: [silent('a'), passed('b'), silent('c')], notApplicable: ['d'] };
  const report = reportOf([shared, { verdicts: [silent('a'), passed('b')], notApplicable: ['c', 'd'] }, structuredClone(shared)]);
  const { silences, cases } = packReport(report);
  expect(silences).toEqual([{ unobserved: [silent('a'), silent('c')], notApplicable: ['d'] }]);
  expect(cases.map(({ verdicts, notApplicable, silence }) => ({ verdicts, notApplicable, silence }))).toEqual([
    { verdicts: [passed('b')], notApplicable: [], silence: 0 },
    { verdicts: [silent('a'), passed('b')], notApplicable: ['c', 'd'], silence: undefined },
    { verdicts: [passed('b')], notApplicable: [], silence: 0 },
  ]);
});

test('shards share silences of their own, and the whole has them all', () => {
  const shard = (index: number, claim: string): Report =>
    readReport(
      json.render(
        reportOf(
          [1, 2].map((number) => ({ id: `${index}.${number}`, verdicts: [silent(claim), passed('d')], notApplicable: ['c'] })),
          { shard: { index, total: 2 } },
        ),
      )[0]!.text,
    );
  const whole = mergeReports([shard(1, 'a'), shard(2, 'b')]);
  expect(whole.cases.map(({ verdicts }) => verdicts.map(({ claim }) => claim))).toEqual([
    ['a', 'd'],
    ['a', 'd'],
    ['b', 'd'],
    ['b', 'd'],
  ]);
  expect(whole.counts.unobservedClaims).toBe(4);
  expect(packReport(whole).silences).toHaveLength(2);
});

describe('a file', () => {
  const pair = reportOf([1, 2].map(() => ({ verdicts: [silent('a'), passed('b')], notApplicable: ['c', 'd'] })));
  const file = JSON.parse(json.render(pair)[0]!.text) as PackedReport;

  test('that names a silence that is not there is refused', () => {
    const torn = { ...file, cases: [{ ...file.cases[0]!, silence: 1 }, file.cases[1]] };
    expect(() => readReport(JSON.stringify(torn))).toThrow(/the case "0" names a silence that is not there/);
    expect(() => readReport(JSON.stringify({ ...file, silences: undefined }))).toThrow(/names a silence that is not there/);
  });

  test('of the format before, which knew no silences, is read', () => {
    expect(readReport(JSON.stringify({ ...pair, format: 'rehearsal/report/2' }))).toEqual(pair);
  });
});
