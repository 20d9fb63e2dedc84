import { readFileSync } from 'node:fs';
import type { AgentProcess } from './start/agent-process.ts';
import { signalGroup } from './start/groups.ts';

/** How often it is looked whether a process stands still that was told to, a millisecond apart. */
const looksMax = 200;

/**
 * Has a process, with all of its group, stand still for so long; says how that was seen, once it stands. Undefined where nothing stood still: it had ended.
 * The signal is sent before anything else can happen.
 */
export async function pauseProcess({ pid, exitCode, signalCode }: AgentProcess, pauseMs: number): Promise<string | undefined> {
  if (pid === undefined || exitCode !== null || signalCode !== null) return undefined;
  signalGroup(pid, 'SIGSTOP');
  setTimeout(() => signalGroup(pid, 'SIGCONT'), pauseMs).unref();
  for (let look = 0; look < looksMax; look++) {
    const state = stateOf(pid);
    if (state === 'T') return 'its process stood still (SIGSTOP, then SIGCONT)';
    if (state === 'Z' || state === 'gone') return undefined;
    if (state === 'unknown') return 'SIGSTOP was sent, then SIGCONT';
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return undefined;
}

/** As the kernel tells it: `T` is stopped. Where there is no /proc nobody tells. */
function stateOf(pid: number): string {
  if (process.platform !== 'linux') return 'unknown';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2);
  } catch {
    return 'gone';
  }
}
