/** Leaders of the groups that are alive. */
const running = new Set<number>();

export function rememberGroup(pid: number): void {
  running.add(pid);
}

export function forgetGroup(pid: number): void {
  running.delete(pid);
}

export function killGroups(): void {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
}

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  signalOne(-pid, signal);
}

export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
