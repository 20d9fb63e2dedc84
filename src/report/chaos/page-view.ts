import { cellOutcomes, type CellOutcome, type ChaosCaseReport, type ChaosReport } from '../../domain/chaos.ts';
import { formatCount, formatCounted, formatDuration } from '../amounts.ts';
import type { View } from '../html-case-view.ts';
import { exitCodeWords } from '../outcome-words.ts';
import { visibleLine } from '../visible-text.ts';
import { caseAnchor, faultAnchor, findingAnchor } from './anchors.ts';
import {
  cellWords,
  countOfCell,
  heldCell,
  isJudgedCell,
  kindNamed,
  outcomesInWords,
  plainName,
  siteWords,
  stoppedWords,
  withoutCode,
  worstOutcome,
} from './cell-words.ts';
import { experimentGroups, groupsByFault, pairs } from './experiment-groups.ts';
import { charactersMaxOfSentences, shortLine } from './short-line.ts';

/** Columns of the matrix: what a person may want to look at. */
const casesMax = 40;
const namedCasesMax = 6;
const waysListedMax = 8;
const casesOfWayMax = 8;

/** The head of the page: the verdict, the counts, the ways in which it breaks, and the matrix of scenarios and faults. */
export function chaosPageView(report: ChaosReport): View {
  const { counts } = report;
  const judged = counts.survived + counts.degraded + counts.weakness + counts.failed;
  const ways = waysView(report);
  const possible = sum(report.cases, ({ coverage }) => coverage.possible);
  const exercised = sum(report.cases, ({ coverage }) => coverage.exercised);
  return {
    outcome: report.exitCode === 0 ? 'survived' : report.exitCode === 1 ? 'failed' : 'invalid',
    word: exitCodeWords[report.exitCode].word,
    sentence: shortLine(withoutCode(report.sentence), charactersMaxOfSentences),
    isLong: report.sentence.length > 140,
    tallies: cellOutcomes.flatMap((outcome) => {
      const count = counts[countOfCell[outcome]];
      if (count === 0 && outcome !== 'failed' && outcome !== 'survived') return [];
      return [{ outcome, ...wordsOf(outcome), count: formatCount(count), isNone: count === 0 }];
    }),
    facts: [
      { label: 'Experiments judged', value: `${formatCount(judged)} of ${formatCount(counts.planned)} planned`, code: false },
      { label: 'Coverage', value: `${formatCount(exercised)} of ${formatCounted(possible, 'place and fault', 'places × faults')}`, code: false },
      { label: 'Ended because', value: stoppedWords[report.stopped], code: false },
      { label: 'Duration', value: formatDuration(report.durationMs), code: false },
      { label: 'Exit code', value: `${report.exitCode}, ${exitMeaning[report.exitCode]}`, code: false },
      ...(report.shard === undefined ? [] : [{ label: 'Shard', value: `${report.shard.index} of ${report.shard.total}`, code: false }]),
      { label: 'Seed', value: String(report.seed), code: true },
      { label: 'Command', value: visibleLine(report.command), code: true },
    ],
    ways: ways.slice(0, waysListedMax),
    waysLeftOut: ways.length > waysListedMax ? `${formatCounted(ways.length - waysListedMax, 'more way')} below, case by case.` : null,
    matrix: matrixView(report),
    legend: cellOutcomes.map((outcome) => ({ outcome, ...wordsOf(outcome), isHere: counts[countOfCell[outcome]] > 0 })),
    isEmpty: report.cases.length === 0,
    version: visibleLine(report.rehearsalVersion),
  };
}

