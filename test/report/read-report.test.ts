/** Goal: what is not a whole report is never read as one. Method: every member is damaged once; each refusal says what and where. */
import { describe, expect, test } from 'vitest';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { json } from '../../src/report/json.ts';
import { readReport } from '../../src/report/read-report.ts';
import { richReport } from './rich-report.ts';
import { sampleCase, sampleReport } from './sample-report.ts';

const whole = json.render(sampleReport([sampleCase(), sampleCase({ id: 'b', outcome: 'fail' })]))[0]!.text;

function refusal(text: string): string {
  try {
    readReport(text, 'out/report.json');
  } catch (thrown) {
    if (thrown instanceof RehearsalFailure && thrown.code === 'REPORT_INVALID' && thrown.hint !== undefined) return thrown.message;
    throw thrown;
  }
  return 'was read';
}

/** The report with one member changed; undefined removes it. */
function damaged(path: string, value: unknown): string {
  const report = JSON.parse(whole) as object;
  const keys = path.split('.');
  const parent = keys.slice(0, -1).reduce<object>((at, key) => Reflect.get(at, key) as object, report);
  if (value === undefined) Reflect.deleteProperty(parent, keys.at(-1)!);
  else Reflect.set(parent, keys.at(-1)!, value);
  return JSON.stringify(report);
}

test('what the JSON reporter wrote is read back as it was', () => {
  const rich = richReport();
  expect(readReport(json.render(rich)[0]!.text)).toEqual(rich);
});

test('the file begins with what a person looks for, and holds no character that a terminal obeys', () => {
  const text = json.render(richReport())[0]!.text;
  expect(text).toMatch(/^\{\n {2}"format": "rehearsal\/report\/3",\n {2}"rehearsalVersion": "0.1.0",\n {2}"command"/);
  expect(text).toContain('\\u202Egnp.exe\\u202C');
});

test('a byte order mark and members of a later version are no reason to refuse', () => {
  expect(refusal(`\uFEFF${damaged('cases.0.laterMember', 1)}`)).toBe('was read');
});

describe('is refused with a sentence', () => {
  test.each([
    ['an empty file', '', 'out/report.json is empty.'],
    ['a torn file', whole.slice(0, 900), 'out/report.json is not JSON: '],
    ['another file', '[]', 'out/report.json is not a report: the text is JSON, but not an object.'],
    ['another format', damaged('format', 'rehearsal/report/1'), 'has the format "rehearsal/report/1", not "rehearsal/report/3".'],
    ['a file without a format', '{}', 'has the format null'],
    ['no cases', damaged('cases', undefined), "must have required property 'cases'"],
    ['no seed', damaged('seed', undefined), "must have required property 'seed'"],
    ['an exit code that is none', damaged('exitCode', 2), '/exitCode must be equal to one of the allowed values: 0, 1, 3'],
    ['an outcome that is none', damaged('cases.0.outcome', 'green'), '/cases/0/outcome must be equal to one of the allowed values: fail,'],
    ['a claim without outcome', damaged('cases.0.verdicts.0.outcome', undefined), "/cases/0/verdicts/0 must have required property 'outcome'"],
    [
      'a claim that does not apply, spelled out',
      damaged('cases.0.verdicts.0.outcome', 'not-applicable'),
      '/cases/0/verdicts/0/outcome must be equal to one of the allowed values',
    ],
    ['no word on claims that do not apply', damaged('cases.0.notApplicable', undefined), "/cases/0 must have required property 'notApplicable'"],
    ['evidence that is no number', damaged('cases.0.verdicts.0.evidence', ['<b>']), '/cases/0/verdicts/0/evidence/0 must be integer'],
    ['a time that is no number', damaged('cases.1.timeline.0.atMs', null), '/cases/1/timeline/0/atMs must be number'],
    ['a negative count', damaged('counts.fail', -1), '/counts/fail must be >= 0'],
    ['a shard of none', damaged('shard', { index: 1 }), "/shard must have required property 'total'"],
    ['a shard beyond the last', damaged('shard', { index: 3, total: 2 }), 'says that it is shard 3 of 2'],
    ['counts without their case', damaged('cases', []), 'contradicts itself: it counts 1 cases as fail and lists 0'],
    ['a case that was turned green', damaged('cases.1.outcome', 'pass'), 'contradicts itself: it counts 1 cases as fail and lists 0'],
    [
      'two cases of one id',
      damaged('cases.1.id', 'scenarios/refund.yaml#80 EUR is refunded once'),
      'lists the case "scenarios/refund.yaml#80 EUR is refunded once" twice',
    ],
  ])('%s', (_what, text, sentence) => {
    expect(refusal(text)).toContain(sentence);
  });
});
