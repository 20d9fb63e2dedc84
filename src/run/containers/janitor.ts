import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Docker } from './open-docker.ts';

/** A small process that outlives this one just long enough to remove what it left in Docker. */
export interface Janitor {
  /** There is nothing left to do. */
  release(): void;
}

const program: string = fileURLToPath(new URL(`./janitor-main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));

/** It waits for the end of its stdin, which comes however this process ends, by `kill -9` as well. A Ctrl-C of the terminal does not reach it. */
export function startJanitor(docker: Docker, labels: Readonly<Record<string, string>>): Janitor {
  const { socketPath, host, port } = docker.modem as { socketPath?: string; host?: string; port?: number | string };
  const where = socketPath === undefined ? { host, port } : { socketPath };
  const child = spawn(process.execPath, [program, JSON.stringify({ where, labels })], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return { release: () => void child.stdin.end('done\n') };
}
