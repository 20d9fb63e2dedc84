import { availableParallelism } from 'node:os';
import type { Bounds, Campaign } from '../domain/campaign.ts';
import type { SourceDocument } from '../domain/document.ts';
import type { FinishedRecording } from '../cassette/recording.ts';
import type { Episode } from '../domain/episode.ts';
import type { CaseReport, ReportCounts } from '../domain/report.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { repeatCase, type RepeatedCase } from './campaign/repeated-case.ts';
import { caseReport } from './case-report.ts';
import { openEngine, type Engine, type EngineOptions } from './engine.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import type { EpisodeResult } from './run-episode.ts';
import { runSession } from './run-session.ts';
import { prepareConnections } from './connections/prepare-connections.ts';
import { runAll, shardOf } from './scheduler.ts';

export interface RunOptions extends EngineOptions {
  /** How many episodes at once; as many as there are cores if absent. */
  readonly concurrency?: number;
  readonly shard?: { readonly index: number; readonly total: number };
  /** Only cases for which this holds. */
  readonly select?: (plan: CasePlan) => boolean;
  /** Runs every case so often, whatever it says itself. */
  readonly repeat?: number;
  /** Time over which the number of sessions at once rises. */
  readonly rampMs?: number;
  /** Bounds of campaigns, over those of the scenarios. */
  readonly bounds?: Bounds;
  /** Campaigns of an earlier report, by case. */
  readonly baseline?: ReadonlyMap<string, Campaign>;
  /** Called as each case ends. */
  onCase?(report: CaseReport, result: EpisodeResult): void;
  /** Called as each session of a repeated case ends. */
  onSession?(name: string, done: number, planned: number): void;
}

/** What a run found, before it is put into words. */
export interface RunOutcome {
  readonly cases: readonly CaseReport[];
  readonly counts: ReportCounts;
  readonly exitCode: 0 | 1 | 3;
  readonly durationMs: number;
  /** True where the run was ended before all cases had run. */
  readonly interrupted: boolean;
}

/** Runs cases and judges them. Every case that was expected has a result, or the exit code says otherwise. */
export async function runCases(scenarios: readonly LoadedScenario[], options: RunOptions): Promise<RunOutcome> {
  const startedAt = performance.now();
  const planned = shardOf(
    scenarios.flatMap(({ cases, document }) => cases.map((plan) => ({ plan, document }))).filter(({ plan }) => options.select?.(plan) ?? true),
    options.shard,
  );
  const concurrency = options.concurrency ?? availableParallelism();
  const engine = openEngine(options, { commands: commandCount(planned, options), concurrency });
  try {
    await prepareConnections(
      planned.map(({ plan }) => plan),
      engine.context.toxiproxy,
    );
    const cases = await runSessions(planned, concurrency, engine, options);
    const counts = countCases(cases, planned.length);
    return {
      cases,
      counts,
      exitCode: exitCodeOf(counts, (options.shard?.total ?? 1) > 1),
      durationMs: Math.round(performance.now() - startedAt),
      interrupted: options.signal.aborted,
    };
  } finally {
    await engine.stop();
  }
}

interface PlannedCase {
  readonly plan: CasePlan;
  readonly document: SourceDocument;
}

/** How often a case is run. Recordings are made once. */
function repeatsOf(plan: CasePlan, { mode, repeat }: RunOptions): number {
  return mode === 'record' ? 1 : (repeat ?? plan.repeat);
}

