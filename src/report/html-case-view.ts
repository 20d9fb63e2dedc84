import { formatPlace } from '../domain/failure.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { CaseReport, ChangeRow, ConversationRow, TimelineRow, WorldReport } from '../domain/report.ts';
import type { Verdict } from '../domain/verdict.ts';
import { campaignClaims, campaignFacts, campaignRows } from './campaign-rows.ts';
import { formatCount, formatCounted, formatDuration, formatOffset, formatUsd } from './amounts.ts';
import { htmlJson, htmlMiss, htmlText } from './html-text.ts';
import { caseOutcomeWords, claimOutcomeWords } from './outcome-words.ts';
import { visibleLine } from './visible-text.ts';
import { worstFirst } from './worst-first.ts';

/** Data for the template, which is compiled in strict mode: a member that it names and that is not there is an error, not an empty place. */
export type View = Readonly<Record<string, unknown>>;

const rowsMax = 500;
const rowsShownAtTheEnd = 200;
const rowsOpenMax = 60;

/** Everything that the template shows of one case; ids are made from `number`, its place in the report from 1, and never from text. */
export function htmlCaseView(one: CaseReport, number: number): View {
  const troubled = !['pass', 'expected-failure', 'not-run'].includes(one.outcome);
  const anchor = `case-${number}`;
  const rowOf = new Map(one.timeline.map((row, index) => [row.seq, `${anchor}-row-${index + 1}`]));
  const evidence = new Set(one.verdicts.flatMap((verdict) => verdict.evidence));
  const notApplicable = one.notApplicable.map(visibleLine);
  const shown = worstFirst(one.verdicts);
  const task = htmlText(one.task);
  return {
    ...compactView(one),
    anchor,
    open: troubled,
    cost: one.modelCalls === 0 ? null : one.usd === undefined ? 'cost unknown' : formatUsd(one.usd),
    place: visibleLine(formatPlace(one.place)),
    task,
    expectation: htmlJson(one.expectation),
    answer: one.answer === undefined ? null : htmlText(one.answer),
    verdicts: shown.map((verdict) => verdictView(verdict, rowOf)),
    notApplicable: notApplicable.length === 0 ? null : notApplicable.join(', '),
    miss: one.miss === undefined ? null : htmlMiss(one.miss),
    conversation: conversationView(one.conversation, troubled, rowOf),
    world: one.world === undefined ? null : worldView(one.world, troubled, rowOf),
    timeline: timelineView(one.timeline, troubled, rowOf, evidence),
    campaign: one.campaign === undefined ? null : campaignView(one.campaign),
    notes: one.notes.map(htmlText),
    facts: [
      { label: 'Duration', value: formatDuration(one.durationMs) },
      { label: 'Model calls', value: formatCount(one.modelCalls) },
      { label: 'Tokens', value: `${formatCount(one.inputTokens)} in, ${formatCount(one.outputTokens)} out` },
      { label: 'Cost', value: formatUsd(one.usd) },
    ],
  };
}

function campaignView(campaign: Campaign): View {
  return {
    facts: campaignFacts(campaign),
    rows: campaignRows(campaign).map((row) => ({
      ...row,
      basis: visibleLine(row.basis),
      interval: row.interval === '' ? null : row.interval,
      bound: row.bound === '' ? null : row.bound,
    })),
    alerts: campaign.alerts.map(({ text }) => htmlText(text)),
    claims: campaignClaims(campaign).map(visibleLine),
    confidences: campaign.confidences === undefined ? null : confidenceBars(campaign.confidences),
    troubled: campaign.troubled.map(({ seed, outcome, sentence, repeat }) => ({
      seed,
      outcome,
      symbol: caseOutcomeWords[outcome].symbol,
      word: caseOutcomeWords[outcome].word,
      sentence: htmlText(sentence),
      repeat: visibleLine(repeat),
    })),
  };
}

/** How many confidences lie in each tenth; the longest bar is as long as its column. */
function confidenceBars(tenths: readonly number[]): readonly View[] {
  const most = Math.max(1, ...tenths);
  return tenths.map((count, index) => ({
    range: `${(index / 10).toFixed(1)} to ${((index + 1) / 10).toFixed(1)}`,
    count: formatCount(count),
    percent: Math.round((100 * count) / most),
  }));
}

/** What one row of a long list shows of a case. */
export function compactView(one: CaseReport): View {
  const { symbol, word } = caseOutcomeWords[one.outcome];
  return {
    outcome: one.outcome,
    symbol,
    word,
    scenario: visibleLine(one.scenario),
    name: visibleLine(one.name),
    sentence: htmlText(one.sentence),
    repeat: visibleLine(one.repeat),
    duration: formatDuration(one.durationMs),
    calls: formatCounted(one.modelCalls, 'call'),
  };
}

