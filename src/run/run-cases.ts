import { availableParallelism } from 'node:os';
import type { Bounds, Campaign } from '../domain/campaign.ts';
import type { SourceDocument } from '../domain/document.ts';
import type { Dialects } from '../cassette/index.ts';
import type { FinishedRecording } from '../cassette/recording.ts';
import type { Episode } from '../domain/episode.ts';
import type { PriceList } from '../domain/price.ts';
import type { CaseReport, ReportCounts } from '../domain/report.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { startHttpFront, type HttpFront } from '../gateway/index.ts';
import { createAgentEnvironments } from './agent-environments.ts';
import { repeatCase, type RepeatedCase } from './campaign/repeated-case.ts';
import { caseReport } from './case-report.ts';
import { createCommandDriver } from './drivers/command-driver.ts';
import { createFunctionDriver } from './drivers/function-driver.ts';
import { serviceDriver } from './drivers/service-driver.ts';
import { createEventLog } from './event-log.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { createMissingFolders } from './missing-folders.ts';
import { createModelServers } from './model-server.ts';
import { readPrices } from './prices.ts';
import { endStrays, newMarkPrefix } from './process-tree.ts';
import type { RunContext } from './run-context.ts';
import type { EpisodeResult } from './run-episode.ts';
import { runSession } from './run-session.ts';
import { runAll, shardOf } from './scheduler.ts';
import { createStartHelpers } from './start/start-helpers.ts';

export interface RunOptions {
  readonly mode: 'replay' | 'record';
  readonly update: boolean;
  readonly seed: number;
  readonly dialects: Dialects;
  /** How many episodes at once; as many as there are cores if absent. */
  readonly concurrency?: number;
  readonly shard?: { readonly index: number; readonly total: number };
  /** Only cases for which this holds. */
  readonly select?: (plan: CasePlan) => boolean;
  /** Where the event log goes. */
  readonly logFile: string;
  /** A price file for all cases, over what their scenarios say. */
  readonly pricesFile?: string;
  readonly upstreamTimeoutMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Runs every case so often, whatever it says itself. */
  readonly repeat?: number;
  /** Time over which the number of sessions at once rises. */
  readonly rampMs?: number;
  /** Bounds of campaigns, over those of the scenarios. */
  readonly bounds?: Bounds;
  /** Campaigns of an earlier report, by case. */
  readonly baseline?: ReadonlyMap<string, Campaign>;
  updateCommand(plan: CasePlan): string;
  /** Shows what agents print while they print it. */
  readonly onOutput?: RunContext['onOutput'];
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
  const engine = startEngine(options, helperCount(planned, concurrency, options));
  try {
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

/** Fewer commands have started before a helper has. */
const helpedCommandsMin = 50;
const helpersMax = 4;

/** How many helpers are worth their own start: as many as can work at once. */
function helperCount(planned: readonly PlannedCase[], concurrency: number, options: RunOptions): number {
  const commands = planned.reduce((sum, { plan }) => sum + (plan.agent.kind === 'command' ? repeatsOf(plan, options) : 0), 0);
  return commands < helpedCommandsMin ? 0 : Math.min(concurrency, availableParallelism(), helpersMax);
}

interface Engine {
  readonly context: RunContext;
  pricesFor(plan: CasePlan): PriceList;
  stop(): Promise<void>;
}

function startEngine(options: RunOptions, helpers = 0): Engine {
  const startHelpers = helpers === 0 ? undefined : createStartHelpers(helpers);
  const functions = createFunctionDriver();
  const modelServers = createModelServers(options.environment);
  const log = createEventLog(options.logFile);
  const markPrefix = newMarkPrefix();
  let front: Promise<HttpFront> | undefined;
  const prices = new Map<string | undefined, PriceList>();
  const { mode, seed, dialects, upstreamTimeoutMs, update, signal, updateCommand } = options;
  // Every look into `process.env` itself is a call out of the engine.
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.environment)) if (value !== undefined) environment[name] = value;
  return {
    context: {
      mode,
      seed,
      log,
      dialects,
      drivers: [functions, createCommandDriver(startHelpers?.start), serviceDriver],
      modelServers,
      front: () => (front ??= startHttpFront(0)),
      environment,
      environments: createAgentEnvironments(environment),
      markPrefix,
      missingFolders: createMissingFolders(),
      upstreamTimeoutMs,
      update,
      signal,
      updateCommand,
      ...(options.onOutput === undefined ? {} : { onOutput: options.onOutput }),
    },
    pricesFor(plan) {
      const file = options.pricesFile ?? plan.pricesFile;
      const known = prices.get(file) ?? readPrices(file);
      prices.set(file, known);
      return known;
    },
    async stop() {
      await functions.close();
      startHelpers?.stop();
      endStrays(markPrefix);
      await modelServers.stop();
      if (front !== undefined) await (await front).stop();
      log.close();
    },
  };
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
  const engine = startEngine(options);
  try {
    const { result, episode } = await runSession(plan, engine.context, engine.pricesFor(plan));
    return { report: caseReport(plan, result, episode, () => ({ file: plan.file })), episode, recorded: result.recorded };
  } finally {
    await engine.stop();
  }
}
