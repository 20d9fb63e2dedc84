import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { AgentProcess, StartOptions } from './start/agent-process.ts';
import { forgetGroup, killGroups, rememberGroup, signalGroup, signalOne } from './start/groups.ts';

/** Name of the environment variable by which every descendant of an agent is found again. */
export const episodeVariable = 'REHEARSAL_EPISODE';
/** Name of the variable that holds the seed of the episode: an agent that takes its chance from it does the same again. */
export const seedVariable = 'REHEARSAL_SEED';

let runs = 0;
/** Runs that have not looked for their strays yet. */
const openRuns = new Set<string>();

/** What the marks of all episodes of a new run begin with; no other run has the same, be it in this thread or beside it. */
export function newMarkPrefix(): string {
  const prefix = `${process.pid}-${threadId}-${++runs}-`;
  openRuns.add(prefix);
  return prefix;
}

// Whoever leaves this process in a hurry must leave none behind, nor what has left its group.
process.on('exit', () => {
  killGroups();
  for (const prefix of openRuns) endStrays(prefix);
});

/** Starts a program as the leader of a process group of its own, so that it can be ended with everything it starts. */
export function spawnTree(options: StartOptions): ChildProcess {
  const [program, ...rest] = commandWords(options);
  const child = spawn(program!, rest, {
    cwd: options.folder,
    env: options.environment,
    detached: true,
    stdio: [options.stdin, 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid !== undefined) {
    rememberGroup(pid);
    child.once('exit', () => forgetGroup(pid));
  }
  return child;
}

// Words of these characters mean the same with a shell and without one; starting a shell costs a process.
const plainWords = /^[\w./:@%+,=-]+( [\w./:@%+,=-]+)*$/;

/** The program and all its arguments, a shell before them where the command is a line that needs one. */
export function commandWords({ command, extraArguments: extra = [] }: StartOptions): readonly string[] {
  if (typeof command !== 'string') return [...command, ...extra];
  if (plainWords.test(command) && !/^\w+=/.test(command)) return [...command.split(' '), ...extra];
  return ['/bin/sh', '-c', extra.length === 0 ? command : `${command} "$@"`, 'sh', ...extra];
}

/** The PATH for an agent: programs that the project has installed come first, as they do in npm's scripts. */
export function agentPath(folder: string, path: string | undefined): string {
  const local = join(folder, 'node_modules', '.bin');
  return existsSync(local) ? `${local}${delimiter}${path ?? ''}` : (path ?? '');
}

/** A process that was killed is gone by then, unless the kernel itself holds it. */
const endMsMax = 2000;

/**
 * Ends a process and all that it started: its group, and (on Linux) whatever left the group but still carries the episode in its environment.
 * What does not go on SIGTERM within the grace is killed.
 */
export async function endTree(child: AgentProcess, episode: string, graceMs: number): Promise<void> {
  // One that is known to run is signalled before anything else can happen.
  if (child.known !== undefined && child.pid === undefined) await Promise.race([child.known, delay(endMsMax)]);
  const { pid } = child;
  if (pid === undefined) {
    // It never ran; or it may, and only its mark would tell.
    if (child.known !== undefined) killStrays(episode);
    return;
  }
  const gone = child.exitCode !== null || child.signalCode !== null;
  if (!gone && graceMs > 0) {
    signalGroup(pid, 'SIGTERM');
    // One that stands still would hear nothing.
    signalGroup(pid, 'SIGCONT');
    await Promise.race([exited(child), delay(graceMs)]);
  }
  signalGroup(pid, 'SIGKILL');
  killStrays(episode);
  if (child.exitCode === null && child.signalCode === null) await Promise.race([exited(child), delay(endMsMax)]);
}

function killStrays(episode: string): void {
  for (const stray of processesOf(episode)) signalOne(stray, 'SIGKILL');
}

/** Kills what is left of a finished agent's process group: a program may exit and leave children behind. */
export function sweepGroup(pid: number): void {
  signalGroup(pid, 'SIGKILL');
}

function exited(child: AgentProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/**
 * Ends what the agents of a run left behind: a program may put its child into a session of its own and exit as if nothing ran on. Looked for once, at the end
 * of the run; nothing where there is no /proc.
 */
export function endStrays(markPrefix: string): void {
  openRuns.delete(markPrefix);
  // What is found may be about to start something: it is looked for until nothing is left.
  for (let round = 0; round < 5; round++) {
    const strays = processesWith(`\0${episodeVariable}=${markPrefix}`);
    if (strays.length === 0) return;
    for (const stray of strays) signalOne(stray, 'SIGKILL');
  }
}

/** Processes whose environment names the episode; empty where there is no /proc. */
export function processesOf(episode: string): readonly number[] {
  return processesWith(`\0${episodeVariable}=${episode}\0`);
}

function processesWith(words: string): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && environmentOf(name).includes(words))
      .map(Number);
  } catch {
    return [];
  }
}

/** The variables of a process, each between two NUL characters. */
function environmentOf(pid: string): string {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'utf8')}`;
  } catch {
    return '';
  }
}
