import { actsOnlyOnWholeAnswers } from './acts-only-on-whole-answers.ts';
import { actsWithinItsAutonomy } from './acts-within-its-autonomy.ts';
import { answerFitsItsSchema, answerIsAsExpected } from './answer-is-as-expected.ts';
import { argumentsFitTheContract } from './arguments-fit-the-contract.ts';
import { asksWhenUnsure } from './asks-when-unsure.ts';
import { auditExplainsEachDecision } from './audit-explains-each-decision.ts';
import { backsOffExponentially } from './backs-off-exponentially.ts';
import { callsStayUnderTheRateLimit } from './calls-stay-under-the-rate-limit.ts';
import type { Check, SetCheck } from './check.ts';
import { checkpointsBeforeLongWork } from './checkpoints-before-long-work.ts';
import { choosesToolsWithinBudget } from './chooses-tools-within-budget.ts';
import { compensatesInReverse } from './compensates-in-reverse.ts';
import { createsEachArtefactOnce } from './creates-each-artefact-once.ts';
import { dangerWaitsForApproval } from './danger-waits-for-approval.ts';
import { dryRunCommitsNothing } from './dry-run-commits-nothing.ts';
import { effectsHappenOnce } from './effects-happen-once.ts';
import { endsHonestlyAtTheLimit } from './ends-honestly-at-the-limit.ts';
import { escalatesOnSilence } from './escalates-on-silence.ts';
import { explainsItsFailure } from './explains-its-failure.ts';
import { fallsBackInOrder } from './falls-back-in-order.ts';
import { followsItsStateMachine } from './follows-its-state-machine.ts';
import { givesAnAnswer } from './gives-an-answer.ts';
import { honoursRetryAfter } from './honours-retry-after.ts';
import { humanRequestIsComplete } from './human-request-is-complete.ts';
import { idempotencyKeyIsStable } from './idempotency-key-is-stable.ts';
import { ignoresDuplicateEvents } from './ignores-duplicate-events.ts';
import { isReproducible } from './is-reproducible.ts';
import { keepsItsDeadline } from './keeps-its-deadline.ts';
import { killSwitchStopsEffects } from './kill-switch-stops-effects.ts';
import { leaksNoSecret } from './leaks-no-secret.ts';
import { logsAutonomousDecisions } from './logs-autonomous-decisions.ts';
import { messagesDifferWhenCasesDiffer } from './messages-differ-when-cases-differ.ts';
import { neverLoops } from './never-loops.ts';
import { neverPretendsSuccess } from './never-pretends-success.ts';
import { onlyWhole, onlyWholeSet } from './only-whole.ts';
import { opensItsBreaker } from './opens-its-breaker.ts';
import { planIsCheckedBeforeItRuns } from './plan-is-checked-before-it-runs.ts';
import { queuedWorkSurvives } from './queued-work-survives.ts';
import { recordsItsSteps } from './records-its-steps.ts';
import { remembersWhatItFound } from './remembers-what-it-found.ts';
import { replansAfterAFailedStep } from './replans-after-a-failed-step.ts';
import { replaysItsRecording } from './replays-its-recording.ts';
import { resistsInjection } from './resists-injection.ts';
import { resultsFitTheContract } from './results-fit-the-contract.ts';
import { resumesAfterACrash } from './resumes-after-a-crash.ts';
import { retriesAreBounded } from './retries-are-bounded.ts';
import { retriesOnlyWhatMayPass } from './retries-only-what-may-pass.ts';
import { routesByTheRules } from './routes-by-the-rules.ts';
import { shadowCommitsNothing } from './shadow-commits-nothing.ts';
import { staysInScope } from './stays-in-scope.ts';
import { staysOnGoal } from './stays-on-goal.ts';
import { terminatesWithinBudget } from './terminates-within-budget.ts';
import { toolsAreAsExpected } from './tools-are-as-expected.ts';
import { toolsKeepTheirPromises } from './tools-keep-their-promises.ts';
import { traceIsWhole } from './trace-is-whole.ts';
import { unknownOutcomeIsCheckedFirst } from './unknown-outcome-is-checked-first.ts';
import { usesALiveContractVersion } from './uses-a-live-contract-version.ts';

const claims: readonly Check[] = [
  replaysItsRecording,
  givesAnAnswer,
  answerIsAsExpected,
  answerFitsItsSchema,
  toolsAreAsExpected,
  terminatesWithinBudget,
  neverLoops,
  staysOnGoal,
  endsHonestlyAtTheLimit,
  effectsHappenOnce,
  idempotencyKeyIsStable,
  unknownOutcomeIsCheckedFirst,
  callsStayUnderTheRateLimit,
  dangerWaitsForApproval,
  dryRunCommitsNothing,
  compensatesInReverse,
  killSwitchStopsEffects,
  createsEachArtefactOnce,
  shadowCommitsNothing,
  messagesDifferWhenCasesDiffer,
  retriesOnlyWhatMayPass,
  retriesAreBounded,
  honoursRetryAfter,
  keepsItsDeadline,
  opensItsBreaker,
  fallsBackInOrder,
  replansAfterAFailedStep,
  queuedWorkSurvives,
  neverPretendsSuccess,
  actsOnlyOnWholeAnswers,
  explainsItsFailure,
  followsItsStateMachine,
  resumesAfterACrash,
  ignoresDuplicateEvents,
  checkpointsBeforeLongWork,
  recordsItsSteps,
  remembersWhatItFound,
  argumentsFitTheContract,
  resultsFitTheContract,
  usesALiveContractVersion,
  asksWhenUnsure,
  humanRequestIsComplete,
  escalatesOnSilence,
  actsWithinItsAutonomy,
  logsAutonomousDecisions,
  choosesToolsWithinBudget,
  routesByTheRules,
  planIsCheckedBeforeItRuns,
  staysInScope,
  toolsKeepTheirPromises,
  traceIsWhole,
  auditExplainsEachDecision,
  leaksNoSecret,
  resistsInjection,
];

const claimsOfSets: readonly SetCheck[] = [backsOffExponentially, isReproducible];

/** Every claim, in the order in which reports show them. One file, one line above. */
export const checks: readonly Check[] = claims.map(onlyWhole);

/** Claims that need the repeats of a case; one episode is a set of one. One file, one line above. */
export const setChecks: readonly SetCheck[] = claimsOfSets.map(onlyWholeSet);

export type { Check, SetCheck } from './check.ts';
export { episodeCostUsd } from './terminates-within-budget.ts';
