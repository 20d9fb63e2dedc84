import type { CaseOutcome, CaseReport, Report } from '../domain/report.ts';
import { describeCase } from './describe-case.ts';
import { caseOutcomeWords } from './outcome-words.ts';
import { cutText, visibleLine, visibleText } from './visible-text.ts';
import { worstCasesFirst } from './worst-first.ts';

const commandOf: Readonly<Record<CaseOutcome, 'error' | 'warning' | undefined>> = {
  fail: 'error',
  invalid: 'error',
  unknown: 'error',
  diverged: 'warning',
  'not-run': undefined,
  'expected-failure': undefined,
  pass: undefined,
};

const messageCharactersMax = 8000;

/**
 * One workflow command per line for each case that makes the run red, on its line of the scenario; cases that diverged are warnings. The worst come first,
 * since GitHub shows ten errors of a step and drops the rest in silence.
 */
export function githubAnnotations(report: Report): string {
  const lines = worstCasesFirst(report.cases).flatMap((one) => annotation(one) ?? []);
  const unexplained = report.exitCode !== 0 && !lines.some((line) => line.startsWith('::error'));
  return [...(unexplained ? [`::error title=Rehearsal::${data(visibleText(report.sentence))}`] : []), ...lines].map((line) => `${line}\n`).join('');
}

function annotation(one: CaseReport): string | undefined {
  const command = commandOf[one.outcome];
  if (command === undefined) return undefined;
  const title = `${one.scenario}: ${one.name} (${caseOutcomeWords[one.outcome].word})`;
  const properties = { file: one.place.file, line: one.place.line, col: one.place.line === undefined ? undefined : one.place.column, title };
  const written = Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : `${name}=${property(String(value))}`));
  return `::${command} ${written.join(',')}::${data(message(one))}`;
}

/** GitHub drops an annotation whose message is very long; the report has the rest. */
function message(one: CaseReport): string {
  const { text, leftOut } = cutText(describeCase(one), messageCharactersMax);
  return leftOut === 0 ? text : `${text} … ${leftOut} more characters are in report.json`;
}

/** The escapes of the runner's own toolkit (`@actions/core`, `escapeData`). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** `escapeProperty` of the same toolkit. */
function property(text: string): string {
  return data(visibleLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
