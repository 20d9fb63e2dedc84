import type { AddressInfo, Server } from 'node:net';
import { isNodeError } from '../../../domain/failure.ts';
import type { SocketAddress } from '../socket-address.ts';
import { formatAddress, isLoopback, resolveAddress } from './listen-address.ts';
import type { Scope } from './scope.ts';

/** Go's words for what the kernel refuses. */
const refusals: Readonly<Record<string, string>> = {
  EADDRINUSE: 'bind: address already in use',
  EADDRNOTAVAIL: 'bind: cannot assign requested address',
  EACCES: 'bind: permission denied',
  EMFILE: 'socket: too many open files',
};

/** Listens where an address of the API says, and returns where that is. @throws Error in Go's words. */
export async function openPort(server: Server, listen: string, { everywhere, isLoopbackOnly }: Scope): Promise<SocketAddress> {
  const wanted = await resolveAddress(listen, everywhere).catch((error: Error) => {
    throw new Error(`listen tcp: ${error.message}`);
  });
  const text = formatAddress(wanted);
  if (isLoopbackOnly && !isLoopback(wanted.host))
    throw new Error(`listen tcp ${text}: this server was started for this machine alone; start it with --host 0.0.0.0 to listen on other addresses`);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const why = isNodeError(error) ? (refusals[error.code] ?? error.code) : String(error);
      reject(new Error(`listen tcp ${text}: ${why}`));
    });
    server.listen({ ...wanted, exclusive: true, backlog: 1024 }, resolve);
  });
  // What goes wrong with a listener later on (no more file descriptors) must not end the process.
  server.removeAllListeners('error').on('error', () => undefined);
  const { address, port } = server.address() as AddressInfo;
  return { host: address, port };
}