/** What breaks, each way once, with the cases that it breaks. */
function waysView(report: ChaosReport): readonly View[] {
  const found = report.cases.flatMap((one, caseIndex) =>
    one.findings.map((finding, index) => ({
      sentence: finding.sentence,
      name: shortLine(one.name),
      anchor: findingAnchor(caseIndex + 1, index + 1),
    })),
  );
  return [...Map.groupBy(found, ({ sentence }) => sentence)].map(([sentence, cases]) => ({
    sentence: shortLine(withoutCode(sentence), charactersMaxOfSentences),
    only: report.cases.length === 1 ? cases[0]!.anchor : null,
    cases: cases.slice(0, casesOfWayMax).map(({ name, anchor }) => ({ name, anchor })),
    casesLeftOut: cases.length > casesOfWayMax ? `and ${formatCounted(cases.length - casesOfWayMax, 'more case')}` : null,
  }));
}

const exitMeaning: Readonly<Record<ChaosReport['exitCode'], string>> = {
  0: 'no claim was refuted but where the scenario says so',
  1: 'the agent broke',
  3: 'something was not judged, so nothing is proven',
};

/** Fault × scenario: how many of the judged experiments held, by the worst that happened. Rows are faults, since their names are long. */
function matrixView(report: ChaosReport): View {
  const shown = report.cases.slice(0, casesMax);
  const byCase = shown.map((one) => groupsByFault(experimentGroups(one)));
  const used = [...new Set(byCase.flatMap((found) => [...found.keys()]))];
  const catalogue = report.kinds.map(({ name }) => name);
  const place = (fault: string): number => (fault === pairs ? Infinity : catalogue.includes(fault) ? catalogue.indexOf(fault) : catalogue.length);
  const rows = used.toSorted((left, right) => place(left) - place(right));
  const bySite = Map.groupBy(rows, (fault) => (fault === pairs ? 'Pairs' : siteWords[kindNamed(report, fault).site]));
  return {
    isNamed: shown.length <= namedCasesMax,
    columns: shown.map((one, index) => columnView(one, index + 1)),
    span: shown.length + 1,
    sites: [...bySite].map(([site, faults]) => ({
      site,
      rows: faults.map((fault) => ({
        fault: fault === pairs ? 'Two faults at once' : plainName(shortLine(fault)),
        summary: fault === pairs ? 'Drawn by lot from all that can strike.' : kindNamed(report, fault).summary,
        boxes: shown.map((one, index) => {
          const groups = byCase[index]!.get(fault);
          return groups === undefined
            ? null
            : matrixBox(
                one,
                index + 1,
                [...byCase[index]!.keys()].indexOf(fault) + 1,
                groups.flatMap(({ cells }) => cells),
              );
        }),
      })),
    })),
    leftOut: report.cases.length > shown.length ? `${formatCounted(report.cases.length - shown.length, 'more case')} below.` : null,
  };
}

function matrixBox(one: ChaosCaseReport, caseNumber: number, faultNumber: number, cells: ChaosCaseReport['cells']): View {
  const outcome = worstOutcome(cells)!;
  const judged = cells.filter(isJudgedCell);
  const broken = cells.find((cell) => cell.outcome === outcome && cell.finding !== undefined);
  return {
    outcome,
    symbol: cellWords[outcome].symbol,
    figures: judged.length === 0 ? '' : `${formatCount(judged.filter(heldCell).length)}/${formatCount(judged.length)}`,
    words: outcomesInWords(cells),
    isPartial: outcome !== 'not-run' && cells.some((cell) => cell.outcome === 'not-run'),
    anchor:
      broken?.finding !== undefined && broken.finding < one.findings.length
        ? findingAnchor(caseNumber, broken.finding + 1)
        : faultAnchor(caseNumber, faultNumber),
  };
}

function columnView(one: ChaosCaseReport, number: number): View {
  const outcome = worstOutcome(one.cells) ?? 'not-run';
  return { number, name: shortLine(one.name), scenario: shortLine(one.scenario), anchor: caseAnchor(number), outcome, ...wordsOf(outcome) };
}

function wordsOf(outcome: CellOutcome): View {
  return { ...cellWords[outcome] };
}

function sum(cases: readonly ChaosCaseReport[], read: (one: ChaosCaseReport) => number): number {
  return cases.reduce((total, one) => total + read(one), 0);
}
