import { toolsAreAsExpected } from '../../check/tools-are-as-expected.ts';
import type { CellOutcome } from '../../domain/chaos.ts';
import type { Episode } from '../../domain/episode.ts';
import { eventsOf, type Event } from '../../domain/event.ts';
import type { SourcePlace } from '../../domain/failure.ts';
import type { FaultSchedule } from '../../domain/fault.ts';
import type { PriceList } from '../../domain/price.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { judge, judgeSet, type Judged } from '../../run/judge.ts';
import type { RunContext } from '../../run/run-context.ts';
import { runSession, type Session } from '../../run/run-session.ts';
import { undisturbed } from '../../run/undisturbed.ts';
import { costOf, type Cost } from './cost.ts';
import { recoveryMs } from './recovery.ts';

/** A case that chaos is done to, and what its episodes are run with. */
export interface Subject {
  /** Without faults and restarts of its own. */
  readonly plan: CasePlan;
  readonly context: RunContext;
  readonly prices: PriceList;
  /** The undisturbed run, which an agent that is killed is held against; absent while it is being made. */
  readonly undisturbed?: { readonly seed: number; readonly events: readonly Event[] };
  placeOf(path: readonly (string | number)[]): SourcePlace;
}

/** What became of the agent under a schedule. */
export interface Experiment {
  readonly outcome: CellOutcome;
  /** Claims that were refuted, the goal of the undisturbed run apart. */
  readonly broken: readonly string[];
  readonly sentence: string;
  /** Positions of faults that did not strike. */
  readonly unfired: readonly number[];
  readonly cost: Cost;
  readonly recoveryMs?: number;
}

/** What the undisturbed run is to reach. An agent in trouble may miss it, if it breaks nothing else. */
const goalClaims: ReadonlySet<string> = new Set(['answer-is-as-expected', 'tools-are-as-expected', 'gives-an-answer']);

/** A session under a schedule, with all that was seen of it. */
export interface Trial extends Session {
  readonly plan: CasePlan;
  readonly judged: Judged;
}

/** Runs the case once under a schedule. The log gets nothing, unless the result's `writeLog` is called. */
export async function tryOut(subject: Subject, schedule: FaultSchedule, seed: number): Promise<Trial> {
  const plan: CasePlan = { ...subject.plan, faults: schedule };
  const { undisturbed: known } = subject;
  const reference = known?.seed === seed && undisturbed(plan).faults.length === 0 ? { events: known.events } : undefined;
  const options = { held: true, seed, ...(reference === undefined ? {} : { reference }) };
  const session = await runSession(plan, subject.context, subject.prices, options);
  const episode = withoutMissedMoments(session.episode);
  return { ...session, episode, plan, judged: judge(plan, episode, subject.placeOf) };
}

/** Where a fault has led the agent elsewhere, a kill switch that was to be thrown later waits in vain: that is what the fault did, and no broken experiment. */
function withoutMissedMoments(episode: Episode): Episode {
  if (!episode.events.some(({ kind }) => kind === 'fault-fired')) return episode;
  return { ...episode, events: episode.events.filter((event) => event.kind !== 'failure' || event.code !== 'MOMENT_NOT_REACHED') };
}

/** What a trial says of the agent. */
export function experimentOf({ plan, result, episode, judged }: Trial): Experiment {
  const { events } = episode;
  const unfired = eventsOf(events, 'fault-unfired').map(({ fault }) => fault);
  const base = { unfired, cost: costOf(episode) };
  if (result.notRun !== undefined) return { ...base, outcome: 'not-run', broken: [], sentence: `Not run: ${result.notRun}.` };
  const refuted = judged.verdicts.filter(({ outcome }) => outcome === 'fail');
  const broken = refuted.filter((verdict) => !isGoal(verdict, episode)).map(({ claim }) => claim);
  const outcome = cellOutcome(judged, broken.length, refuted.length);
  const recovered = outcome === 'survived' || outcome === 'degraded' ? recoveryMs(events) : undefined;
  return {
    ...base,
    outcome,
    broken,
    sentence: sentenceOf(outcome, judged, broken, plan),
    ...(recovered === undefined ? {} : { recoveryMs: recovered }),
  };
}

/** The same schedule tried with several seeds: claims about all of them together are told with the first. */
export function experimentsOf(trials: readonly Trial[], subject: Subject): readonly Experiment[] {
  const each = trials.map(experimentOf);
  if (trials.length === 1) return each;
  const whole = trials.filter(
    (_, index) => each[index]!.outcome !== 'invalid' && each[index]!.outcome !== 'diverged' && each[index]!.outcome !== 'not-run',
  );
  if (whole.length < 2) return each;
  const alone = new Set(trials[0]!.judged.verdicts.filter(({ outcome }) => outcome === 'fail').map(({ claim }) => claim));
  const refuted = judgeSet(
    trials[0]!.plan,
    whole.map(({ episode }) => episode),
    subject.placeOf,
  ).filter(({ claim, outcome }) => outcome === 'fail' && !alone.has(claim));
  const [first, ...others] = each;
  if (refuted.length === 0) return each;
  const broken = [...first!.broken, ...refuted.map(({ claim }) => claim)];
  const sentence = first!.outcome === 'failed' ? first!.sentence : `${refuted[0]!.claim}: ${refuted[0]!.text}`;
  return [{ ...first!, outcome: 'failed', broken, sentence }, ...others];
}

/** `never:` is no goal but a prohibition: a tool that was not to be called, and was, is a failure whatever had happened before. */
function isGoal({ claim }: Judged['verdicts'][number], episode: Episode): boolean {
  if (!goalClaims.has(claim)) return false;
  const { never } = episode.expect;
  if (claim !== toolsAreAsExpected.claim || never.length === 0) return true;
  return toolsAreAsExpected.check({ ...episode, expect: { answers: [], never } }).outcome !== 'fail';
}

function cellOutcome(judged: Judged, broken: number, refuted: number): CellOutcome {
  if (broken > 0) return 'failed';
  if (judged.outcome === 'diverged') return 'diverged';
  const found = new Set(judged.verdicts.map(({ outcome }) => outcome));
  if (found.has('invalid') || judged.outcome === 'invalid') return 'invalid';
  if (found.has('unknown') || judged.outcome === 'unknown') return 'unknown';
  return refuted > 0 ? 'degraded' : 'survived';
}

function sentenceOf(outcome: CellOutcome, judged: Judged, broken: readonly string[], plan: CasePlan): string {
  const textOf = (wanted: (verdict: Judged['verdicts'][number]) => boolean): string | undefined => {
    const verdict = judged.verdicts.find(wanted);
    return verdict === undefined ? undefined : `${verdict.claim}: ${verdict.text}`;
  };
  switch (outcome) {
    case 'failed':
      return textOf(({ claim }) => claim === broken[0])!;
    case 'invalid':
    case 'unknown':
      return textOf((verdict) => verdict.outcome === outcome) ?? judged.sentence;
    case 'degraded':
      return `No claim is refuted, but the goal is not reached: ${textOf((verdict) => verdict.outcome === 'fail')!}`;
    case 'survived':
      return plan.faults.length === 0 ? judged.sentence : 'Every claim holds, and the goal is reached.';
    default:
      return judged.sentence;
  }
}
