import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { SocketAddress } from '../socket-address.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** True for addresses that no other machine reaches. */
export function isLoopback(ip: string): boolean {
  return isIP(ip) !== 0 && loopback.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
}

/** `127.0.0.1:80` or `[::1]:80`. */
export function formatAddress({ host, port }: SocketAddress): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Finds out what an address of the API means, in Go's reading and with Go's words for what is wrong.
 *
 * @param everywhere the address that stands for an empty host.
 * @throws Error as in `address bad: missing port in address`.
 */
export async function resolveAddress(text: string, everywhere: string): Promise<SocketAddress> {
  const { host, port } = text === '' ? { host: '', port: '' } : splitHostAndPort(text);
  const number = portNumber(port);
  if (host === '') return { host: everywhere, port: number };
  if (isIP(host) !== 0) return { host, port: number };
  try {
    return { host: (await lookup(host, { order: 'ipv4first' })).address, port: number };
  } catch {
    throw new Error(`lookup ${host}: no such host`);
  }
}

/** Host and port of `host:port`. @throws Error in Go's words. */
export function splitHostAndPort(text: string): { readonly host: string; readonly port: string } {
  const colon = text.lastIndexOf(':');
  const wrong = (why: string): Error => new Error(`address ${text}: ${why}`);
  if (colon === -1) throw wrong('missing port in address');
  if (!text.startsWith('[')) {
    const host = text.slice(0, colon);
    if (host.includes(':')) throw wrong('too many colons in address');
    if (text.includes('[')) throw wrong("unexpected '[' in address");
    if (text.includes(']')) throw wrong("unexpected ']' in address");
    return { host, port: text.slice(colon + 1) };
  }
  const end = text.indexOf(']');
  if (end === -1) throw wrong("missing ']' in address");
  if (end + 1 !== colon) throw wrong(text[end + 1] === ':' ? 'too many colons in address' : 'missing port in address');
  if (text.indexOf('[', 1) !== -1) throw wrong("unexpected '[' in address");
  if (text.indexOf(']', end + 1) !== -1) throw wrong("unexpected ']' in address");
  return { host: text.slice(1, end), port: text.slice(colon + 1) };
}

function portNumber(text: string): number {
  if (text === '') return 0;
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`lookup tcp/${text}: unknown port`);
  const port = Number(text);
  if (port < 0 || port > 65535) throw new Error(`address ${text}: invalid port`);
  return port;
}
