import { cellOutcomes, type CellOutcome, type ChaosCaseReport, type ChaosFinding, type ChaosReport } from '../../domain/chaos.ts';
import { formatPlace } from '../../domain/failure.ts';
import { formatCount, formatCounted, formatDuration } from '../amounts.ts';
import { describeEvidence } from '../describe-case.ts';
import { exitCodeWords } from '../outcome-words.ts';
import type { TerminalOptions } from '../terminal.ts';
import { terminalPaint, type Paint, type TerminalColour } from '../terminal-paint.ts';
import { columnsOf, wrapLine } from '../text-columns.ts';
import { cutText, visibleLine, visibleText } from '../visible-text.ts';
import { cellTitle } from './cell-title.ts';
import { cellWords, countOfCell, isJudgedCell, kindNamed, plainName, stoppedWords } from './cell-words.ts';
import { percent } from './rates-view.ts';

const findingsMax = 10;
const notExercisedMax = 8;
const unjudgedMax = 8;
const textCharactersMax = 1000;

const colourOf: Readonly<Record<CellOutcome, TerminalColour>> = {
  failed: 'red',
  invalid: 'yellow',
  unknown: 'magenta',
  diverged: 'cyan',
  'not-run': 'dim',
  weakness: 'cyan',
  degraded: 'yellow',
  survived: 'green',
};

/**
 * An exploration for a terminal: the verdict, then for each case how it breaks (the claim with its arithmetic, the smallest schedule in words, the command),
 * how it survives each fault, the survival map in one line, and what was not exercised.
 */