function verdictView(verdict: Verdict, rowOf: ReadonlyMap<number, string>): View {
  const { symbol, word } = claimOutcomeWords[verdict.outcome];
  return {
    claim: visibleLine(verdict.claim),
    outcome: verdict.outcome,
    symbol,
    word,
    text: htmlText(verdict.text),
    place: verdict.place === undefined ? null : visibleLine(formatPlace(verdict.place)),
    evidence: verdict.evidence.map((seq) => ({ seq, row: rowOf.get(seq) ?? null })),
    evidenceLabel: verdict.evidence.length === 1 ? 'event' : 'events',
    compared: verdict.expected !== undefined || verdict.actual !== undefined,
    expected: htmlJson(verdict.expected),
    actual: htmlJson(verdict.actual),
  };
}

function conversationView(rows: readonly ConversationRow[], troubled: boolean, rowOf: ReadonlyMap<number, string>): View {
  const conversations = new Set(rows.map((row) => row.conversation)).size;
  const several = conversations > 1;
  const kept = keptRows(rows, () => false);
  return {
    count: formatCounted(rows.length, 'message') + (several ? `, ${conversations} conversations in the order in which they happened` : ''),
    open: troubled && rows.length <= rowsOpenMax,
    leftOut: leftOutNote(rows.length - kept.length, 'messages'),
    rows: kept.map((row) => {
      const isCall = row.who === 'assistant' && row.title !== '';
      return {
        kind: isCall ? 'call' : row.who,
        who: isCall ? 'assistant calls' : row.who === 'tool' ? 'tool answers' : row.who,
        title: visibleLine(row.title),
        text: htmlText(row.text),
        event: row.event,
        row: rowOf.get(row.event) ?? null,
        conversation: several ? row.conversation : null,
        // Only four colours exist; the number is always written beside them.
        lane: several ? ((row.conversation - 1) % 4) + 1 : 0,
      };
    }),
  };
}

function timelineView(rows: readonly TimelineRow[], troubled: boolean, rowOf: ReadonlyMap<number, string>, evidence: ReadonlySet<number>): View {
  const faults = rows.filter((row) => row.tone === 'fault').length;
  const kept = keptRows(rows, (row) => row.tone === 'fault' || row.tone === 'bad' || evidence.has(row.seq));
  return {
    count: formatCounted(rows.length, 'event') + (faults === 0 ? '' : `, ${formatCounted(faults, 'fault')}`),
    open: troubled && rows.length <= rowsOpenMax,
    leftOut: leftOutNote(rows.length - kept.length, 'events'),
    rows: kept.map((row) => ({
      anchor: rowOf.get(row.seq)!,
      seq: row.seq,
      at: formatOffset(row.atMs),
      kind: visibleLine(row.kind),
      text: htmlText(row.text),
      tone: row.tone,
      toneWord: { plain: null, good: null, bad: 'bad', fault: 'fault' }[row.tone],
      cited: evidence.has(row.seq),
    })),
  };
}

function worldView({ effects, changes }: WorldReport, troubled: boolean, rowOf: ReadonlyMap<number, string>): View {
  const kept = keptRows(effects, () => false);
  const keptChanges = keptRows(changes, () => false);
  return {
    count: `${formatCounted(effects.length, 'effect')}, ${formatCounted(changes.length, 'member')} of the state changed`,
    open: troubled && effects.length <= rowsOpenMax,
    leftOut: leftOutNote(effects.length - kept.length, 'effects'),
    effects: kept.map((row) => ({
      effect: row.effect,
      event: row.event,
      row: rowOf.get(row.event) ?? null,
      by: row.by,
      isPerson: row.by === 'person',
      text: htmlText(row.text),
      undoes: row.undoes ?? null,
      undoneBy: row.undoneBy ?? null,
      changes: row.changes.slice(0, rowsMax).map(changeView),
    })),
    changesLeftOut: leftOutNote(changes.length - keptChanges.length, 'changes'),
    changes: keptChanges.map(changeView),
  };
}

function changeView({ path, before, after }: ChangeRow): View {
  return {
    path: visibleLine(path === '' ? '(everything)' : path),
    before: before === undefined ? null : htmlText(before),
    after: after === undefined ? null : htmlText(after),
  };
}

/** All rows, or of very many the beginning, the end and those that matter. */
function keptRows<Row>(rows: readonly Row[], matters: (row: Row) => boolean): readonly Row[] {
  if (rows.length <= rowsMax) return rows;
  const important = new Set(rows.filter(matters).slice(0, rowsMax));
  return rows.filter((row, index) => index < rowsMax - rowsShownAtTheEnd || index >= rows.length - rowsShownAtTheEnd || important.has(row));
}

function leftOutNote(leftOut: number, what: string): string | null {
  return leftOut === 0
    ? null
    : `${formatCount(leftOut)} ${what} between the beginning and the end are left out here; the JSON report has all of them.`;
}
