import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { RehearsalFailure } from '../../domain/failure.ts';

/** A port on this machine's address in a network of containers, which leads to one port on 127.0.0.1. */
export interface BridgeDoor {
  /** `172.18.0.1:40123` */
  readonly address: string;
  close(): Promise<void>;
}

const doors = new Set<number>();

/** True for the port of a door that is open. */
export function isDoor(port: number): boolean {
  return doors.has(port);
}

/**
 * The gateway listens on loopback alone, where no container comes. This passes bytes on, and a reset as a reset.
 *
 * @param host an address of this machine that only containers of its network reach; never one that other machines reach.
 * @throws RehearsalFailure CONTAINER_FAILED where it is no address of this machine.
 */
export async function openBridgeDoor(host: string, port: number): Promise<BridgeDoor> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (outer) => {
    const inner = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
    for (const socket of [outer, inner]) sockets.add(socket.once('close', () => sockets.delete(socket)));
    join(outer, inner);
    join(inner, outer);
  });
  server.listen({ host, port: 0, exclusive: true });
  await once(server, 'listening').catch((error: unknown) => {
    throw new RehearsalFailure(
      'CONTAINER_FAILED',
      `The gateway cannot be reached from containers: nothing can listen on ${host} here (${(error as Error).message}).`,
      {
        hint: 'Agents in containers need a Docker Engine on this machine (Linux). In Docker Desktop containers live in a virtual machine of their own.',
        cause: error,
      },
    );
  });
  const { port: ownPort } = server.address() as AddressInfo;
  doors.add(ownPort);
  return {
    address: `${host}:${ownPort}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      doors.delete(ownPort);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function join(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => to.resetAndDestroy());
  from.on('close', () => {
    if (!from.readableEnded) to.destroy();
  });
}
