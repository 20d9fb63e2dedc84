import type { Campaign } from '../../domain/campaign.ts';
import type { SourcePlace } from '../../domain/failure.ts';
import type { CaseOutcome, CaseReport } from '../../domain/report.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { worstOutcome, type Verdict } from '../../domain/verdict.ts';
import { setChecks } from '../../check/index.ts';
import { repeatCommand } from '../case-report.ts';
import { requireClaims } from '../judge.ts';
import { statedVerdicts } from '../stated-verdicts.ts';
import type { WorstVerdicts } from './worst-verdicts.ts';

export interface FinishedCampaign {
  readonly plan: CasePlan;
  placeOf(path: readonly (string | number)[]): SourcePlace;
  readonly campaign: Campaign;
  /** What the claims about several sessions say. */
  readonly sets: readonly Verdict[];
  readonly setSize: number;
  /** The session that the report shows: the first that did not pass, else the first. */
  readonly shown: { readonly seed: number; readonly report: CaseReport } | undefined;
  readonly notRun: CaseReport | undefined;
  readonly worst: WorstVerdicts;
  /** Sessions that the event log does not hold. */
  readonly left: { readonly passed: number; readonly troubled: number };
}

/** A repeated case as one row of the report: its figures, the worst verdict on each claim, and one session in full. */
export function campaignReport(finished: FinishedCampaign): CaseReport {
  const { plan, campaign, shown, notRun } = finished;
  if (notRun !== undefined && campaign.sessions === 0) return notRun;
  const verdicts = verdictsOf(finished);
  const { outcome, sentence } = conclusion(finished, verdicts);
  const base = shown?.report ?? emptyReport(finished);
  return {
    ...base,
    outcome,
    sentence,
    ...statedVerdicts(verdicts),
    notes: [...base.notes, ...notesOf(finished)],
    repeat: outcome === 'pass' || shown === undefined ? repeatCommand(plan) : (campaign.troubled[0]?.repeat ?? repeatCommand(plan)),
    campaign,
  };
}

function verdictsOf({ plan, worst, sets, shown, campaign }: FinishedCampaign): readonly Verdict[] {
  const own = worst.list().map(({ verdict, seed, sessions, exercised }): Verdict => {
    const several =
      verdict.outcome === 'pass' || campaign.sessions < 2 ? '' : `${sessions} of ${campaign.sessions} sessions, the first with seed ${seed}: `;
    // Evidence is an event of the session that is shown; those of others stand in the event log.
    const { evidence, ...rest } = verdict;
    const judged = { ...rest, text: `${several}${verdict.text}`, evidence: seed === shown?.seed ? evidence : [] };
    return exercised || !plan.checks.includes(verdict.claim) ? judged : requireClaims(plan, [judged])[0]!;
  });
  return [
    ...own,
    ...requireClaims(
      plan,
      sets.map((verdict) => ({ ...verdict, evidence: [] })),
    ),
  ];
}

function conclusion(
  { plan, campaign, sets }: FinishedCampaign,
  verdicts: readonly Verdict[],
): { readonly outcome: CaseOutcome; readonly sentence: string } {
  const { sessions, planned, outcomes, alerts, bounds, troubled } = campaign;
  const count = (outcome: CaseOutcome): number => outcomes[outcome] ?? 0;
  const good = count('pass') + count('expected-failure');
  const passed = `${good} of ${sessions} sessions ${plan.expectFailure === undefined ? 'passed' : 'were as they were made to be'}`;
  const first = troubled[0] === undefined ? '' : ` The first that did not, with seed ${troubled[0].seed}: ${troubled[0].sentence}`;
  const failuresMayHappen = bounds.failuresPer1000?.max !== undefined || bounds.passPower1?.min !== undefined;
  const declaredOfSets = plan.expectFailure?.filter((claim) => setChecks.some((check) => check.claim === claim)) ?? [];
  const failedSets = sets.filter(({ outcome }) => outcome === 'fail').map(({ claim }) => claim);
  const setsAreWrong = [
    ...failedSets.filter((claim) => !declaredOfSets.includes(claim)),
    ...declaredOfSets.filter((claim) => !failedSets.includes(claim)),
  ];
  const broken = alerts.filter(({ kind }) => kind !== 'unobserved');
  if (broken.length > 0) return { outcome: 'fail', sentence: `${broken.map(({ text }) => text).join(' ')} ${passed}.${first}` };
  if (count('fail') > 0 && !failuresMayHappen) return { outcome: 'fail', sentence: `${passed}.${first}` };
  if (setsAreWrong.length > 0) {
    const text = sets.find(({ claim }) => claim === setsAreWrong[0])?.text ?? '';
    return {
      outcome: 'fail',
      sentence: `Over the sessions, ${setsAreWrong.join(' and ')} ${declaredOfSets.includes(setsAreWrong[0]!) ? 'was to break, and did not' : 'fails'}: ${text}`,
    };
  }
  if (sessions < planned) return { outcome: 'unknown', sentence: `The run was ended after ${sessions} of ${planned} sessions; ${passed}.` };
  // Sessions that failed within the bound have been counted; what was no experiment counts against all.
  for (const outcome of ['invalid', 'unknown', 'diverged'] as const) if (count(outcome) > 0) return { outcome, sentence: `${passed}.${first}` };
  const unobserved = alerts.find(({ kind }) => kind === 'unobserved');
  if (unobserved !== undefined) return { outcome: 'invalid', sentence: unobserved.text };
  const worst = worstOutcome(verdicts.map(({ outcome }) => (outcome === 'fail' ? 'pass' : outcome)));
  if (worst === 'invalid' || worst === 'unknown') return { outcome: worst, sentence: verdicts.find(({ outcome }) => outcome === worst)!.text };
  const within = count('fail') === 0 ? '' : ' Those that failed are within the bounds.';
  return { outcome: plan.expectFailure === undefined ? 'pass' : 'expected-failure', sentence: `${passed}.${within}` };
}

function notesOf({ shown, setSize, campaign, left }: FinishedCampaign): readonly string[] {
  return [
    ...(shown === undefined ? [] : [`Shown is the session with seed ${shown.seed}.`]),
    ...(setSize < campaign.sessions && setChecks.length > 0 ? [`Claims about several sessions are judged over the first ${setSize}.`] : []),
    ...(left.passed + left.troubled === 0
      ? []
      : [`The event log leaves out ${left.passed} sessions that passed${left.troubled === 0 ? '' : ` and ${left.troubled} that did not`}.`]),
  ];
}

/** Where not one session came to its end. */
function emptyReport({ plan, placeOf }: FinishedCampaign): Omit<CaseReport, 'outcome' | 'sentence' | 'verdicts' | 'notApplicable' | 'repeat'> {
  return {
    id: plan.id,
    scenario: plan.scenario,
    name: plan.name,
    place: placeOf(['cases', plan.index]),
    task: plan.tasks.map((task) => (typeof task === 'string' ? task : JSON.stringify(task))).join('\n'),
    conversation: [],
    timeline: [],
    notes: [],
    durationMs: 0,
    modelCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
  };
}
