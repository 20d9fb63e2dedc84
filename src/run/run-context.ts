import type { Dialects } from '../cassette/index.ts';
import type { CasePlan } from '../domain/scenario.ts';
import type { HttpFront } from '../gateway/index.ts';
import type { AgentDriver, AgentWorld } from './agent-driver.ts';
import type { AgentEnvironments } from './agent-environments.ts';
import type { ContainersOfRun } from './containers/containers-of-run.ts';
import type { ToxiproxyOfRun } from './connections/toxiproxy-of-run.ts';
import type { EventLog } from './event-log.ts';
import type { MissingFolders } from './missing-folders.ts';
import type { ModelServers } from './model-server.ts';

/** What all episodes of a run share. */
export interface RunContext {
  readonly mode: 'replay' | 'record';
  readonly seed: number;
  readonly log: EventLog;
  readonly dialects: Dialects;
  readonly drivers: readonly AgentDriver[];
  readonly modelServers: ModelServers;
  /** Started when an agent in a process of its own first needs it. */
  front(): Promise<HttpFront>;
  /** Between agents and the front, where a case plans faults of their connection. */
  readonly toxiproxy: ToxiproxyOfRun;
  /** For agents that are images. */
  readonly containers: ContainersOfRun;
  readonly environment: Readonly<Record<string, string>>;
  readonly environments: AgentEnvironments;
  /** What the marks of this run's processes begin with. */
  readonly markPrefix: string;
  readonly missingFolders: MissingFolders;
  readonly upstreamTimeoutMs: number;
  /** `--update`: an existing cassette is replaced. */
  readonly update: boolean;
  readonly signal: AbortSignal;
  /** The command that records a case again. */
  updateCommand(plan: CasePlan): string;
  readonly onOutput?: AgentWorld['onOutput'];
}
