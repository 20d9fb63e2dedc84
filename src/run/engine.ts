import { availableParallelism } from 'node:os';
import type { Dialects } from '../cassette/index.ts';
import type { PriceList } from '../domain/price.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { startHttpFront, type HttpFront } from '../gateway/index.ts';
import { createAgentEnvironments } from './agent-environments.ts';
import { createContainersOfRun } from './containers/containers-of-run.ts';
import { createToxiproxyOfRun } from './connections/toxiproxy-of-run.ts';
import { createCommandDriver } from './drivers/command-driver.ts';
import { createFunctionDriver } from './drivers/function-driver.ts';
import { createImageDriver } from './drivers/image-driver.ts';
import { serviceDriver } from './drivers/service-driver.ts';
import { createEventLog } from './event-log.ts';
import { createMissingFolders } from './missing-folders.ts';
import { createModelServers } from './model-server.ts';
import { readPrices } from './prices.ts';
import { endStrays, newMarkPrefix } from './process-tree.ts';
import type { RunContext } from './run-context.ts';
import { createStartHelpers } from './start/start-helpers.ts';

/** What all episodes are run with, whoever asks for them. */
export interface EngineOptions {
  readonly mode: 'replay' | 'record';
  readonly update: boolean;
  readonly seed: number;
  readonly dialects: Dialects;
  /** Where the event log goes. */
  readonly logFile: string;
  /** A price file for all cases, over what their scenarios say. */
  readonly pricesFile?: string;
  readonly upstreamTimeoutMs: number;
  /** `http://…`, `container` or `container:<image>`: the Toxiproxy between agents and gateway; absent for one of our own. */
  readonly toxiproxy?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  updateCommand(plan: CasePlan): string;
  /** Shows what agents print while they print it. */
  readonly onOutput?: RunContext['onOutput'];
}

/** Drivers, servers, log and processes that many episodes share. `stop` frees everything, after an abort too. */
export interface Engine {
  readonly context: RunContext;
  pricesFor(plan: CasePlan): PriceList;
  stop(): Promise<void>;
}

/** Fewer commands have started before a helper has. */
const helpedCommandsMin = 50;
const helpersMax = 4;

/** Opens an engine that is going to start about so many commands, so many of them at once. */
export function openEngine(
  options: EngineOptions,
  expected: { readonly commands: number; readonly concurrency: number } = { commands: 0, concurrency: 1 },
): Engine {
  const helpers = helperCount(expected);
  const startHelpers = helpers === 0 ? undefined : createStartHelpers(helpers);
  const functions = createFunctionDriver();
  const modelServers = createModelServers(options.environment);
  const log = createEventLog(options.logFile);
  const markPrefix = newMarkPrefix();
  const containers = createContainersOfRun();
  const toxiproxy = createToxiproxyOfRun({ where: options.toxiproxy, seed: options.seed, containers });
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
      drivers: [functions, createCommandDriver(startHelpers?.start), serviceDriver, createImageDriver(containers)],
      modelServers,
      front: () => (front ??= startHttpFront(0)),
      toxiproxy,
      containers,
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
      await toxiproxy.stop();
      await containers.stop();
      if (front !== undefined) await (await front).stop();
      log.close();
    },
  };
}

/** How many helpers are worth their own start: as many as can work at once. */
function helperCount({ commands, concurrency }: { readonly commands: number; readonly concurrency: number }): number {
  return commands < helpedCommandsMin ? 0 : Math.min(concurrency, availableParallelism(), helpersMax);
}
