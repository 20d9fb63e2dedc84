import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dialects } from '../cassette/index.ts';
import type { Redactor } from '../cassette/redaction/index.ts';
import type { EpisodeClock } from '../domain/clock.ts';
import type { EventBody } from '../domain/event.ts';
import type { CasePlan } from '../domain/scenario.ts';
import type { WorldPlan } from '../domain/world.ts';
import type { Crossing } from '../domain/world-moment.ts';
import type { Injector } from '../fault/index.ts';
import { createPersonStrikes, createToolStrikes, worldRoutes, type SideRoute } from '../gateway/index.ts';
import { createTape, createWorld, loadHandlers, loadSites } from '../world/index.ts';
import type { EpisodeHistory } from './event-log.ts';
import { removeFolder } from './remove-folder.ts';
import { tapedResults } from './taped-results.ts';
import { emitRedacted } from './redacted-json.ts';

/** The world of one episode, with what it holds on this machine. */
export interface EpisodeWorld {
  readonly routes: readonly SideRoute[];
  /** The case's own folder, outside of the project. */
  readonly folder: string;
  /** The variables by which the agent finds it. */
  environment(baseUrl: string): Readonly<Record<string, string>>;
  /** Writes down how the world was left. */
  end(): Promise<void>;
  /** Removes the case's folder. */
  close(): Promise<void>;
}

export interface EpisodeWorldOptions {
  readonly clock: EpisodeClock;
  readonly seed: number;
  readonly injector: Injector;
  readonly dialects: Dialects;
  readonly history: EpisodeHistory;
  /** As it is when an event is written: a cassette may widen it. */
  redactor(): Redactor;
  readonly crosses: Crossing;
}

/**
 * Opens what surrounds the agent of a case; undefined where it has no world.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID where its tools cannot be loaded.
 */
export async function openEpisodeWorld(plan: CasePlan, options: EpisodeWorldOptions): Promise<EpisodeWorld | undefined> {
  if (plan.world === undefined) return undefined;
  const { clock, seed, history, injector } = options;
  const { tools: handlers, handlers: requestHandlers } =
    plan.world.handlers === undefined ? { tools: {}, handlers: [] } : await loadHandlers(plan.world.handlers);
  const openSites = requestHandlers.length === 0 ? undefined : await loadSites(plan.world.handlers!, requestHandlers);
  const tape = plan.world.tape === undefined ? undefined : createTape(tapedResults(plan.world.tape, options.dialects), plan.contracts);
  // Last of all that can fail: it must be removed again.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rehearsal-state-')));
  const emit = (event: EventBody): void => emitRedacted(history, event, options.redactor());
  const strike = createToolStrikes(injector, emit, clock);
  const { autonomy } = plan.declares;
  const world = createWorld({
    plan: plan.world,
    contracts: plan.contracts,
    ...(autonomy === undefined ? {} : { autonomy }),
    handlers,
    ...(tape === undefined ? {} : { tape }),
    clock,
    seed,
    folder,
    emit,
    strike,
    strikePeople: createPersonStrikes(injector, emit),
    crosses: options.crosses,
  });
  const deny = (target: string): void => emit({ kind: 'egress-denied', target });
  history.watch((event) => world.watch(event));
  return {
    routes: worldRoutes(world, openSites === undefined ? undefined : { sites: openSites(world.tools), deny }),
    folder,
    environment: (baseUrl) => ({
      ...worldEnvironment(plan.world!, { baseUrl, folder, seed }),
      ...(openSites === undefined ? {} : { REHEARSAL_SITES: '1' }),
    }),
    end: () => world.end(),
    close: () => removeFolder(folder),
  };
}

function worldEnvironment(
  world: WorldPlan,
  { baseUrl, folder, seed }: { readonly baseUrl: string; readonly folder: string; readonly seed: number },
): Readonly<Record<string, string>> {
  return {
    REHEARSAL_TOOLS_URL: `${baseUrl}/tools`,
    REHEARSAL_MCP_URL: `${baseUrl}/mcp`,
    REHEARSAL_PEOPLE_URL: `${baseUrl}/people/requests`,
    REHEARSAL_INBOX_URL: `${baseUrl}/inbox`,
    REHEARSAL_KILL_SWITCH_URL: `${baseUrl}/kill-switch`,
    REHEARSAL_CONFIGURATION_URL: `${baseUrl}/configuration`,
    REHEARSAL_STATE_FOLDER: folder,
    REHEARSAL_SEED: String(seed),
    ...(world.profile === undefined ? {} : { REHEARSAL_PROFILE: world.profile }),
    ...(world.dryRun ? { REHEARSAL_DRY_RUN: '1' } : {}),
    ...(world.shadow === undefined ? {} : { REHEARSAL_SHADOW: '1' }),
  };
}
