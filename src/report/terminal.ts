import type { Campaign } from '../domain/campaign.ts';
import { formatPlace } from '../domain/failure.ts';
import { caseOutcomes, type CaseOutcome, type CaseReport, type Report, type WorldReport } from '../domain/report.ts';
import type { Verdict } from '../domain/verdict.ts';
import { campaignClaims, campaignFacts, campaignRows } from './campaign-rows.ts';
import { formatCount, formatCounted, formatDuration, formatUsdTotal } from './amounts.ts';
import { describeEvidence, troubledVerdicts } from './describe-case.ts';
import { caseOutcomeWords, claimOutcomeWords, countOf, exitCodeWords } from './outcome-words.ts';
import { briefJson } from './pretty-json.ts';
import { splitMiss } from './split-miss.ts';
import { terminalPaint, type Paint, type TerminalColour } from './terminal-paint.ts';
import { wrapLine } from './text-columns.ts';
import { cutText, visibleLine, visibleText } from './visible-text.ts';
import { worstCasesFirst } from './worst-first.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns of the terminal; lines are broken at spaces to fit, commands never. */
  readonly widthColumns: number;
}

const passingListedMax = 20;
const troubledInFullMax = 50;
const textCharactersMax = 2000;
const linesBeforeVerdictIsRepeated = 40;

const colourOf: Readonly<Record<CaseOutcome, TerminalColour>> = {
  fail: 'red',
  invalid: 'yellow',
  unknown: 'magenta',
  diverged: 'cyan',
  'not-run': 'dim',
  'expected-failure': 'cyan',
  pass: 'green',
};

/**
 * A report for a terminal: the verdict, then every case that did not pass with its reason, evidence and command, then those that passed. Agents' words are
 * printed with their escape sequences spelled out, so that none is obeyed.
 *
 * @example process.stdout.write(renderTerminal(report, { colour: process.stdout.hasColors(), widthColumns: process.stdout.columns }));
 */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = terminalPaint(options.colour);
  const width = Math.max(40, options.widthColumns);
  const verdict = verdictLines(report, width, paint);
  const ordered = worstCasesFirst(report.cases);
  const troubled = ordered.filter((one) => one.outcome !== 'pass');
  const lines = [
    ...verdict,
    ...runFacts(report)
      .flatMap((line) => wrapLine(`  ${line}`, width))
      .map(paint.dim),
    '',
  ];
  for (const one of troubled.slice(0, troubledInFullMax)) lines.push(...caseLines(one, width, paint), '');
  for (const one of troubled.slice(troubledInFullMax)) lines.push(caseLine(one, paint));
  lines.push(
    ...passingLines(
      ordered.filter((one) => one.outcome === 'pass'),
      width,
      paint,
    ),
  );
  // After a screenful the verdict has scrolled away, and it is what the reader came for.
  if (lines.length > linesBeforeVerdictIsRepeated) lines.push('', ...verdict);
  return `${lines.join('\n').trimEnd()}\n`;
}

function verdictLines(report: Report, width: number, paint: Paint): readonly string[] {
  const { symbol, outcome } = exitCodeWords[report.exitCode];
  return hanging(`${symbol} `, visibleLine(report.sentence), width).map((line) => paint.bold(paint[colourOf[outcome]](line)));
}

function runFacts(report: Report): readonly string[] {
  const { counts, cases } = report;
  const named = caseOutcomes.flatMap((outcome) => {
    const count = counts[countOf[outcome]];
    return count === 0 ? [] : `${formatCount(count)} ${caseOutcomeWords[outcome].word}`;
  });
  const results = `${formatCount(counts.seen)} of ${formatCounted(counts.expected, 'result')}`;
  const unobserved = counts.unobservedClaims === 0 ? [] : [`${formatCounted(counts.unobservedClaims, 'claim')} without evidence`];
  const shard = report.shard === undefined ? [] : [`shard ${report.shard.index}/${report.shard.total}`];
  const cost = `cost ${formatUsdTotal(cases.map((one) => one.usd))}`;
  return [[results, ...named, ...unobserved].join(' · '), [`seed ${report.seed}`, ...shard, formatDuration(report.durationMs), cost].join(' · ')];
}

function caseLine(one: CaseReport, paint: Paint): string {
  const { symbol, word } = caseOutcomeWords[one.outcome];
  const verdict = one.outcome === 'pass' ? symbol : `${symbol} ${word}`;
  const loose = one.looseMatches === undefined ? '' : `  ${paint.yellow(visibleLine(one.looseMatches))}`;
  return `${paint[colourOf[one.outcome]](verdict)}  ${visibleLine(one.scenario)} › ${paint.bold(visibleLine(one.name))}${loose}`;
}

function caseLines(one: CaseReport, width: number, paint: Paint): readonly string[] {
  const lines = [caseLine(one, paint), `    ${paint.dim(visibleLine(formatPlace(one.place)))}`, ...hanging('    ', visibleLine(one.sentence), width)];
  for (const verdict of troubledVerdicts(one)) lines.push(...verdictDetails(verdict, width, paint));
  if (one.world !== undefined) lines.push(...ledgerLines(one.world, width, paint));
  if (one.campaign !== undefined) lines.push(...campaignLines(one.campaign, width, paint));
  if (one.miss !== undefined) lines.push('', ...indented(paintMiss(short(one.miss), paint), '    '), '');
  for (const note of one.notes) lines.push(...hanging('    note: ', short(note), width).map(paint.dim));
  return [...lines, `    again: ${paint.bold(visibleLine(one.repeat))}`];
}

