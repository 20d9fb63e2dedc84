import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A server in a process of its own. */
export interface RunningServer {
  readonly port: number;
  /** From the start of the process until it said that it listens. */
  readonly bootMs: number;
  /** CPU time of the process so far, all threads, user and system. */
  cpuMicroseconds(): Promise<number>;
  stop(): Promise<void>;
}

const probe = join(import.meta.dirname, '../programs/cpu-probe.js');

interface StartOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Without the probe nothing but the program itself is started. */
  readonly probed?: boolean;
}

/** Starts a server and waits until it prints its address. `command` begins with Node itself. */
export async function startServer(command: readonly string[], options: StartOptions): Promise<RunningServer> {
  const [program, ...rest] = command;
  const probed = options.probed !== false;
  const startedAt = performance.now();
  const child = spawn(program!, probed ? ['--import', probe, ...rest] : rest, {
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', ...(probed ? (['ipc'] as const) : [])],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const found = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::\]|0\.0\.0\.0):(\d+)/.exec(said);
      if (found !== null) resolve(Number(found[1]));
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command.join(' ')} ended with ${code} before it listened: ${said}`)));
  });
  const bootMs = performance.now() - startedAt;
  return {
    port,
    bootMs,
    cpuMicroseconds: () =>
      new Promise((resolve) => {
        child.once('message', (usage: NodeJS.CpuUsage) => resolve(usage.user + usage.system));
        child.send('cpu');
      }),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(timer);
    },
  };
}
