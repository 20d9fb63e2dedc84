import type { ChaosCaseReport, ChaosFinding } from '../../domain/chaos.ts';
import { formatCount, formatCounted } from '../amounts.ts';
import { htmlCaseView, type View } from '../html-case-view.ts';
import { htmlJson, htmlText } from '../html-text.ts';
import { visibleLine, visibleText } from '../visible-text.ts';
import { findingAnchor, groupAnchor, historyNumber } from './anchors.ts';
import { cellWords, isJudgedCell, plainName, withoutCode } from './cell-words.ts';
import type { ExperimentGroup } from './experiment-groups.ts';
import { cellTitle } from './cell-title.ts';
import { laneView } from './lane-view.ts';
import { scheduleYaml } from './schedule-yaml.ts';
import { charactersMaxOfSentences, shortLine } from './short-line.ts';

const cellsListedMax = 12;

/** One way in which the agent breaks, with everything that a reader needs to believe it. */
export function findingView(
  one: ChaosCaseReport,
  finding: ChaosFinding,
  index: number,
  caseNumber: number,
  groupOf: ReadonlyMap<string, ExperimentGroup>,
): View {
  const number = historyNumber(caseNumber, index + 1);
  const anchor = findingAnchor(caseNumber, index + 1);
  const broken = finding.report.verdicts.filter(({ claim, outcome }) => outcome === 'fail' && finding.claims.includes(claim));
  const lanes = laneView(anchor, finding, new Set(broken.flatMap(({ evidence }) => evidence)));
  const rows = new Map(finding.report.timeline.map((row, at) => [row.seq, `case-${number}-row-${at + 1}`]));
  const story = htmlCaseView(finding.report, number);
  const cells = one.cells.filter(({ id }) => finding.cells.includes(id));
  const isWeakness = cells.some(({ outcome }) => outcome === 'weakness') && !cells.some(({ outcome }) => outcome === 'failed');
  const outcome = isWeakness ? 'weakness' : 'failed';
  const others = broken.length === finding.claims.length ? [] : finding.claims.filter((claim) => !broken.some((verdict) => verdict.claim === claim));
  return {
    anchor,
    outcome,
    symbol: cellWords[outcome].symbol,
    word: cellWords[outcome].word,
    sentence: shortLine(withoutCode(finding.sentence), charactersMaxOfSentences),
    words: shortLine(finding.words),
    claims: broken.map((verdict) => ({
      claim: plainName(shortLine(verdict.claim)),
      text: htmlText(verdict.text),
      evidence: verdict.evidence.slice(0, 40).map((seq) => ({ seq, row: lanes.anchorOf(seq) ?? rows.get(seq) ?? null })),
      evidenceLabel: verdict.evidence.length === 1 ? 'Event' : 'Events',
      evidenceLeftOut: verdict.evidence.length > 40 ? `and ${formatCount(verdict.evidence.length - 40)} more` : null,
      expected: htmlJson(verdict.expected),
      actual: htmlJson(verdict.actual),
    })),
    otherClaims: others.length === 0 ? null : others.map((claim) => plainName(shortLine(claim))).join(', '),
    lanes: lanes.view,
    yaml: visibleText(scheduleYaml(finding.smallest)),
    found: finding.found.length === finding.smallest.length ? null : visibleText(scheduleYaml(finding.found)),
    shrinking: shrinkingWords(finding),
    command: visibleLine(finding.command),
    file: finding.file === undefined ? null : visibleLine(finding.file),
    fileProblem: finding.fileProblem === undefined ? null : htmlText(finding.fileProblem),
    cellsCount: formatCounted(cells.filter(isJudgedCell).length, 'experiment'),
    cells: cells
      .slice(0, cellsListedMax)
      .map((cell) => ({ words: cellTitle(cell, one.places), anchor: groupAnchor(caseNumber, groupOf.get(cell.id)) })),
    cellsLeftOut: cells.length > cellsListedMax ? `and ${formatCount(cells.length - cellsListedMax)} more` : null,
    hasTimeline: finding.report.timeline.length > 0,
    hasConversation: finding.report.conversation.length > 0,
    timeline: { ...(story['timeline'] as View), open: false },
    conversation: { ...(story['conversation'] as View), open: false },
    world: story['world'] === null ? null : { ...(story['world'] as View), open: false },
    answer: story['answer'],
    task: story['task'],
  };
}

function shrinkingWords({ found, smallest, shrinkingRuns }: ChaosFinding): string {
  const tried = shrinkingRuns === 0 ? '' : `, tried in ${formatCounted(shrinkingRuns, 'run')}`;
  if (found.length === smallest.length) return `${formatCounted(smallest.length, 'fault')}; nothing smaller breaks it${tried}.`;
  return `Found under ${formatCounted(found.length, 'fault')}; ${formatCount(smallest.length)} ${smallest.length === 1 ? 'is' : 'are'} enough${tried}.`;
}