/** So many lines of the ledger are read in a terminal; all of them are in the HTML report. */
const ledgerLinesMax = 8;

function ledgerLines({ effects, changes }: WorldReport, width: number, paint: Paint): readonly string[] {
  const head = `    ledger: ${effects.length === 0 ? 'nothing was committed' : formatCounted(effects.length, 'effect')}${changes.length === 0 && effects.length > 0 ? '; the world is as it was at the start' : ''}`;
  const shown = effects.slice(0, ledgerLinesMax).flatMap((row) => {
    const undone = row.undoneBy === undefined ? '' : `, taken back by ${row.undoneBy}`;
    return hanging(
      `      ${row.effect}  `,
      `${visibleLine(short(row.text))}${row.by === 'person' ? ', by a person' : ''}${undone} (event ${row.event})`,
      width,
    );
  });
  const rest = effects.length - ledgerLinesMax;
  return [head, ...shown, ...(rest > 0 ? [`      … and ${rest} more`] : [])].map(paint.dim);
}

/** The figures of a repeated case, under its line. */
function campaignLines(campaign: Campaign, width: number, paint: Paint): readonly string[] {
  const rows = campaignRows(campaign);
  const columns = [Math.max(...rows.map(({ label }) => label.length)), Math.max(...rows.map(({ value }) => value.length))] as const;
  return [
    ...hanging('    ', campaignFacts(campaign), width).map(paint.dim),
    ...hanging('      ', `${'figure'.padEnd(columns[0])}  ${'value'.padEnd(columns[1])}  95 % interval · of what`, width).map(paint.dim),
    ...rows.flatMap(({ label, value, interval, basis, bound, isAlert }) => {
      const text = `${label.padEnd(columns[0])}  ${value.padEnd(columns[1])}  ${[bound === '' ? '' : `bound: ${bound}`, interval, basis].filter((part) => part !== '').join(' · ')}`;
      return hanging(isAlert ? '    ! ' : '      ', visibleLine(text), width).map(isAlert ? paint.red : (line: string) => line);
    }),
    ...campaign.alerts.flatMap(({ text }) => hanging('    ! ', visibleLine(text), width).map(paint.red)),
    ...campaignClaims(campaign).flatMap((text) => hanging('      ', visibleLine(text), width)),
    ...campaign.troubled.slice(0, 5).map(({ seed, outcome, repeat }) => `      seed ${seed} ${outcome}: ${paint.bold(visibleLine(repeat))}`),
  ];
}

function verdictDetails(verdict: Verdict, width: number, paint: Paint): readonly string[] {
  const evidence = describeEvidence(verdict.evidence);
  const { symbol, word } = claimOutcomeWords[verdict.outcome];
  const text = `${visibleLine(verdict.claim)} ${word}: ${short(verdict.text)}${evidence === '' ? '' : ` (${evidence})`}`;
  const lines = [...hanging(`    ${symbol} `, text, width)];
  if (verdict.expected !== undefined) lines.push(...beside('      expected ', short(briefJson(verdict.expected))).map(paint.green));
  if (verdict.actual !== undefined) lines.push(...beside('      actual   ', short(briefJson(verdict.actual))).map(paint.red));
  return lines;
}

function passingLines(passing: readonly CaseReport[], width: number, paint: Paint): readonly string[] {
  if (passing.length === 0) return [];
  const line = (one: CaseReport): readonly string[] => [
    `${caseLine(one, paint)}  ${paint.dim(formatDuration(one.campaign?.durationMs ?? one.durationMs))}`,
    ...(one.campaign === undefined ? [] : campaignLines(one.campaign, width, paint)),
  ];
  if (passing.length <= passingListedMax) return passing.flatMap(line);
  // A pass that proves less is named, however many others there are.
  const loose = passing.filter((one) => one.looseMatches !== undefined).map((one) => caseLine(one, paint));
  return [...loose, paint.green(`${caseOutcomeWords.pass.symbol} ${formatCounted(passing.length, 'case')} passed`)];
}

function paintMiss(text: string, paint: Paint): string {
  const colours = { same: (part: string) => part, removed: paint.red, added: paint.green };
  // A colour that spans lines would also paint the indentation, so each line is painted by itself.
  return splitMiss(text)
    .map((part) => part.text.split('\n').map(colours[part.tone]).join('\n'))
    .join('');
}

/** Text behind a label; its later lines begin where the first one did. */
function hanging(label: string, text: string, width: number): readonly string[] {
  const space = ' '.repeat(label.length);
  const lines = text.split('\n').flatMap((line) => wrapLine(space + line, width));
  return lines.map((line, index) => (index === 0 ? label + line.slice(label.length) : line));
}

function beside(label: string, text: string): readonly string[] {
  return text.split('\n').map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
}

function indented(text: string, indent: string): readonly string[] {
  return text.split('\n').map((line) => indent + line);
}

function short(text: string): string {
  const { text: kept, leftOut } = cutText(text, textCharactersMax);
  return visibleText(kept) + (leftOut === 0 ? '' : ` … ${formatCount(leftOut)} more characters are in report.json`);
}
