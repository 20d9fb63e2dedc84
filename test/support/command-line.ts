import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const mainFile: string = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What has come on stdout so far. */
  stdout(): string;
  stderr(): string;
  /** Waits until stdout and stderr together show this. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
}

export interface CommandOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

// The executable remembers what was compiled, which halves the time to start; the tests start it hundreds of times.
const executable = fileURLToPath(new URL('../../bin/rehearsal.js', import.meta.url));

/** Starts `rehearsal` as a user would, with nothing of our environment but the path. */
export function startRehearsal(words: readonly string[], options: CommandOptions): Running {
  const child = spawn(process.execPath, [executable, ...words], {
    cwd: options.folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (chunk: string) => (output[name] += chunk));
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 30_000);
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    clearTimeout(timer);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null, ...output };
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    ended,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    async shows(pattern) {
      for (;;) {
        const found = pattern.exec(`${output.stdout}\n${output.stderr}`);
        if (found !== null) return found;
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended before it showed ${pattern}: ${output.stdout}\n${output.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** Runs `rehearsal` to its end. */
export function rehearsal(words: readonly string[], options: CommandOptions): Promise<Ended> {
  return startRehearsal(words, options).ended;
}

/** The origin that `serve` announces. */
export async function originOf(running: Running): Promise<string> {
  return (await running.shows(/http:\/\/127\.0\.0\.1:\d+/))[0];
}
