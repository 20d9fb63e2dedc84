import { formatPlace } from '../../domain/failure.ts';
import type { CellOutcome, ChaosCaseReport, ChaosCell, ChaosReport } from '../../domain/chaos.ts';
import { cutText, visibleText } from '../visible-text.ts';
import { attributes, escapeXml, seconds } from '../xml.ts';
import { cellWords } from './cell-words.ts';
import type { ChaosReporter } from './chaos-reporter.ts';
import { describeFinding } from './describe-finding.ts';
import { scheduleYaml } from './schedule-yaml.ts';

/** What JUnit calls each outcome; undefined is a passed test case. */
const elementOf: Readonly<Record<CellOutcome, 'failure' | 'error' | 'skipped' | undefined>> = {
  failed: 'failure',
  invalid: 'error',
  unknown: 'error',
  diverged: 'skipped',
  'not-run': 'skipped',
  weakness: undefined,
  degraded: undefined,
  survived: undefined,
};

const sentenceCharactersMax = 4000;

/** JUnit XML: one suite per case, one test case per experiment. */
export const chaosJunit: ChaosReporter = { name: 'junit', render: (report) => [{ path: 'chaos-junit.xml', text: document(report) }] };

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function document(report: ChaosReport): string {
  const suites = [...report.cases.map((one) => ({ counts: countsOf(one.cells), text: suite(one, report) })), ...runSuite(report)];
  const total = (member: keyof Counts): number => suites.reduce((sum, { counts }) => sum + counts[member], 0);
  const counts = { tests: total('tests'), failures: total('failures'), errors: total('errors'), skipped: total('skipped') };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: report.sentence, ...counts, time: seconds(report.durationMs) })}>`,
    ...suites.map(({ text }) => text),
    '</testsuites>\n',
  ].join('\n');
}

function countsOf(cells: readonly ChaosCell[]): Counts {
  const count = (element: string): number => cells.filter(({ outcome }) => elementOf[outcome] === element).length;
  return { tests: cells.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function suite(one: ChaosCaseReport, report: ChaosReport): string {
  const { file } = one.undisturbed.place;
  const properties = { 'rehearsal.version': report.rehearsalVersion, command: report.command, seed: report.seed, exitCode: report.exitCode };
  return [
    `  <testsuite${attributes({ name: `${one.scenario}: ${one.name}`, ...countsOf(one.cells), file })}>`,
    `    <properties>${Object.entries(properties)
      .map(([name, value]) => `<property${attributes({ name, value })}/>`)
      .join('')}</properties>`,
    ...one.cells.map((cell) => testCase(cell, one)),
    '  </testsuite>',
  ].join('\n');
}

function testCase(cell: ChaosCell, one: ChaosCaseReport): string {
  const { file, line } = one.undisturbed.place;
  const opening = `    <testcase${attributes({ classname: `${one.scenario}: ${one.name}`, name: cell.id, file, line })}`;
  if (cell.outcome === 'survived') return `${opening}/>`;
  const element = elementOf[cell.outcome];
  // Of what was never started there may be thousands, and nothing to say.
  if (cell.outcome === 'not-run') return `${opening}><skipped${attributes({ message: short(cell.sentence), type: cell.outcome })}/></testcase>`;
  const output = escapeXml(visibleText(`${formatPlace(one.undisturbed.place)}\n${describe(cell, one)}`));
  if (element === undefined) return `${opening}><system-out>${output}</system-out></testcase>`;
  return `${opening}><${element}${attributes({ message: short(cell.sentence), type: cell.outcome })}>${output}</${element}></testcase>`;
}

function describe(cell: ChaosCell, one: ChaosCaseReport): string {
  const finding = cell.finding === undefined ? undefined : one.findings[cell.finding];
  const lines = [`${cellWords[cell.outcome].symbol} ${cellWords[cell.outcome].word}: ${short(cell.sentence)}`, '', scheduleYaml(cell.schedule)];
  return [...lines, ...(finding === undefined ? [] : ['', describeFinding(finding)])].join('\n');
}

/** An exploration that must not be green although no cell says so gets a test case of its own. */
function runSuite(report: ChaosReport): readonly { readonly counts: Counts; readonly text: string }[] {
  const isTold = report.cases.some(({ cells }) => cells.some(({ outcome }) => ['failure', 'error'].includes(elementOf[outcome] ?? '')));
  if (report.exitCode === 0 || isTold) return [];
  const element = report.exitCode === 1 ? 'failure' : 'error';
  const counts = { tests: 1, failures: element === 'failure' ? 1 : 0, errors: element === 'error' ? 1 : 0, skipped: 0 };
  const body = `<${element}${attributes({ message: report.sentence, type: 'run' })}/>`;
  const one = `    <testcase${attributes({ classname: 'rehearsal', name: 'the exploration as a whole' })}>${body}</testcase>`;
  return [{ counts, text: `  <testsuite${attributes({ name: 'rehearsal', ...counts })}>\n${one}\n  </testsuite>` }];
}

function short(text: string): string {
  const { text: kept, leftOut } = cutText(text, sentenceCharactersMax);
  return leftOut === 0 ? text : `${kept} … ${leftOut} more characters are in chaos.json`;
}
