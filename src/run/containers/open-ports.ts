import { readFileSync } from 'node:fs';
import { isDoor } from './bridge-door.ts';

const listening = '0A';

/**
 * TCP ports of this machine that a container reaches although its network leads nowhere else: whatever listens on an address other than loopback, the doors to
 * our own gateway apart. Undefined where nothing tells.
 */
export function portsOpenToContainers(): readonly number[] | undefined {
  try {
    const ports = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => portsIn(readFileSync(file, 'utf8')));
    return [...new Set(ports)].toSorted((a, b) => a - b);
  } catch {
    return undefined;
  }
}

/** Addresses are hexadecimal, four bytes at a time the other way round; 127.0.0.1 is 0100007F. */
function portsIn(table: string): readonly number[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, , state] = line.trim().split(/\s+/);
      const [address = '', port = ''] = (local ?? '').split(':');
      const isIpv4 = address.length === 8 || /^0{16}(0{8}|FFFF0000)/.test(address);
      const isLoopback = address.endsWith('7F') || /^0{24}01000000$/.test(address);
      return state === listening && isIpv4 && !isLoopback && !isDoor(parseInt(port, 16)) ? [parseInt(port, 16)] : [];
    });
}
