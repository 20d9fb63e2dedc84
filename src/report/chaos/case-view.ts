import type { ChaosCaseReport, ChaosReport } from '../../domain/chaos.ts';
import { formatPlace } from '../../domain/failure.ts';
import { formatCount, formatCounted } from '../amounts.ts';
import { htmlCaseView, type View } from '../html-case-view.ts';
import { htmlText } from '../html-text.ts';
import { caseAnchor, historyNumber } from './anchors.ts';
import { cellWords, outcomesInWords, withoutCode, worstOutcome } from './cell-words.ts';
import { experimentGroups, type ExperimentGroup } from './experiment-groups.ts';
import { experimentsView } from './experiments-view.ts';
import { findingView } from './finding-view.ts';
import { ratesView } from './rates-view.ts';
import { survivalMaps } from './survival-map.ts';
import { placeTables } from './tables-view.ts';
import { charactersMaxOfSentences, shortLine } from './short-line.ts';

/** Everything that chaos did to one case. */
export function chaosCaseView(report: ChaosReport, one: ChaosCaseReport, caseNumber: number): View {
  const groups = experimentGroups(one);
  const groupOf = new Map<string, ExperimentGroup>(groups.flatMap((group) => group.cells.map(({ id }) => [id, group] as const)));
  const outcome = worstOutcome(one.cells) ?? 'not-run';
  const { possible, exercised } = one.coverage;
  const story = htmlCaseView(one.undisturbed, historyNumber(caseNumber, 0));
  return {
    anchor: caseAnchor(caseNumber),
    outcome,
    symbol: cellWords[outcome].symbol,
    name: shortLine(one.name),
    scenario: shortLine(one.scenario),
    place: shortLine(formatPlace(one.undisturbed.place)),
    sentence: shortLine(withoutCode(one.sentence), charactersMaxOfSentences),
    counts: outcomesInWords(one.cells),
    task: htmlText(one.undisturbed.task),
    notes: one.notes.map(htmlText),
    hasFindings: one.findings.length > 0,
    findingsCount: formatCounted(one.findings.length, 'way'),
    findings: one.findings.map((finding, index) => findingView(one, finding, index, caseNumber, groupOf)),
    maps: survivalMaps(report, one, groups, caseNumber),
    tables: placeTables(report, one, groups, caseNumber),
    ...ratesView(one),
    coverage: {
      words: `${formatCount(exercised)} of ${formatCounted(possible, 'combination')} of place and fault exercised`,
      percent: possible === 0 ? 0 : Math.floor((100 * exercised) / possible),
    },
    notExercised: one.notExercised.map(({ what, why }) => ({ what: shortLine(what), why: htmlText(why) })),
    experimentsCount: formatCounted(one.cells.length, 'experiment'),
    experiments: experimentsView(report, one, groups, caseNumber),
    undisturbed: {
      outcomeWord: (story as { readonly word: string }).word,
      outcome: one.undisturbed.outcome,
      sentence: htmlText(one.undisturbed.sentence),
      answer: story['answer'],
      hasTimeline: one.undisturbed.timeline.length > 0,
      timeline: { ...(story['timeline'] as View), open: false },
      hasConversation: one.undisturbed.conversation.length > 0,
      conversation: { ...(story['conversation'] as View), open: false },
    },
  };
}