/** Every session of every case, in their order; the reports are those of the cases. */
async function runSessions(
  planned: readonly PlannedCase[],
  concurrency: number,
  engine: Engine,
  options: RunOptions,
): Promise<readonly CaseReport[]> {
  const { rampMs = 0 } = options;
  const reports: (CaseReport | undefined)[] = planned.map(() => undefined);
  const repeated = planned.map(({ plan, document }) => {
    const bounds = { ...plan.bounds, ...options.bounds };
    const count = repeatsOf(plan, options);
    if (options.mode === 'record' || (count === 1 && Object.keys(bounds).length === 0)) return undefined;
    const start = (): RepeatedCase =>
      repeatCase({
        plan,
        planned: count,
        context: engine.context,
        prices: engine.pricesFor(plan),
        concurrency: Math.min(concurrency, count),
        rampMs,
        bounds,
        baseline: options.baseline?.get(plan.id),
        placeOf: document.placeOf,
      });
    return { count, done: 0, start, running: undefined as RepeatedCase | undefined };
  });
  const sessions = planned.flatMap((_, index) => Array.from({ length: repeated[index]?.count ?? 1 }, (__, repeat) => ({ index, repeat })));
  const finish = (index: number): void => {
    const running = repeated[index]?.running;
    if (running === undefined) return;
    reports[index] = running.finish();
    repeated[index]!.running = undefined;
    options.onCase?.(reports[index], { events: [], notes: [] });
  };
  const playOne = async ({ plan, document }: PlannedCase): Promise<CaseReport> => {
    const { result, episode } = await runSession(plan, engine.context, engine.pricesFor(plan));
    const report = caseReport(plan, result, episode, document.placeOf);
    options.onCase?.(report, result);
    return report;
  };
  const play = async ({ index, repeat }: { readonly index: number; readonly repeat: number }): Promise<void> => {
    const campaign = repeated[index];
    if (campaign === undefined) {
      reports[index] = await playOne(planned[index]!);
      return;
    }
    await (campaign.running ??= campaign.start()).play(repeat);
    campaign.done++;
    options.onSession?.(planned[index]!.plan.name, campaign.done, campaign.count);
    if (campaign.done === campaign.count) finish(index);
  };
  await runAll(sessions, concurrency, options.signal, play, rampMs);
  // Where the run was ended, what there is of a campaign is told.
  for (const index of planned.keys()) finish(index);
  return reports.filter((report) => report !== undefined);
}

/** How many commands the run starts. */
function commandCount(planned: readonly PlannedCase[], options: RunOptions): number {
  return planned.reduce((sum, { plan }) => sum + (plan.agent.kind === 'command' ? repeatsOf(plan, options) : 0), 0);
}

/** Counts outcomes; `expected` is how many cases were to run. */
export function countCases(cases: readonly CaseReport[], expected: number): ReportCounts {
  const count = (outcome: CaseReport['outcome']): number => cases.filter((report) => report.outcome === outcome).length;
  const notRun = count('not-run');
  return {
    expected,
    seen: cases.length - notRun,
    pass: count('pass'),
    fail: count('fail'),
    invalid: count('invalid'),
    unknown: count('unknown'),
    diverged: count('diverged'),
    notRun,
    expectedFailure: count('expected-failure'),
    unobservedClaims: cases.reduce((sum, report) => sum + report.verdicts.filter(({ outcome }) => outcome === 'unobserved').length, 0),
  };
}

/** Any fail ⇒ 1; else anything invalid, unknown, diverged (nothing is proven for it) or missing, or (in a run that is no shard) nothing judged at all ⇒ 3; else 0. */
function exitCodeOf(counts: ReportCounts, sharded: boolean): 0 | 1 | 3 {
  if (counts.fail > 0) return 1;
  const incomplete = counts.seen + counts.notRun !== counts.expected;
  const nothingJudged = !sharded && counts.pass + counts.expectedFailure === 0;
  return incomplete || nothingJudged || counts.invalid > 0 || counts.unknown > 0 || counts.diverged > 0 ? 3 : 0;
}

/** Runs a single case that stands in no scenario file. */
export async function runOne(
  plan: CasePlan,
  options: RunOptions,
): Promise<{ readonly report: CaseReport; readonly episode: Episode; readonly recorded: FinishedRecording | undefined }> {
  const engine = openEngine(options);
  try {
    const { result, episode } = await runSession(plan, engine.context, engine.pricesFor(plan));
    return { report: caseReport(plan, result, episode, () => ({ file: plan.file })), episode, recorded: result.recorded };
  } finally {
    await engine.stop();
  }
}
