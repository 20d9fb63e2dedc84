import { cellOutcomes, type ChaosCaseReport, type ChaosFinding, type ChaosReport } from '../../domain/chaos.ts';
import { formatPlace } from '../../domain/failure.ts';
import { formatCount, formatCounted, formatDuration } from '../amounts.ts';
import { escapeHtmlInMarkdown, escapeMarkdown, markdownBlock, markdownCode } from '../markdown.ts';
import { exitCodeWords } from '../outcome-words.ts';
import { visibleText } from '../visible-text.ts';
import { workflowCommand } from '../workflow-command.ts';
import { cellWords, countOfCell, plainName, stoppedWords } from './cell-words.ts';
import type { ChaosReporter } from './chaos-reporter.ts';
import { describeFinding } from './describe-finding.ts';
import { percent } from './rates-view.ts';

/** GitHub refuses a summary above 1 MiB; these stay far below. */
const findingsMax = 30;
const casesMax = 20;

/** What GitHub Actions shows: an annotation for each way to break a case, on its line of the scenario, and a job summary. */
export const chaosGithub: ChaosReporter = {
  name: 'github',
  render: (report) => [
    { path: 'chaos-annotations.txt', text: annotations(report) },
    { path: 'chaos-summary.md', text: summary(report) },
  ],
};

function annotations(report: ChaosReport): string {
  const found = report.cases.flatMap((one) => one.findings.filter((finding) => !isDeclared(one, finding)).map((finding) => annotation(one, finding)));
  const isUnexplained = report.exitCode !== 0 && found.length === 0;
  return [...(isUnexplained ? [workflowCommand('error', { title: 'Rehearsal' }, visibleText(report.sentence))] : []), ...found]
    .map((line) => `${line}\n`)
    .join('');
}

/** A weakness that the scenario declares is no error. */
function isDeclared(one: ChaosCaseReport, finding: ChaosFinding): boolean {
  const cells = one.cells.filter(({ id }) => finding.cells.includes(id));
  return cells.length > 0 && cells.every(({ outcome }) => outcome === 'weakness');
}

function annotation(one: ChaosCaseReport, finding: ChaosFinding): string {
  const { file, line, column } = one.undisturbed.place;
  const title = `${one.scenario}: ${one.name} (broken by ${finding.words})`;
  return workflowCommand('error', { file, line, col: line === undefined ? undefined : column, title }, describeFinding(finding));
}

function summary(report: ChaosReport): string {
  const findings = report.cases.flatMap((one) => one.findings.map((finding) => ({ one, finding })));
  const shown = findings.slice(0, findingsMax);
  const lines = [`## ${exitCodeWords[report.exitCode].symbol} ${escapeMarkdown(report.sentence, 2000)}`, '', countsLine(report), ''];
  if (shown.length > 0) lines.push('| it breaks | case | smallest schedule |', '| --- | --- | --- |', ...shown.map(row), '');
  if (findings.length > shown.length) lines.push(`${formatCounted(findings.length - shown.length, 'further way')} to break it: see chaos.html.`, '');
  for (const { finding } of shown) lines.push(...details(finding));
  for (const one of report.cases.slice(0, casesMax)) lines.push(...rates(one));
  lines.push(
    `Seed ${report.seed} · ${formatDuration(report.durationMs)} · ended because ${stoppedWords[report.stopped]} · Rehearsal ${escapeMarkdown(report.rehearsalVersion)} · ${markdownCode(report.command)}`,
  );
  return `${lines.join('\n')}\n`;
}

function countsLine(report: ChaosReport): string {
  const parts = cellOutcomes.flatMap((outcome) => {
    const count = report.counts[countOfCell[outcome]];
    return count === 0 ? [] : `${cellWords[outcome].symbol} ${formatCount(count)} ${cellWords[outcome].word}`;
  });
  return `**${formatCounted(report.counts.planned, 'experiment')}** · ${parts.join(' · ')}`;
}

function row({ one, finding }: { readonly one: ChaosCaseReport; readonly finding: ChaosFinding }): string {
  return `| ✘ ${escapeMarkdown(finding.sentence)} | ${escapeMarkdown(one.scenario)}: **${escapeMarkdown(one.name).trim()}**<br><code>${escapeMarkdown(formatPlace(one.undisturbed.place))}</code> | ${escapeMarkdown(finding.words)} |`;
}

function details(finding: ChaosFinding): readonly string[] {
  const summaryLine = `<details><summary>✘ ${escapeHtmlInMarkdown(finding.sentence)}</summary>`;
  return [summaryLine, '', markdownBlock(describeFinding(finding)), '', 'See it again:', '', markdownBlock(finding.command), '', '</details>', ''];
}

function rates(one: ChaosCaseReport): readonly string[] {
  if (one.rates.length === 0) return [];
  const rows = one.rates.map(
    ({ fault, held, judged, interval, failed, diverged, invalid }) =>
      `| ${failed > 0 ? '✘' : judged === 0 ? '○' : '✔'} ${escapeMarkdown(plainName(fault))} | ${held} of ${judged} | ${judged === 0 ? 'nothing judged' : `${percent(interval[0])} to ${percent(interval[1])}`}${diverged + invalid === 0 ? '' : `, ${diverged + invalid} not judged`} |`,
  );
  const head = `<details><summary>How it survives each fault: ${escapeHtmlInMarkdown(one.name)}</summary>`;
  return [head, '', '| fault | held | 95 % interval |', '| --- | --- | --- |', ...rows, '', '</details>', ''];
}