export function renderChaosTerminal(report: ChaosReport, options: TerminalOptions): string {
  const paint = terminalPaint(options.colour);
  const width = Math.max(40, options.widthColumns);
  const colour = report.exitCode === 0 ? 'green' : report.exitCode === 1 ? 'red' : 'yellow';
  const verdict = hanging(`${exitCodeWords[report.exitCode].symbol} `, visibleLine(report.sentence), width).map((line) =>
    paint.bold(paint[colour](line)),
  );
  const lines = [...verdict, ...factLines(report, width).map(paint.dim), ''];
  for (const one of report.cases) lines.push(...caseLines(report, one, width, paint), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

function factLines(report: ChaosReport, width: number): readonly string[] {
  const counted = cellOutcomes.flatMap((outcome) => {
    const count = report.counts[countOfCell[outcome]];
    return count === 0 ? [] : `${formatCount(count)} ${cellWords[outcome].word}`;
  });
  const shard = report.shard === undefined ? [] : [`shard ${report.shard.index}/${report.shard.total}`];
  const facts = [formatCounted(report.counts.planned, 'experiment'), ...counted].join(' · ');
  const run = [`seed ${report.seed}`, ...shard, formatDuration(report.durationMs), `ended: ${stoppedWords[report.stopped]}`].join(' · ');
  return [facts, run].flatMap((line) => wrapLine(`  ${line}`, width));
}

function caseLines(report: ChaosReport, one: ChaosCaseReport, width: number, paint: Paint): readonly string[] {
  const worst = cellOutcomes.find((outcome) => one.cells.some((cell) => cell.outcome === outcome)) ?? 'not-run';
  const lines = [
    `${paint[colourOf[worst]](cellWords[worst].symbol)}  ${visibleLine(one.scenario)} › ${paint.bold(visibleLine(one.name))}`,
    `   ${paint.dim(visibleLine(formatPlace(one.undisturbed.place)))}`,
    ...(report.cases.length === 1 ? [] : hanging('   ', visibleLine(one.sentence), width)),
  ];
  for (const finding of one.findings.slice(0, findingsMax)) lines.push('', ...findingLines(finding, width, paint));
  if (one.findings.length > findingsMax)
    lines.push('', `   … and ${formatCounted(one.findings.length - findingsMax, 'more way')} to break it: see chaos.html.`);
  return [
    ...lines,
    ...section(ratesLines(one, paint)),
    ...section(survivalLines(report, one, width, paint)),
    ...section(unjudgedLines(one, width, paint)),
    ...section(notExercisedLines(one, width, paint)),
    ...one.notes.flatMap((note) => hanging('   note: ', short(note), width)).map(paint.dim),
  ];
}

/** A part that says something has an empty line before it. */
function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function findingLines(finding: ChaosFinding, width: number, paint: Paint): readonly string[] {
  const broken = finding.report.verdicts.filter(({ claim, outcome }) => outcome === 'fail' && finding.claims.includes(claim));
  return [
    ...hanging('   ✘ ', visibleLine(finding.sentence), width).map(paint.red),
    ...broken.flatMap(({ claim, text, evidence }) => {
      const events = describeEvidence(evidence);
      return hanging('     ', `${visibleLine(claim)}: ${short(text)}${events === '' ? '' : ` (${events})`}`, width);
    }),
    ...hanging('     smallest: ', visibleLine(finding.words), width),
    ...(finding.fileProblem === undefined ? [] : hanging('     not saved: ', short(finding.fileProblem), width).map(paint.yellow)),
    `     again: ${paint.bold(visibleLine(finding.command))}`,
  ];
}

function ratesLines({ rates }: ChaosCaseReport, paint: Paint): readonly string[] {
  const named = rates.map((rate) => ({
    rate,
    name: plainName(visibleLine(rate.fault)),
    held: `${formatCount(rate.held)} of ${formatCount(rate.judged)}`,
  }));
  const nameWidth = Math.max(0, ...named.map(({ name }) => columnsOf(name)));
  const heldWidth = Math.max(0, ...named.map(({ held }) => held.length));
  return named.map(({ rate, name, held }) => {
    const sign = rate.failed > 0 ? paint.red('✘') : rate.judged === 0 ? paint.dim('○') : paint.green('✔');
    const facts = [
      rate.judged === 0 ? 'nothing judged' : `95 %: ${percent(rate.interval[0])} to ${percent(rate.interval[1])}`,
      ...(rate.degraded === 0 ? [] : [`${formatCount(rate.degraded)} degraded`]),
      ...(rate.diverged + rate.invalid === 0 ? [] : [`${formatCount(rate.diverged + rate.invalid)} not judged`]),
      ...(rate.recoveryMs === undefined ? [] : [`goes on after ${formatDuration(rate.recoveryMs)}`]),
    ];
    return `   ${sign} ${name}${' '.repeat(nameWidth - columnsOf(name))}  ${held.padStart(heldWidth)} held  ${paint.dim(facts.join(' · '))}`;
  });
}

/** One sign for each crash point, in the order of the history. */
function survivalLines(report: ChaosReport, one: ChaosCaseReport, width: number, paint: Paint): readonly string[] {
  const crashes = one.cells.filter(({ faults }) => faults.length === 1 && kindNamed(report, faults[0]!).site === 'process');
  const order = new Map(one.places.map(({ id }, index) => [id, index]));
  return [...Map.groupBy(crashes, ({ faults }) => faults[0]!)].flatMap(([fault, cells]) => {
    const ordered = cells.toSorted((left, right) => (order.get(left.places[0]!) ?? 0) - (order.get(right.places[0]!) ?? 0));
    const label = `   ${plainName(visibleLine(fault))}, from the first crash point to the last: `;
    return hanging(label, runsOf(ordered.map(({ outcome }) => cellWords[outcome].symbol)), width).map((line) =>
      line.replace(/✘/g, (sign) => paint.red(sign)).replace(/✔/g, (sign) => paint.green(sign)),
    );
  });
}

/** `✔ ×12 ✘ ✔ ×5`: neighbours that are alike are counted. */
function runsOf(signs: readonly string[]): string {
  const runs: { sign: string; count: number }[] = [];
  for (const sign of signs) {
    const last = runs.at(-1);
    if (last?.sign === sign) last.count += 1;
    else runs.push({ sign, count: 1 });
  }
  return runs.map(({ sign, count }) => (count === 1 ? sign : `${sign}×${formatCount(count)}`)).join(' ');
}

function unjudgedLines({ cells, places }: ChaosCaseReport, width: number, paint: Paint): readonly string[] {
  const unjudged = cells.filter((cell) => !isJudgedCell(cell) && cell.outcome !== 'not-run');
  const shown = unjudged.slice(0, unjudgedMax).flatMap((cell) => {
    const { symbol, word } = cellWords[cell.outcome];
    return hanging(`   ${symbol} ${word}: `, `${cellTitle(cell, places)}. ${short(cell.sentence)}`, width).map(paint[colourOf[cell.outcome]]);
  });
  const rest = unjudged.length - unjudgedMax;
  return [...shown, ...(rest > 0 ? [`   … and ${formatCounted(rest, 'more experiment')} not judged: see chaos.html.`] : [])];
}

function notExercisedLines({ notExercised, coverage }: ChaosCaseReport, width: number, paint: Paint): readonly string[] {
  const head = `   exercised ${formatCount(coverage.exercised)} of ${formatCount(coverage.possible)} places × faults`;
  const shown = notExercised
    .slice(0, notExercisedMax)
    .flatMap(({ what, why }) => hanging('   ○ not exercised: ', `${visibleLine(what)}: ${short(why)}`, width));
  const rest = notExercised.length - notExercisedMax;
  return [head, ...shown, ...(rest > 0 ? [`   … and ${formatCount(rest)} more: see chaos.html.`] : [])].map(paint.dim);
}

/** Text behind a label; its later lines begin where the first one did, or a little to the right where the label is long. */
function hanging(label: string, text: string, width: number): readonly string[] {
  const space = ' '.repeat(Math.min(columnsOf(label), 18));
  const [first = '', ...rest] = text.split('\n');
  const wrapped = wrapLine(`${' '.repeat(columnsOf(label))}${first}`, width);
  const head = wrapped.map((line, index) => (index === 0 ? label + line.slice(columnsOf(label)) : space + line.trimStart()));
  return [...head, ...rest.flatMap((line) => wrapLine(space + line, width))];
}

function short(text: string): string {
  const { text: kept, leftOut } = cutText(text, textCharactersMax);
  return visibleText(kept) + (leftOut === 0 ? '' : ` … ${formatCount(leftOut)} more characters are in chaos.json`);
}
