import type { ChaosCaseReport, ChaosCell, ChaosReport } from '../../domain/chaos.ts';
import { formatCounted, formatDuration, formatUsd } from '../amounts.ts';
import type { View } from '../html-case-view.ts';
import { htmlText } from '../html-text.ts';
import { visibleText } from '../visible-text.ts';
import { faultAnchor, findingAnchor, groupAnchor } from './anchors.ts';
import { cellTitle } from './cell-title.ts';
import { cellWords, kindNamed, outcomesInWords, plainName, worstOutcome } from './cell-words.ts';
import { groupsByFault, pairs, type ExperimentGroup } from './experiment-groups.ts';
import { scheduleYaml } from './schedule-yaml.ts';
import { boxView } from './tables-view.ts';
import { shortLine } from './short-line.ts';

/** Every experiment of a case, by its fault: what was done where, and what became of the agent. */
export function experimentsView(report: ChaosReport, one: ChaosCaseReport, groups: readonly ExperimentGroup[], caseNumber: number): readonly View[] {
  return [...groupsByFault(groups)].map(([fault, ofFault], index) => {
    const cells = ofFault.flatMap((group) => group.cells);
    const [first, last] = [ofFault[0]!.number, ofFault.at(-1)!.number];
    return {
      anchor: faultAnchor(caseNumber, index + 1),
      fault: fault === pairs ? 'Pairs of faults' : plainName(shortLine(fault)),
      summary: fault === pairs ? 'Two faults in one run, drawn by lot.' : kindNamed(report, fault).summary,
      outcome: worstOutcome(cells)!,
      count: `${formatCounted(cells.length, 'experiment')}: ${outcomesInWords(cells)}`,
      cellCount: cells.length,
      holds: `x-${caseNumber}-:${first}:${last}`,
      groups: ofFault.map((group) => ({
        ...boxView(group.cells, groupAnchor(caseNumber, group)),
        anchor: groupAnchor(caseNumber, group),
        title: cellTitle({ ...group, variant: '' }, one.places),
        cells: group.cells.map((cell) => cellView(cell, one, caseNumber)),
      })),
    };
  });
}

function cellView(cell: ChaosCell, { findings }: ChaosCaseReport, caseNumber: number): View {
  const { symbol, word } = cellWords[cell.outcome];
  return {
    outcome: cell.outcome,
    symbol,
    word,
    variant: cell.variant === '' ? null : shortLine(cell.variant),
    sentence: htmlText(cell.sentence),
    broken: cell.broken.length === 0 ? null : cell.broken.map((claim) => plainName(shortLine(claim))).join(', '),
    finding: cell.finding === undefined || cell.finding >= findings.length ? null : findingAnchor(caseNumber, cell.finding + 1),
    facts: factsOf(cell).join(' · '),
    yaml: visibleText(scheduleYaml(cell.schedule)),
  };
}

function factsOf({ recoveryMs, extra, repeats }: ChaosCell): readonly string[] {
  const more = (count: number, noun: string): readonly string[] =>
    count === 0 ? [] : [`${formatCounted(Math.abs(count), noun)} ${count > 0 ? 'more' : 'fewer'} than undisturbed`];
  return [
    ...(repeats === undefined ? [] : [`held in ${repeats.held} of ${formatCounted(repeats.judged, 'repeat')}`]),
    ...(recoveryMs === undefined ? [] : [`went on after ${formatDuration(recoveryMs)}`]),
    ...more(extra.modelCalls, 'model call'),
    ...more(extra.toolCalls, 'tool call'),
    ...(extra.usd === undefined || extra.usd === 0 ? [] : [`${formatUsd(Math.abs(extra.usd))} ${extra.usd > 0 ? 'more' : 'less'}`]),
  ];
}
