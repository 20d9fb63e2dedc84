import type { AgentPlan } from '../domain/scenario.ts';
import type { EventBody } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import type { EpisodeGate } from '../gateway/index.ts';
import type { VirtualClock } from './virtual-time/virtual-clock.ts';

/** What surrounds an agent while it runs. */
export interface AgentWorld {
  /** Its driver gives every process of the agent this mark, so that none is lost. */
  readonly episode: string;
  /** For agents in this process: no socket is needed. */
  readonly gate: EpisodeGate;
  /** All variables but the mark; the same object where episodes are to have the same. */
  readonly environment: Readonly<Record<string, string>>;
  /** Seed of the episode; the agent finds it in REHEARSAL_SEED. */
  readonly seed: number;
  /** 1; more for an agent that was ended and is started again: it gets nothing of those before but what lies on the disk. */
  readonly run: number;
  /** It may be ended on purpose and started again: whoever can prepares for that. */
  readonly mayRestart?: boolean;
  /** The clock that the agent is to live on; absent for the machine's own. */
  readonly clock?: VirtualClock;
  emit(event: EventBody): void;
  /** Takes secrets out of what the agent prints before it is kept. */
  redact(text: string): string;
  /** Shows what the agent prints while it prints it; absent where nobody watches. */
  readonly onOutput?: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => void;
  /** Aborted when the episode is to end at once. */
  readonly signal: AbortSignal;
}

/** What an agent did with a task. */
export type TaskOutcome = { readonly answer: Json } | { readonly noAnswer: string };

/** How an agent came to its end that was ended on purpose. */
export interface AgentEnding {
  readonly how: 'killed' | 'terminated' | 'abandoned';
  /** What was seen of it: `its process ended by SIGKILL`. Absent where it was gone already, by itself: no crash then. */
  readonly seen?: string;
}

/** An agent that has been started. */
export interface AgentSession {
  /** Gives a task and waits for its answer. */
  give(task: Json, index: number): Promise<TaskOutcome>;
  /** Ends the agent at once, in the middle of its work, so that it can be started again: by SIGKILL, by SIGTERM with a grace, or, in a thread, by ending that. */
  kill(how: 'kill' | 'terminate'): Promise<AgentEnding>;
  /** Has the agent stand still for so long, and says how that was seen, once it does; undefined where nothing stood still. */
  pause(pauseMs: number): Promise<string | undefined>;
  /** Ends the agent with everything that it started; safe to call twice, and after an abort. */
  stop(): Promise<void>;
}

/**
 * A way of running agents. Law (`test/laws/agent-driver.laws.ts`): `stop()` frees everything, even after an abort.
 */
export interface AgentDriver {
  readonly name: AgentPlan['kind'];
  /** What keeps this kind of agent from other hosts. */
  readonly seal: 'sealed' | 'not sealed';
  /** @throws RehearsalFailure AGENT_INVALID or AGENT_FAILED where it cannot be started. */
  start(plan: AgentPlan, world: AgentWorld): Promise<AgentSession>;
}
