import type { CaseOutcome, Report, ReportCounts } from '../domain/report.ts';
import type { Outcome } from '../domain/verdict.ts';

/** How an outcome is written for people: never by colour alone. */
export interface OutcomeWords {
  readonly word: string;
  readonly symbol: string;
  /** What the outcome means, for somebody who sees it for the first time. */
  readonly meaning: string;
}

export const caseOutcomeWords: Readonly<Record<CaseOutcome, OutcomeWords>> = {
  fail: { word: 'failed', symbol: '✘', meaning: 'A claim was refuted by what happened.' },
  invalid: { word: 'invalid', symbol: '▲', meaning: 'The experiment did not happen as planned, so it proves nothing.' },
  unknown: { word: 'unknown', symbol: '?', meaning: 'A check crashed or the history is torn, so nobody can say.' },
  diverged: { word: 'diverged', symbol: '≠', meaning: 'Not judged: a fault led the agent to where no recording goes.' },
  'not-run': { word: 'not run', symbol: '○', meaning: 'Never started.' },
  'expected-failure': { word: 'broke as expected', symbol: '◐', meaning: 'A specimen that broke exactly the claim it was made to break.' },
  pass: { word: 'passed', symbol: '✔', meaning: 'Every claim that was asked for was exercised and held.' },
};

export const claimOutcomeWords: Readonly<Record<Outcome, OutcomeWords>> = {
  fail: { word: 'failed', symbol: '✘', meaning: 'The claim is refuted.' },
  invalid: { word: 'invalid', symbol: '▲', meaning: 'The experiment did not happen as planned.' },
  unknown: { word: 'unknown', symbol: '?', meaning: 'The check crashed or the history is torn.' },
  unobserved: { word: 'unobserved', symbol: '◌', meaning: 'The agent shows no evidence for this claim.' },
  'not-applicable': { word: 'not applicable', symbol: '–', meaning: 'The scenario has nothing of the kind.' },
  pass: { word: 'passed', symbol: '✔', meaning: 'The claim was exercised and held.' },
};

/** What an exit code means, and which outcome's symbol and colour it wears. */
export const exitCodeWords: Readonly<Record<Report['exitCode'], OutcomeWords & { readonly outcome: CaseOutcome }>> = {
  0: { outcome: 'pass', word: 'Passed', symbol: '✔', meaning: 'no claim failed' },
  1: { outcome: 'fail', word: 'Failed', symbol: '✘', meaning: 'a claim failed' },
  3: { outcome: 'invalid', word: 'Not proven', symbol: '▲', meaning: 'the run proves nothing: something was invalid, unknown or incomplete' },
};

/** Where the counts keep the number of an outcome. */
export const countOf: Readonly<Record<CaseOutcome, keyof ReportCounts>> = {
  fail: 'fail',
  invalid: 'invalid',
  unknown: 'unknown',
  diverged: 'diverged',
  'not-run': 'notRun',
  'expected-failure': 'expectedFailure',
  pass: 'pass',
};
