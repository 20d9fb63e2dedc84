import type { CaseReport, Report } from '../domain/report.ts';
import { formatCount, formatCounted } from './amounts.ts';
import { claimMatrix, isExercised, standingOf, type CellOutcome, type ClaimRow } from './claim-matrix.ts';
import type { View } from './html-case-view.ts';
import { caseOutcomeWords, claimOutcomeWords, type OutcomeWords } from './outcome-words.ts';
import { visibleLine } from './visible-text.ts';

/** Columns of all tables together: what a browser lays out at once, and a person may want to look at. */
const columnsMax = 200;

/**
 * Claim × case: one table for the whole run, and one for each scenario. Claims that nothing in a scenario exercised are a line below its table, since rows of
 * nothing but "unobserved" would hide the others. Null where nothing was judged.
 */
export function htmlMatrixView(report: Report, anchorOf: (index: number) => string | null): View | null {
  const { cases, rows } = claimMatrix(report);
  if (rows.length === 0) return null;
  const standings = rows.map((row) => ({ row, ...standingOf(row, cases) }));
  const exercised = standings.filter((one) => one.exercised > 0).length;
  const byScenario = Map.groupBy(cases.keys(), (index) => cases[index]!.scenario);
  const scenarios: View[] = [];
  let columnsLeft = columnsMax;
  for (const [name, indexes] of byScenario) {
    if (columnsLeft === 0) break;
    const shown = indexes.slice(0, columnsLeft);
    columnsLeft -= shown.length;
    scenarios.push(scenarioView(name, indexes, shown, cases, rows, anchorOf));
  }
  const leftOut = byScenario.size - scenarios.length;
  return {
    count: `${formatCount(exercised)} of ${formatCounted(rows.length, 'claim')} exercised`,
    legend: legend(cellsOf(rows)),
    claims: standings.map(({ row, ...standing }) => ({
      claim: visibleLine(row.claim),
      ...words(standing.outcome),
      exercised: formatCount(standing.exercised),
      held: formatCount(row.cells.filter((cell) => cell === 'pass').length),
      failed: formatCount(row.cells.filter((cell) => cell === 'fail').length),
      specimens: formatCount(standing.specimens.length),
      unobserved: formatCount(row.cells.filter((cell) => cell === 'unobserved').length),
    })),
    scenarios,
    scenariosLeftOut: leftOut === 0 ? null : `${formatCounted(leftOut, 'more scenario')} left out here; report.json has all of them.`,
  };
}

function scenarioView(
  name: string,
  indexes: readonly number[],
  shown: readonly number[],
  cases: readonly CaseReport[],
  rows: readonly ClaimRow[],
  anchorOf: (index: number) => string | null,
): View {
  const here = rows.map(({ claim, cells }) => ({ claim, all: indexes.map((index) => cells[index]), shown: shown.map((index) => cells[index]) }));
  const told = here.filter(({ all }) => all.some((cell) => cell !== undefined && cell !== 'unobserved' && cell !== 'not-applicable'));
  const rest = here.filter((row) => !told.includes(row));
  const named = (wanted: CellOutcome): string | null =>
    rest
      .filter(({ all }) => (all.includes('unobserved') ? 'unobserved' : 'not-applicable') === wanted)
      .map(({ claim }) => visibleLine(claim))
      .join(', ') || null;
  return {
    name: visibleLine(name),
    count: `${formatCounted(indexes.length, 'case')}, ${formatCounted(here.filter(({ all }) => all.some(isExercised)).length, 'claim')} exercised`,
    columns: shown.map((index, place) => ({
      number: place + 1,
      anchor: anchorOf(index),
      name: visibleLine(cases[index]!.name),
      outcome: cases[index]!.outcome,
      symbol: caseOutcomeWords[cases[index]!.outcome].symbol,
      word: caseOutcomeWords[cases[index]!.outcome].word,
    })),
    rows: told.map((row) => ({ claim: visibleLine(row.claim), cells: row.shown.map((cell) => (cell === undefined ? notJudged : words(cell))) })),
    unobserved: named('unobserved'),
    notApplicable: named('not-applicable'),
    leftOut:
      shown.length === indexes.length
        ? null
        : `${formatCounted(indexes.length - shown.length, 'more case')} left out here; report.json has all of them.`,
  };
}

function cellsOf(rows: readonly ClaimRow[]): ReadonlySet<CellOutcome | undefined> {
  return new Set(rows.flatMap(({ cells }) => cells));
}

function legend(found: ReadonlySet<CellOutcome | undefined>): readonly View[] {
  return (Object.keys(cellWords) as CellOutcome[]).filter((outcome) => found.has(outcome)).map((outcome) => ({ ...words(outcome) }));
}

const notJudged = { outcome: 'not-run', symbol: '', word: 'not judged', meaning: '' };

/** Every kind of cell, worst first. */
const cellWords: Readonly<Record<CellOutcome, OutcomeWords>> = { ...claimOutcomeWords, 'expected-failure': caseOutcomeWords['expected-failure'] };

function words(outcome: CellOutcome): OutcomeWords & { readonly outcome: CellOutcome } {
  return { outcome, ...cellWords[outcome] };
}
