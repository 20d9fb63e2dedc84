import type { CaseOutcome, CaseReport, Report } from '../domain/report.ts';
import { describeCase } from './describe-case.ts';
import { caseOutcomeWords } from './outcome-words.ts';
import { visibleText } from './visible-text.ts';
import { workflowCommand } from './workflow-command.ts';
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

/**
 * One workflow command per line for each case that makes the run red, on its line of the scenario; cases that diverged are warnings. The worst come first,
 * since GitHub shows ten errors of a step and drops the rest in silence.
 */
export function githubAnnotations(report: Report): string {
  const lines = worstCasesFirst(report.cases).flatMap((one) => annotation(one) ?? []);
  const unexplained = report.exitCode !== 0 && !lines.some((line) => line.startsWith('::error'));
  return [...(unexplained ? [workflowCommand('error', { title: 'Rehearsal' }, visibleText(report.sentence))] : []), ...lines]
    .map((line) => `${line}\n`)
    .join('');
}

function annotation(one: CaseReport): string | undefined {
  const command = commandOf[one.outcome];
  if (command === undefined) return undefined;
  const { file, line, column } = one.place;
  const title = `${one.scenario}: ${one.name} (${caseOutcomeWords[one.outcome].word})`;
  return workflowCommand(command, { file, line, col: line === undefined ? undefined : column, title }, describeCase(one));
}
