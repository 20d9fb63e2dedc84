import { availableParallelism } from 'node:os';
import type { ChaosCaseReport, ChaosReport } from '../../domain/chaos.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { faultKinds } from '../../fault/index.ts';
import { whyNoConnection } from '../../run/check-connection-faults.ts';
import { openEngine, type Engine, type EngineOptions } from '../../run/engine.ts';
import type { LoadedScenario } from '../../run/load-scenarios.ts';
import { runAll, shardOf } from '../../run/scheduler.ts';
import { chaosCase } from './chaos-case.ts';
import { chaosCounts, chaosExitCode } from './chaos-counts.ts';
import { collectFindings } from './collect-findings.ts';
import { isLate, shownCell, type Finished } from './finished-cell.ts';
import { openJournal } from './journal.ts';
import { openCase, type OpenCase } from './open-case.ts';
import type { PlannedCell } from './planned-cells.ts';

export interface ChaosOptions extends EngineOptions {
  readonly concurrency?: number;
  readonly shard?: { readonly index: number; readonly total: number };
  readonly select?: (plan: CasePlan) => boolean;
  /** Nothing new begins after so much time. */
  readonly minutes?: number;
  /** At most so many cells, from the beginning of the stable order. */
  readonly runs?: number;
  /** Over what the scenarios say. */
  readonly pairs?: number;
  readonly repeats?: number;
  /** Only these kinds. */
  readonly faults?: readonly string[];
  /** Goes on where the journal ends. */
  readonly resume: boolean;
  readonly journalFile: string;
  /** Where findings are saved. */
  readonly foundFolder: string;
  onCell?(done: number, planned: number, failed: number): void;
}

/** What an exploration found, before it is put into words. */
export type ChaosOutcome = Pick<ChaosReport, 'cases' | 'counts' | 'exitCode' | 'stopped' | 'durationMs' | 'kinds'>;

/** The part of `--minutes` in which cells are begun; the rest is for shrinking what they found. */
const cellShare = 0.8;

/** Breaks agents on purpose: every single fault at every place, every crash point, some pairs; what fails is shrunk and saved. */
export async function exploreChaos(scenarios: readonly LoadedScenario[], options: ChaosOptions): Promise<ChaosOutcome> {
  const startedAt = performance.now();
  const { signal, minutes, concurrency = availableParallelism() } = options;
  const chosen = scenarios.flatMap((loaded) => loaded.cases.filter((plan) => options.select?.(plan) ?? true).map((plan) => ({ loaded, plan })));
  const explorable = chosen.filter(({ plan }) => whyNotExplored(plan) === undefined);
  if (explorable.length === 0) throw nothingToExplore(chosen.map(({ plan }) => plan));
  const commands = explorable.filter(({ plan }) => plan.agent.kind === 'command').length;
  const engine = openEngine(options, { commands: commands * 100, concurrency });
  const elapsedMs = (): number => performance.now() - startedAt;
  const limitMs = minutes === undefined ? Infinity : minutes * 60_000;
  try {
    const onlyPlainToxics = await namesPlainToxiproxy(
      options,
      explorable.map(({ plan }) => plan),
      engine,
    );
    const journal = openJournal(options.journalFile, options.resume);
    const opened = await runAll(explorable, concurrency, signal, ({ loaded, plan }) =>
      openCase(loaded, plan, engine, { seed: options.seed, kinds: faultKinds, onlyPlainToxics, ...explorationOf(options) }),
    );
    const cases = opened.filter((one) => one !== undefined);
    const mine = shardOf(inTurns(cases), options.shard);
    const budget = mine.slice(0, options.runs ?? mine.length);
    const finished = cases.map((one) => new Map(journal.known(one.exploration)));
    for (const [index, one] of cases.entries()) recall(one, finished[index]!);
    let done = 0;
    let failed = 0;
    await runAll(budget, concurrency, signal, async ({ index, cell }) => {
      const one = cases[index]!;
      if (finished[index]!.has(cell.id)) done++;
      else {
        if (elapsedMs() > limitMs * cellShare) return;
        const result = { experiments: await one.laboratory.experiments(cell.schedule) };
        // What was ended half way says nothing of the agent.
        if (signal.aborted) return;
        finished[index]!.set(cell.id, result);
        journal.add(one.exploration, cell.id, result);
        done++;
      }
      if (finished[index]!.get(cell.id)!.experiments.some(({ outcome }) => outcome === 'failed')) failed++;
      options.onCell?.(done, budget.length, failed);
    });
    const taken = new Set<string>();
    const reports = await runAll(cases, concurrency, new AbortController().signal, async (one, index): Promise<ChaosCaseReport> => {
      const planned = budget.filter((each) => each.index === index);
      const cells = planned.map(({ cell, position }) => shownCell(cell, position, finished[index]!.get(cell.id), one.cost, one.chaos));
      const findings = await collectFindings(cells, {
        laboratory: one.laboratory,
        scenario: one.scenario,
        chaos: one.chaos,
        planned: one.cells,
        seed: options.seed,
        foundFolder: options.foundFolder,
        taken,
        mayGoOn: () => !signal.aborted && elapsedMs() < limitMs,
      });
      return chaosCase(one, cells, findings);
    });
    const all = reports.filter((report) => report !== undefined);
    const counts = chaosCounts(all);
    const ranAll = !all.some(({ cells }) => cells.some(isLate));
    return {
      cases: all,
      counts,
      exitCode: signal.aborted && counts.failed === 0 ? 3 : chaosExitCode(all, counts, (options.shard?.total ?? 1) > 1),
      stopped: signal.aborted ? 'interrupted' : !ranAll ? 'minutes' : budget.length < mine.length ? 'runs' : 'finished',
      durationMs: Math.round(elapsedMs()),
      kinds: faultKinds.filter((kind) => cases.some(({ kinds }) => kinds.includes(kind))).map(({ name, site, summary }) => ({ name, site, summary })),
    };
  } finally {
    await engine.stop();
  }
}

