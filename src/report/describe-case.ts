import type { CaseReport } from '../domain/report.ts';
import { formatPlace } from '../domain/failure.ts';
import type { Verdict } from '../domain/verdict.ts';
import { briefJson } from './pretty-json.ts';
import { cutText, visibleLine, visibleText } from './visible-text.ts';
import { claimOutcomeWords } from './outcome-words.ts';
import { worstFirst } from './worst-first.ts';

const charactersMax = 4000;

/**
 * One case in plain lines for places that have no layout (JUnit, annotations): the reason, the verdicts that need reading with their evidence, the miss,
 * the notes and the command that shows it again.
 */
export function describeCase(one: CaseReport): string {
  const lines = [visibleLine(one.sentence)];
  for (const verdict of troubledVerdicts(one)) lines.push(...describeVerdict(verdict));
  if (one.miss !== undefined) lines.push('', short(one.miss));
  for (const note of one.notes) lines.push(`note: ${short(note)}`);
  lines.push(`again: ${visibleLine(one.repeat)}`);
  return lines.join('\n');
}

/** The verdicts of a case that a reader must look at, worst first: not those that passed. */
export function troubledVerdicts(one: CaseReport): readonly Verdict[] {
  return worstFirst(one.verdicts).filter((verdict) => verdict.outcome !== 'pass');
}

const shownEvents = 12;

/** `events 14 and 19`; empty where a verdict rests on no event. */
export function describeEvidence(evidence: readonly number[]): string {
  if (evidence.length === 0) return '';
  if (evidence.length === 1) return `event ${evidence[0]}`;
  const more = evidence.length - shownEvents;
  // All of them are in report.json; nobody reads ten thousand numbers.
  if (more > 1) return `events ${evidence.slice(0, shownEvents).join(', ')} and ${more.toLocaleString('en')} more`;
  return `events ${evidence.slice(0, -1).join(', ')} and ${evidence.at(-1)}`;
}

function describeVerdict(verdict: Verdict): readonly string[] {
  const words = claimOutcomeWords[verdict.outcome];
  const where = [describeEvidence(verdict.evidence), verdict.place === undefined ? '' : formatPlace(verdict.place)]
    .filter((part) => part !== '')
    .join('; ');
  const lines = [
    `${words.symbol} ${visibleLine(verdict.claim)} ${words.word}: ${short(verdict.text)}${where === '' ? '' : ` (${visibleLine(where)})`}`,
  ];
  if (verdict.expected !== undefined) lines.push(`  expected: ${short(briefJson(verdict.expected))}`);
  if (verdict.actual !== undefined) lines.push(`  actual: ${short(briefJson(verdict.actual))}`);
  return lines;
}

function short(text: string): string {
  const { text: kept, leftOut } = cutText(text, charactersMax);
  return visibleText(kept) + (leftOut === 0 ? '' : ` … ${leftOut} more characters are in report.json`);
}
