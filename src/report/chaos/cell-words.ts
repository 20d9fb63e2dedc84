import type { CellOutcome, ChaosCell, ChaosCounts, ChaosKind, ChaosReport } from '../../domain/chaos.ts';
import type { FaultSite } from '../../domain/fault.ts';
import { formatCount } from '../amounts.ts';
import type { OutcomeWords } from '../outcome-words.ts';
import { shortLine } from './short-line.ts';

/** How the outcome of an experiment is written for people: a sign, a word, and what it means. */
export const cellWords: Readonly<Record<CellOutcome, OutcomeWords>> = {
  failed: { word: 'failed', symbol: '✘', meaning: 'A claim was refuted: the agent broke.' },
  invalid: { word: 'invalid', symbol: '▲', meaning: 'The fault did not strike as planned, so the experiment proves nothing.' },
  unknown: { word: 'unknown', symbol: '?', meaning: 'A check crashed or the history is torn, so nobody can say.' },
  diverged: { word: 'diverged', symbol: '≠', meaning: 'Not judged: the agent asked what nobody recorded, and nobody was named to answer.' },
  'not-run': { word: 'not run', symbol: '○', meaning: 'Planned, and not reached.' },
  weakness: { word: 'known weakness', symbol: '◐', meaning: 'It broke as the scenario says that it would.' },
  degraded: { word: 'degraded', symbol: '↓', meaning: 'It broke nothing, but did not reach its goal.' },
  survived: { word: 'survived', symbol: '✔', meaning: 'It broke nothing, and reached its goal.' },
};

/** Where the counts keep the number of an outcome. */
export const countOfCell: Readonly<Record<CellOutcome, keyof ChaosCounts>> = {
  failed: 'failed',
  invalid: 'invalid',
  unknown: 'unknown',
  diverged: 'diverged',
  'not-run': 'notRun',
  weakness: 'weakness',
  degraded: 'degraded',
  survived: 'survived',
};

/** What a site of faults is called, as a heading. */
export const siteWords: Readonly<Record<FaultSite, string>> = {
  tcp: 'The network',
  http: 'Answers of a provider',
  stream: 'Streamed answers',
  model: 'What the model says',
  tool: 'Tools',
  human: 'People',
  process: 'The process of the agent',
  time: 'Time',
};

/** Why an exploration ended. */
export const stoppedWords: Readonly<Record<ChaosReport['stopped'], string>> = {
  finished: 'all that was planned was run',
  minutes: 'its time was over',
  runs: 'its number of runs was reached',
  interrupted: 'it was interrupted',
};

/** Names of kinds and of claims are words already, joined by dashes. */
export function plainName(name: string): string {
  return name.replaceAll('-', ' ');
}

/** A kind that a cell names; one that the report does not list still has its name. */
export function kindNamed(report: Pick<ChaosReport, 'kinds' | 'cases'>, name: string): ChaosKind {
  const known = report.kinds.find((kind) => kind.name === name);
  if (known !== undefined) return { ...known, summary: shortLine(known.summary) };
  const rate = report.cases.flatMap(({ rates }) => rates).find(({ fault }) => fault === name);
  return { name, site: rate?.site ?? 'http', summary: '' };
}

/** The outcomes of several cells in words: `2 failed, 7 survived`; empty for none. */
export function outcomesInWords(cells: readonly Pick<ChaosCell, 'outcome'>[]): string {
  return (Object.keys(cellWords) as CellOutcome[])
    .map((outcome) => ({ outcome, count: cells.filter((cell) => cell.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${formatCount(count)} ${cellWords[outcome].word}`)
    .join(', ');
}

/** What a box of a table wears: what was seen counts before what was not reached. */
const boxOrder: readonly CellOutcome[] = ['failed', 'invalid', 'unknown', 'diverged', 'weakness', 'degraded', 'survived', 'not-run'];

/** The worst outcome of several cells; `not-run` only where none was run, undefined for none. */
export function worstOutcome(cells: readonly Pick<ChaosCell, 'outcome'>[]): CellOutcome | undefined {
  return boxOrder.find((outcome) => cells.some((cell) => cell.outcome === outcome));
}

/** Cells by outcome, the worst first; equals keep their order. */
export function worstCellsFirst(cells: readonly ChaosCell[]): readonly ChaosCell[] {
  return cells.toSorted((left, right) => boxOrder.indexOf(left.outcome) - boxOrder.indexOf(right.outcome));
}

/** Sentences name claims as code; on a page for people they are words. */
export function withoutCode(sentence: string): string {
  return sentence.replaceAll(/`([a-z]+(?:-[a-z]+)*)`/g, (_, name: string) => `“${plainName(name)}”`);
}

/** True where the agent was judged: the others say nothing of it. */
export function isJudgedCell({ outcome }: Pick<ChaosCell, 'outcome'>): boolean {
  return outcome === 'failed' || outcome === 'weakness' || outcome === 'degraded' || outcome === 'survived';
}

/** True where nothing was refuted. */
export function heldCell({ outcome }: Pick<ChaosCell, 'outcome'>): boolean {
  return outcome === 'degraded' || outcome === 'survived';
}
