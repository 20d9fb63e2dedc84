import { readFileSync } from 'node:fs';
import type { AgentEnding } from './agent-driver.ts';
import { endTree } from './process-tree.ts';
import type { AgentProcess } from './start/agent-process.ts';

/** How long a program that is terminated, to be started again, may take to put its things in order. */
const terminateGraceMs = 5000;

/** Ends a process in the middle of its work, with all that it started, and says what was seen of its end: a signal that met nobody was no crash. */
export async function endOnPurpose(child: AgentProcess, episode: string, how: 'kill' | 'terminate'): Promise<AgentEnding> {
  const wasAlive = isAlive(child);
  await endTree(child, episode, how === 'kill' ? 0 : terminateGraceMs);
  if (how === 'kill') return { how: 'killed', ...(child.signalCode === 'SIGKILL' ? { seen: 'its process ended by SIGKILL' } : {}) };
  const exit = child.signalCode === null ? `exit code ${child.exitCode}, after SIGTERM` : child.signalCode;
  return { how: 'terminated', ...(wasAlive ? { seen: `its process ended by ${exit}` } : {}) };
}

/** One that has exited, and was not asked for its exit code yet, is not alive: /proc tells, where there is one. */
function isAlive({ pid, exitCode, signalCode, known }: AgentProcess): boolean {
  if (exitCode !== null || signalCode !== null) return false;
  if (pid === undefined) return known !== undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux';
  }
}