/** A server that is named has to be there before anything runs. */
async function namesPlainToxiproxy({ toxiproxy }: ChaosOptions, plans: readonly CasePlan[], { context }: Engine): Promise<boolean> {
  if (toxiproxy === undefined || plans.every(({ agent }) => whyNoConnection(agent) !== undefined)) return false;
  return (await context.toxiproxy.open()).embedded === undefined;
}

function explorationOf({ faults, pairs, repeats }: ChaosOptions): { faults?: readonly string[]; pairs?: number; repeats?: number } {
  return { ...(faults === undefined ? {} : { faults }), ...(pairs === undefined ? {} : { pairs }), ...(repeats === undefined ? {} : { repeats }) };
}

/** A case with a plan of its own for trouble is an experiment already; what it expects belongs to that. */
export function whyNotExplored(plan: CasePlan): string | undefined {
  if (plan.faults.length > 0) return 'it plans faults of its own';
  return plan.world?.restart === undefined ? undefined : 'it restarts its agent';
}

function nothingToExplore(plans: readonly CasePlan[]): RehearsalFailure {
  const first = plans[0];
  return new RehearsalFailure(
    'USAGE',
    first === undefined
      ? 'There is no case to explore.'
      : `There is nothing to explore: ${JSON.stringify(first.name)} is left out because ${whyNotExplored(first)!}${plans.length === 1 ? '' : `, and ${plans.length - 1} more like it`}.`,
    { hint: 'Chaos begins with a case that goes well without faults, and breaks that. Name one.' },
  );
}

interface CellInTurn {
  readonly index: number;
  readonly position: number;
  readonly cell: PlannedCell;
}

/** The first cell of every case, the second of every case, …: a budget that ends early has seen something of each. */
function inTurns(cases: readonly OpenCase[]): readonly CellInTurn[] {
  const tried = cases.map(({ cells, failsByItself }) => (failsByItself === undefined ? cells : []));
  const most = Math.max(0, ...tried.map(({ length }) => length));
  return Array.from({ length: most }, (_, position) => position).flatMap((position) =>
    tried.flatMap((cells, index) => (cells[position] === undefined ? [] : [{ index, position, cell: cells[position] }])),
  );
}

/** What is in the journal need not be tried again while shrinking. */
function recall({ cells, laboratory }: OpenCase, finished: ReadonlyMap<string, Finished>): void {
  for (const { id, schedule } of cells) {
    const known = finished.get(id);
    if (known !== undefined) laboratory.remember(schedule, known.experiments);
  }
}
