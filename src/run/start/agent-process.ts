import type { Readable, Writable } from 'node:stream';

/** A process that was started as the leader of a group of its own. A `ChildProcess` is one; so is one that a helper has started. */
export interface AgentProcess {
  /** Undefined where it could not be started, or where that is not known yet. */
  readonly pid?: number | undefined;
  readonly exitCode: number | null;
  readonly signalCode: NodeJS.Signals | null;
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Settles when it is known whether it runs; absent where that is known at once. */
  readonly known?: Promise<void>;
  once(event: 'exit' | 'close', listener: (exitCode: number | null, signal: NodeJS.Signals | null) => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
}

/** What is needed to start one. */
export interface StartOptions {
  /** A program with its arguments, or a line for the shell. */
  readonly command: readonly string[] | string;
  /** Appended as further arguments, whatever characters they hold. */
  readonly extraArguments?: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `pipe` to write to it, `ignore` for an empty stdin. */
  readonly stdin: 'pipe' | 'ignore';
}

/** Starts a process. What goes wrong is its `error` event; a program that cannot be run for a reason known beforehand may throw. */
export type StartProcess = (options: StartOptions) => AgentProcess;
