/**
 * Rehearsal from TypeScript: the same engine that the command line drives.
 *
 * @example
 * import { loadScenarios, run } from 'rehearsal';
 *
 * const report = await run(loadScenarios(['scenarios']), { seed: 1 });
 * if (report.exitCode !== 0) console.error(report.sentence);
 *
 * @module
 */
import { join } from 'node:path';
import { assembleReport } from './assembly/assemble-report.ts';
import { recordAgain } from './assembly/record-again.ts';
import { allDialects } from './assembly/all-dialects.ts';
import type { CaseReport, Report } from './domain/report.ts';
import type { CasePlan } from './domain/scenario.ts';
import { runCases } from './run/index.ts';
import type { LoadedScenario } from './run/load-scenarios.ts';

export { checks, setChecks, type Check, type SetCheck } from './check/index.ts';
export {
  boundaryCases,
  decideByRules,
  findRuleProblems,
  readRules,
  type BoundaryCase,
  type RuleDecision,
  type RuleProblem,
} from './contract/index.ts';
export { dialects, type Dialect } from './dialect/index.ts';
export type { Block, ChatRequest, ChatResponse, Turn } from './domain/chat.ts';
export type { Episode } from './domain/episode.ts';
export type { Event } from './domain/event.ts';
export { RehearsalFailure, type FailureCode } from './domain/failure.ts';
export type { CaseReport, Report } from './domain/report.ts';
export type { CasePlan } from './domain/scenario.ts';
export type { ScriptedAnswer, ScriptedModel, ScriptedResult, ScriptedSituation } from './domain/scripted-model.ts';
export type { Outcome, Verdict } from './domain/verdict.ts';
export type { CommitDetails, ToolHandler, ToolHandlers, ToolWorld } from './world/index.ts';
export { faultKinds, type FaultKind } from './fault/index.ts';
export { startToxiproxyServer, type ToxiproxyServer, type ToxiproxyServerSettings } from './fault/tcp/server/start-toxiproxy-server.ts';
export { connectToxiproxy, type Toxiproxy, type ToxiproxyProxy } from './fault/tcp/toxiproxy.ts';
export { mergeReports } from './report/merge-reports.ts';
export { reporters } from './report/index.ts';
export type { Reporter } from './report/reporter.ts';
export { loadScenarios } from './run/index.ts';
export type { LoadedScenario };

export interface RunSettings {
  /** The one seed of all chance. Default 1. */
  readonly seed?: number;
  /** Episodes at once; as many as cores if absent. */
  readonly concurrency?: number;
  /** Only cases for which this holds. */
  readonly select?: (plan: CasePlan) => boolean;
  /** Folder of the event log. Default `reports`. */
  readonly reports?: string;
  /** Ends the run. */
  readonly signal?: AbortSignal;
  /** Called as each case ends. */
  readonly onCase?: (report: CaseReport) => void;
}

/**
 * Replays scenarios offline and judges them. Nothing is written but the event log; `reporters` make files of the report.
 *
 * @throws RehearsalFailure DISK_FULL or WRITE_FAILED where the event log cannot be written, CONFIGURATION_INVALID for a bad price file.
 */
export async function run(scenarios: readonly LoadedScenario[], settings: RunSettings = {}): Promise<Report> {
  const seed = settings.seed ?? 1;
  const { onCase } = settings;
  const outcome = await runCases(scenarios, {
    mode: 'replay',
    update: false,
    seed,
    dialects: allDialects,
    logFile: join(settings.reports ?? 'reports', 'events.ndjson'),
    upstreamTimeoutMs: 120_000,
    environment: process.env,
    signal: settings.signal ?? new AbortController().signal,
    updateCommand: recordAgain,
    ...(onCase === undefined ? {} : { onCase: (report: CaseReport) => onCase(report) }),
    ...(settings.concurrency === undefined ? {} : { concurrency: settings.concurrency }),
    ...(settings.select === undefined ? {} : { select: settings.select }),
  });
  return assembleReport(outcome, { seed, shard: undefined, command: 'rehearsal (from TypeScript)' });
}
