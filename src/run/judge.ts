import { checks, setChecks, type Check, type SetCheck } from '../check/index.ts';
import type { Episode } from '../domain/episode.ts';
import type { Event } from '../domain/event.ts';
import type { SourcePlace } from '../domain/failure.ts';
import type { CaseOutcome } from '../domain/report.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { worstOutcome, type Outcome, type Verdict } from '../domain/verdict.ts';

/** How a case came out, and why in one sentence. */
export interface Judged {
  readonly outcome: CaseOutcome;
  readonly sentence: string;
  readonly verdicts: readonly Verdict[];
}

type PlaceOf = (path: readonly (string | number)[]) => SourcePlace;

/** Judges an episode by every claim. A check that throws is unknown, never a pass. */
export function judge(plan: CasePlan, episode: Episode, placeOf: PlaceOf): Judged {
  return conclude(plan, episode, [...judgeBy(checks, episode, plan, placeOf), ...judgeBy(setChecks, [episode], plan, placeOf)]);
}

/** Judges one of several sessions of a case: claims about all of them come later, and so does what the case requires. */
export function judgeSession(plan: CasePlan, episode: Episode, placeOf: PlaceOf): Judged {
  const own = plan.expectFailure?.filter((claim) => checks.some((check) => check.claim === claim)) ?? [];
  const alone: CasePlan = { ...plan, checks: [], expectFailure: own.length === 0 ? undefined : own };
  return conclude(alone, episode, judgeBy(checks, episode, plan, placeOf));
}

/** What the claims about several sessions say of these. */
export function judgeSet(plan: CasePlan, episodes: readonly Episode[], placeOf: PlaceOf): readonly Verdict[] {
  return judgeBy(setChecks, episodes, plan, placeOf);
}

function judgeBy<Judged>(
  by: readonly (Omit<Check | SetCheck, 'check'> & { check(judged: Judged): ReturnType<Check['check']> })[],
  judged: Judged,
  plan: CasePlan,
  placeOf: PlaceOf,
): readonly Verdict[] {
  return by.map((check): Verdict => {
    const { claim, declaredAt } = check;
    try {
      const judgement = check.check(judged);
      if (judgement.outcome === 'fail' || judgement.outcome === 'invalid')
        return { claim, ...judgement, place: placeOf(['cases', plan.index, ...declaredAt]) };
      const isSilent = judgement.outcome === 'not-applicable' || judgement.outcome === 'unobserved';
      return isSilent && judgement.evidence.length === 0 ? silentVerdict(claim, judgement.outcome, judgement.text) : { claim, ...judgement };
    } catch (error) {
      return { claim, outcome: 'unknown', text: `The check itself failed: ${(error as Error).message}`, evidence: [] };
    }
  });
}

const silentVerdicts = new Map<string, Verdict>();

/** Of most claims most cases have nothing, for the same reason: these share one verdict, frozen, which is then written once for all. */
function silentVerdict(claim: string, outcome: Verdict['outcome'], text: string): Verdict {
  const last = silentVerdicts.get(claim);
  if (last?.text === text && last.outcome === outcome) return last;
  const verdict: Verdict = Object.freeze({ claim, outcome, text, evidence: Object.freeze([]) });
  silentVerdicts.set(claim, verdict);
  return verdict;
}

function conclude(plan: CasePlan, episode: Episode, judged: readonly Verdict[]): Judged {
  const divergence = episode.events.find((event) => event.kind === 'replay-missed' && event.code === 'DIVERGED');
  if (divergence !== undefined) {
    return {
      outcome: 'diverged',
      sentence: 'A fault led the agent to a request that was never recorded, and nobody was named to answer: not judged.',
      verdicts: judged.map(notJudged('the episode diverged')),
    };
  }
  if (episode.events.some(isAborted))
    return { outcome: 'unknown', sentence: 'The run was ended before this case was.', verdicts: judged.map(notJudged('the run was ended')) };
  const verdicts = requireClaims(plan, spoiled(episode) ? judged.map(notJudged('the experiment did not happen as planned')) : judged);
  if (plan.expectFailure !== undefined) return specimen(plan.expectFailure, verdicts);
  const worst = worstOutcome(verdicts.map(({ outcome }) => outcome));
  return { outcome: caseOutcome(worst), verdicts, sentence: reason(worst, verdicts) };
}

/** The run was ended while this episode was under way. */
function isAborted(event: Event): boolean {
  return event.kind === 'episode-ended' && event.how === 'aborted';
}

/** True where what the agent did afterwards says nothing about the agent: it was refused an answer, a planned fault never struck, or somebody ended the run. */
function spoiled({ events }: Episode): boolean {
  return events.some((event) => event.kind === 'replay-missed' || event.kind === 'failure' || event.kind === 'fault-unfired' || isAborted(event));
}

function notJudged(why: string): (verdict: Verdict) => Verdict {
  return (verdict) =>
    verdict.outcome === 'fail'
      ? { claim: verdict.claim, outcome: 'unknown', text: `Not judged, since ${why}.`, evidence: verdict.evidence }
      : verdict;
}

/** A claim that the case names must be exercised: without evidence the case is invalid. */
export function requireClaims(plan: CasePlan, verdicts: readonly Verdict[]): readonly Verdict[] {
  if (plan.checks.length === 0) return verdicts;
  return verdicts.map((verdict) =>
    plan.checks.includes(verdict.claim) && (verdict.outcome === 'unobserved' || verdict.outcome === 'not-applicable')
      ? { ...verdict, outcome: 'invalid', text: `The case requires this claim, but nothing exercised it: ${verdict.text}` }
      : verdict,
  );
}

/** A specimen must break just the claims that it was made to break. */
function specimen(claims: readonly string[], verdicts: readonly Verdict[]): Judged {
  const failed = verdicts.filter(({ outcome }) => outcome === 'fail');
  const names = failed.map(({ claim }) => claim);
  const worst = worstOutcome(verdicts.map(({ outcome }) => outcome));
  if (failed.length === 0 && (worst === 'invalid' || worst === 'unknown')) return { outcome: worst, sentence: reason(worst, verdicts), verdicts };
  if (names.length === claims.length && claims.every((claim) => names.includes(claim))) {
    return {
      outcome: 'expected-failure',
      sentence: `It breaks ${claims.join(' and ')}, as it was made to: ${failed.map(({ text }) => text).join(' ')}`,
      verdicts,
    };
  }
  const found = failed.length === 0 ? 'it broke no claim' : `it broke ${names.join(' and ')}`;
  return { outcome: 'fail', sentence: `This specimen was made to break ${claims.join(' and ')} and no other claim, but ${found}.`, verdicts };
}

/** Claims without evidence, and claims about what a case does not have, are counted and shown; they do not colour the case. */
function caseOutcome(worst: Outcome): CaseOutcome {
  return worst === 'unobserved' || worst === 'not-applicable' ? 'pass' : worst;
}

/** The worst verdict's own words. */
function reason(worst: Outcome, verdicts: readonly Verdict[]): string {
  if (worst === 'fail' || worst === 'invalid' || worst === 'unknown') {
    const { claim, text } = verdicts.find(({ outcome }) => outcome === worst)!;
    return `${claim}: ${text}`;
  }
  const passed = verdicts.reduce((count, { outcome }) => (outcome === 'pass' ? count + 1 : count), 0);
  return `${passed} ${passed === 1 ? 'claim holds' : 'claims hold'}.`;
}
