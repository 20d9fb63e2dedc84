import type { Worker } from 'node:worker_threads';
import type { AgentWorld, TaskOutcome } from '../agent-driver.ts';
import type { PrintedBytes } from './worker-protocol.ts';

/** A thread that runs function agents, and what is under way in it. */
export interface PooledWorker {
  readonly worker: Worker;
  readonly key: string;
  /** What it was started with. */
  readonly environment: Readonly<Record<string, string>>;
  world: AgentWorld | undefined;
  readonly waiting: Map<number, (outcome: TaskOutcome) => void>;
  readonly calls: Map<number, AbortController>;
  /** What the agent has printed in this episode. */
  readonly printed: Record<'stdout' | 'stderr', Buffer[]>;
  /** How much has been printed since the worker was started. */
  readonly printedBytes: Record<'stdout' | 'stderr', number>;
  /** Tasks that are done, and wait for what they printed. */
  held: { readonly printed: PrintedBytes; release(): void }[];
  dead: boolean;
  /** Called when the thread goes on that was held. */
  onHeld?: () => void;
  /** What ended it, where it threw. */
  broken?: string;
}
