import type { Counterexample, ExplorationReport, ExploredCase, Flake, Reached } from '../domain/exploration.ts';
import { formatCount, formatCounted, formatDuration } from './amounts.ts';
import type { TerminalOptions } from './terminal.ts';
import { terminalPaint, type Paint } from './terminal-paint.ts';
import { wrapLine } from './text-columns.ts';
import { visibleLine } from './visible-text.ts';

const storyLinesMax = 60;
const neverReachedMax = 12;
const signs = { broken: '✘', invalid: '▲', held: '✔' } as const;

/**
 * An exploration for a terminal: the verdict, then for each case what broke it as a story, and what was never reached.
 *
 * @example process.stdout.write(renderExploration(report, { colour: false, widthColumns: 100 }));
 */
export function renderExploration(report: ExplorationReport, options: TerminalOptions): string {
  const paint = terminalPaint(options.colour);
  const width = Math.max(40, options.widthColumns);
  const sign = report.exitCode === 0 ? '✔' : report.exitCode === 1 ? '✘' : '▲';
  const colour = report.exitCode === 0 ? paint.green : report.exitCode === 1 ? paint.red : paint.yellow;
  const episodes = report.cases.reduce((sum, one) => sum + one.episodes, 0);
  const lines = [
    ...wrapLine(`${sign} ${visibleLine(report.sentence)}`, width).map((line) => paint.bold(colour(line))),
    paint.dim(`  ${formatCounted(episodes, 'episode')} · seed ${report.seed} · ${formatDuration(report.durationMs)}`),
    '',
    ...report.cases.flatMap((one) => [...caseLines(one, width, paint), '']),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const stopWords: Readonly<Record<ExploredCase['stopped'], string>> = {
  runs: 'all runs done',
  minutes: 'time over',
  saturated: 'nothing new for a while',
  enough: 'found what it was to find',
  interrupted: 'interrupted',
};

function caseLines(one: ExploredCase, width: number, paint: Paint): readonly string[] {
  const colour = one.outcome === 'held' ? paint.green : one.outcome === 'broken' ? paint.red : paint.yellow;
  return [
    `${colour(`${signs[one.outcome]} ${one.outcome}`)}  ${visibleLine(one.scenario)} › ${paint.bold(visibleLine(one.name))}`,
    ...wrapped(one.sentence, width),
    paint.dim(`    ${formatCounted(one.episodes, 'episode')}, ${stopWords[one.stopped]} · reached ${reachedWords(one.coverage)}`),
    ...neverLine(one.coverage, width).map(paint.dim),
    ...one.problems.flatMap((problem) => wrapped(`not judged: ${problem}`, width)).map(paint.yellow),
    ...one.notes.flatMap((note) => wrapped(`note: ${note}`, width)).map(paint.dim),
    ...one.counterexamples.flatMap((example) => counterexampleLines(example, width, paint)),
    ...one.flakes.flatMap((flake) => flakeLines(flake, width, paint)),
  ];
}

function counterexampleLines(example: Counterexample, width: number, paint: Paint): readonly string[] {
  const told = example.story.flatMap((line) => line.split('\n'));
  const shown = told.slice(0, storyLinesMax).map((line) => `      ${visibleLine(line)}`);
  return [
    '',
    `    ${paint.bold(example.claims.map(visibleLine).join(', '))}`,
    ...shown.map((line) => (line.includes('✘') ? paint.red(line) : line)),
    ...(told.length > storyLinesMax ? [`      … and ${told.length - storyLinesMax} more lines`] : []),
    paint.dim(
      `    found in episode ${formatCount(example.episode)}, made shorter in ${formatCounted(example.shrinkingRuns, 'run')}: ${formatCounted(example.modelTurns, 'answer')} of the model, ${formatCount(example.drawnTurns)} drawn`,
    ),
    ...(example.fileProblem === undefined ? [] : wrapped(`not saved: ${example.fileProblem}`, width).map(paint.yellow)),
    `    again: ${paint.bold(visibleLine(example.command))}`,
  ];
}

function flakeLines({ claims, firstDifference }: Flake, width: number, paint: Paint): readonly string[] {
  if (firstDifference === undefined)
    return ['', ...wrapped(`${claims.join(', ')} broke once, and not when the same story was played again, with the same history.`, width)];
  const { event, once, again } = firstDifference;
  return [
    '',
    ...wrapped(`${claims.join(', ')} broke once, and not when the same story was played again. The histories part at event ${event}:`, width),
    paint.dim(`      once:  ${visibleLine(once ?? 'nothing')}`.slice(0, width * 3)),
    paint.dim(`      again: ${visibleLine(again ?? 'nothing')}`.slice(0, width * 3)),
  ];
}

const kindWords: readonly (readonly [Reached['kind'], string])[] = [
  ['state', 'states'],
  ['transition', 'transitions'],
  ['tool', 'tools'],
  ['outcome', 'outcomes of tools'],
  ['rule', 'rules'],
  ['reply', 'replies of people'],
  ['claim', 'claims'],
  ['property', 'properties'],
];

function reachedWords(coverage: readonly Reached[]): string {
  return kindWords
    .flatMap(([kind, word]) => {
      const all = coverage.filter((one) => one.kind === kind);
      return all.length === 0 ? [] : [`${all.filter(({ episodes }) => episodes > 0).length} of ${all.length} ${word}`];
    })
    .join(', ');
}

function neverLine(coverage: readonly Reached[], width: number): readonly string[] {
  const never = coverage.filter(({ kind, episodes }) => episodes === 0 && kind !== 'claim').map(({ name }) => name);
  if (never.length === 0) return [];
  const rest = never.length > neverReachedMax ? `, and ${never.length - neverReachedMax} more (explore.json names all)` : '';
  return wrapped(`never reached: ${never.slice(0, neverReachedMax).join(', ')}${rest}`, width);
}

function wrapped(text: string, width: number): readonly string[] {
  return wrapLine(`    ${visibleLine(text)}`, width).map((line) => (line.startsWith('    ') ? line : `    ${line}`));
}
