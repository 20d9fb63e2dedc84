import { formatPlace } from '../domain/failure.ts';
import type { CaseOutcome, CaseReport, Report } from '../domain/report.ts';
import { describeCase } from './describe-case.ts';
import type { Reporter } from './reporter.ts';
import { visibleText } from './visible-text.ts';
import { attributes, escapeXml, seconds } from './xml.ts';

/** What JUnit calls each outcome; undefined is a passed test case. */
const elementOf: Readonly<Record<CaseOutcome, 'failure' | 'error' | 'skipped' | undefined>> = {
  fail: 'failure',
  invalid: 'error',
  unknown: 'error',
  diverged: 'skipped',
  'not-run': 'skipped',
  'expected-failure': undefined,
  pass: undefined,
};

/** JUnit XML as Jenkins, GitLab, Azure and GitHub actions read it: one suite per scenario file, one test case per case. */
export const junit: Reporter = { name: 'junit', render: (report) => [{ path: 'junit.xml', text: document(report) }] };

function document(report: Report): string {
  const suites = [...Map.groupBy(report.cases, (one) => one.place.file).values()].map(suite);
  const all = [...suites, ...runSuite(report)];
  const total = (member: keyof Suite['counts']): number => all.reduce((sum, one) => sum + one.counts[member], 0);
  const counts = { tests: total('tests'), failures: total('failures'), errors: total('errors'), skipped: total('skipped') };
  const properties = { 'rehearsal.version': report.rehearsalVersion, command: report.command, seed: report.seed, exitCode: report.exitCode };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: report.sentence, ...counts, time: seconds(report.durationMs) })}>`,
    ...all.map((one) => one.text(properties)),
    '</testsuites>\n',
  ].join('\n');
}

interface Suite {
  readonly counts: { readonly tests: number; readonly failures: number; readonly errors: number; readonly skipped: number };
  readonly text: (properties: Readonly<Record<string, string | number>>) => string;
}

function suite(cases: readonly CaseReport[]): Suite {
  const count = (element: string): number => cases.filter((one) => elementOf[one.outcome] === element).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  const durationMs = cases.reduce((sum, one) => sum + one.durationMs, 0);
  const named = { name: cases[0]!.scenario, ...counts, time: seconds(durationMs), file: cases[0]!.place.file };
  return {
    counts,
    text: (properties) =>
      [
        `  <testsuite${attributes(named)}>`,
        `    <properties>${Object.entries(properties)
          .map(([name, value]) => `<property${attributes({ name, value })}/>`)
          .join('')}</properties>`,
        ...cases.map(testCase),
        '  </testsuite>',
      ].join('\n'),
  };
}

/** A run that must not be green although no case says so (a lost shard, no case at all) gets a test case of its own. */
function runSuite(report: Report): readonly Suite[] {
  const element = report.exitCode === 1 ? 'failure' : 'error';
  if (report.exitCode === 0 || report.cases.some((one) => ['failure', 'error'].includes(elementOf[one.outcome] ?? ''))) return [];
  const body = `<${element}${attributes({ message: report.sentence, type: 'run' })}/>`;
  const counts = { tests: 1, failures: element === 'failure' ? 1 : 0, errors: element === 'error' ? 1 : 0, skipped: 0 };
  return [
    {
      counts,
      text: () =>
        `  <testsuite${attributes({ name: 'rehearsal', ...counts })}>\n    <testcase${attributes({ classname: 'rehearsal', name: 'the run as a whole' })}>${body}</testcase>\n  </testsuite>`,
    },
  ];
}

function testCase(one: CaseReport): string {
  const { file, line } = one.place;
  const opening = `    <testcase${attributes({ classname: one.scenario, name: one.name, time: seconds(one.durationMs), file, line })}`;
  const element = elementOf[one.outcome];
  if (one.outcome === 'pass') return `${opening}/>`;
  const output = escapeXml(visibleText(`${formatPlace(one.place)}\n${describeCase(one)}`));
  if (element === undefined) return `${opening}><system-out>${output}</system-out></testcase>`;
  return `${opening}><${element}${attributes({ message: one.sentence, type: one.outcome })}>${output}</${element}></testcase>`;
}
