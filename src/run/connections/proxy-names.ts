import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

const prefix = 'rehearsal';

/** A name that nobody else gives on a server that others use too, and from which whoever comes later sees whose it was. */
export function sharedProxyName(episode: string): string {
  return [prefix, machine(), process.pid, episode].join('.');
}

/** A name for the same episode in every run: chance on our own server depends on it. `taken` says which are in use. */
export function ownProxyName(words: string, taken: ReadonlySet<string>): string {
  const name = `${prefix}.${createHash('sha256').update(words).digest('hex').slice(0, 16)}`;
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}.${number}`;
  return free;
}

/** True for a proxy of a run on this machine whose process is gone. */
export function isLeftBehind(name: string): boolean {
  const [first, where, pid, ...rest] = name.split('.');
  if (first !== prefix || where !== machine() || rest.length !== 1 || !/^\d+$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function machine(): string {
  return hostname().replaceAll(/[^\w-]/g, '-') || 'machine';
}
