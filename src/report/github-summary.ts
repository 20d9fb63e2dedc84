import { formatPlace } from '../domain/failure.ts';
import { caseOutcomes, type CaseReport, type Report } from '../domain/report.ts';
import { formatCount, formatCounted, formatDuration, formatUsdTotal } from './amounts.ts';
import { describeEvidence, troubledVerdicts } from './describe-case.ts';
import { escapeHtmlInMarkdown, escapeMarkdown, markdownBlock, markdownCode } from './markdown.ts';
import { caseOutcomeWords, countOf, exitCodeWords } from './outcome-words.ts';
import { worstCasesFirst } from './worst-first.ts';

/** GitHub refuses a summary above 1 MiB; fifty cases with their misses stay far below. */
const casesMax = 50;

/** The job summary: the verdict, the counts, a table of what did not pass, and for each such case the evidence and the command. */
export function githubSummary(report: Report): string {
  const troubled = worstCasesFirst(report.cases).filter((one) => one.outcome !== 'pass' && one.outcome !== 'expected-failure');
  const shown = troubled.slice(0, casesMax);
  const lines = [`## ${exitCodeWords[report.exitCode].symbol} ${escapeMarkdown(report.sentence, 2000)}`, '', counts(report), ''];
  if (shown.length > 0) lines.push('| outcome | case | reason |', '| --- | --- | --- |', ...shown.map(row), '');
  if (troubled.length > shown.length)
    lines.push(`${formatCounted(troubled.length - shown.length, 'further case')} of this kind: see index.html or report.json.`, '');
  lines.push(...shown.flatMap(details));
  const cost = `cost ${formatUsdTotal(report.cases.map((one) => one.usd))}`;
  lines.push(
    `Seed ${report.seed} · ${formatDuration(report.durationMs)} · ${cost} · Rehearsal ${escapeMarkdown(report.rehearsalVersion)} · ${markdownCode(report.command)}`,
  );
  return `${lines.join('\n')}\n`;
}

function counts(report: Report): string {
  const parts = caseOutcomes.flatMap((outcome) => {
    const count = report.counts[countOf[outcome]];
    return count === 0 ? [] : `${caseOutcomeWords[outcome].symbol} ${formatCount(count)} ${caseOutcomeWords[outcome].word}`;
  });
  const { seen, expected, unobservedClaims } = report.counts;
  const unobserved = unobservedClaims === 0 ? '' : ` · ${formatCounted(unobservedClaims, 'claim')} without evidence`;
  return `**${formatCount(seen)} of ${formatCounted(expected, 'result')}** · ${parts.join(' · ')}${unobserved}`;
}

function row(one: CaseReport): string {
  const { symbol, word } = caseOutcomeWords[one.outcome];
  return `| ${symbol} ${word} | ${escapeMarkdown(one.scenario)}: **${escapeMarkdown(one.name).trim()}**<br><code>${escapeMarkdown(formatPlace(one.place))}</code> | ${escapeMarkdown(one.sentence)} |`;
}

function details(one: CaseReport): readonly string[] {
  const lines = [`<details><summary>${caseOutcomeWords[one.outcome].symbol} ${escapeHtmlInMarkdown(one.name)}</summary>`, ''];
  for (const verdict of troubledVerdicts(one)) {
    const evidence = describeEvidence(verdict.evidence);
    lines.push(`- ${markdownCode(verdict.claim)} ${verdict.outcome}: ${escapeMarkdown(verdict.text)}${evidence === '' ? '' : ` (${evidence})`}`);
  }
  if (one.miss !== undefined) lines.push('', markdownBlock(one.miss));
  return [...lines, '', 'See it again:', '', markdownBlock(one.repeat), '', '</details>', ''];
}
