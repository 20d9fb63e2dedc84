import { actsOnlyOnWholeAnswers } from './acts-only-on-whole-answers.ts';
import { argumentsFitTheContract } from './arguments-fit-the-contract.ts';
import { answerFitsItsSchema, answerIsAsExpected } from './answer-is-as-expected.ts';
import type { Check, SetCheck } from './check.ts';
import { givesAnAnswer } from './gives-an-answer.ts';
import { honoursRetryAfter } from './honours-retry-after.ts';
import { neverLoops } from './never-loops.ts';
import { replaysItsRecording } from './replays-its-recording.ts';
import { resultsFitTheContract } from './results-fit-the-contract.ts';
import { retriesAreBounded } from './retries-are-bounded.ts';
import { retriesOnlyWhatMayPass } from './retries-only-what-may-pass.ts';
import { terminatesWithinBudget } from './terminates-within-budget.ts';
import { toolsAreAsExpected } from './tools-are-as-expected.ts';

/** Every claim, in the order in which reports show them. One file, one line here. */
export const checks: readonly Check[] = [
  replaysItsRecording,
  givesAnAnswer,
  answerIsAsExpected,
  answerFitsItsSchema,
  toolsAreAsExpected,
  terminatesWithinBudget,
  argumentsFitTheContract,
  resultsFitTheContract,
  neverLoops,
  retriesAreBounded,
  retriesOnlyWhatMayPass,
  honoursRetryAfter,
  actsOnlyOnWholeAnswers,
];

/** Claims that need the repeats of a case. One file, one line here. */
export const setChecks: readonly SetCheck[] = [];

export type { Check, SetCheck } from './check.ts';
export { episodeCostUsd } from './terminates-within-budget.ts';
