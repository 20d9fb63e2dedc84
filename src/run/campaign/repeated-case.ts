import type { Bounds, Campaign } from '../../domain/campaign.ts';
import type { Episode } from '../../domain/episode.ts';
import type { SourcePlace } from '../../domain/failure.ts';
import type { PriceList } from '../../domain/price.ts';
import type { CaseReport } from '../../domain/report.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { caseReport, repeatCommand } from '../case-report.ts';
import { judgeSession, judgeSet } from '../judge.ts';
import type { RunContext } from '../run-context.ts';
import { runSession } from '../run-session.ts';
import { campaignReport } from './campaign-report.ts';
import { collectCampaign } from './collect-campaign.ts';
import { sessionFacts } from './session-facts.ts';
import { createWorstVerdicts } from './worst-verdicts.ts';

/** A case that is run many times, each time with the next seed. */
export interface RepeatedCase {
  /** Runs the session of this number, from 0. */
  play(repeat: number): Promise<void>;
  /** The case as a whole; sessions that were not run are missing from it. */
  finish(): CaseReport;
}

export interface RepeatedCaseOptions {
  readonly plan: CasePlan;
  readonly planned: number;
  readonly context: RunContext;
  readonly prices: PriceList;
  readonly concurrency: number;
  readonly rampMs: number;
  readonly bounds: Bounds;
  readonly baseline: Campaign | undefined;
  placeOf(path: readonly (string | number)[]): SourcePlace;
}

/** Claims about a set are judged over so many sessions: those with the lowest seeds. The events of all others are dropped when they have been judged. */
const keptForSetsMax = 32;
/** The event log holds these of those that passed, and so many of those that did not. */
const loggedPassedMax = 100;
const loggedTroubledMax = 1000;

interface Kept {
  readonly seed: number;
  readonly report: CaseReport;
}

export function repeatCase(options: RepeatedCaseOptions): RepeatedCase {
  const { plan, planned, context, prices, placeOf, concurrency, bounds } = options;
  const seedFirst = context.seed;
  const startedAt = performance.now();
  const collector = collectCampaign({
    planned,
    seedFirst,
    concurrency,
    bounds,
    clock: plan.clock,
    baseline: options.baseline,
    rampSeconds: options.rampMs / 1000,
    repeatCommand: (seed) => `${repeatCommand(plan)} --seed ${seed} --repeat 1`,
  });
  const forSets: { readonly repeat: number; readonly episode: Episode }[] = [];
  const worst = createWorstVerdicts();
  let loggedTroubled = 0;
  let loggedPassed = 0;
  let troubled: Kept | undefined;
  let passed: Kept | undefined;
  let notRun: CaseReport | undefined;
  return {
    async play(repeat) {
      const seed = seedFirst + repeat;
      const { result, episode } = await runSession(plan, context, prices, { seed, held: true, label: ` (seed ${seed})` });
      const full = (): CaseReport => caseReport(plan, result, episode, placeOf, judged);
      if (result.notRun !== undefined) {
        notRun ??= caseReport(plan, result, episode, placeOf);
        return;
      }
      // What was ended with the run is no session.
      if (episode.events.some((event) => event.kind === 'episode-ended' && event.how === 'aborted')) return;
      const judged = judgeSession(plan, episode, placeOf);
      const isGood = judged.outcome === 'pass' || judged.outcome === 'expected-failure';
      collector.add(sessionFacts(seed, episode, judged));
      worst.add(seed, judged.verdicts);
      if (repeat < keptForSetsMax) forSets.push({ repeat, episode });
      if (isGood ? loggedPassed++ < loggedPassedMax : loggedTroubled++ < loggedTroubledMax) result.writeLog?.();
      if (isGood && (passed === undefined || passed.seed > seed)) passed = { seed, report: full() };
      if (!isGood && (troubled === undefined || troubled.seed > seed)) troubled = { seed, report: full() };
    },
    finish() {
      const campaign = collector.finish(Math.round(performance.now() - startedAt));
      const sets = judgeSet(
        plan,
        forSets.toSorted((a, b) => a.repeat - b.repeat).map(({ episode }) => episode),
        placeOf,
      );
      const shown = troubled ?? passed;
      const left = {
        passed: Math.max(0, loggedPassed - loggedPassedMax),
        troubled: Math.max(0, loggedTroubled - loggedTroubledMax),
      };
      return campaignReport({ plan, placeOf, campaign, sets, setSize: forSets.length, shown, notRun, worst, left });
    },
  };
}
