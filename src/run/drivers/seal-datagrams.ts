import { Socket } from 'node:dgram';
import { isLoopback } from './is-loopback.ts';

type Callback = (error: Error | null) => void;

/** Refuses datagrams (UDP) to other machines; those to this one pass, as sockets do. `refuse` tells of it and makes the error that the agent gets. */
export function sealDatagrams(refuse: (target: string) => Error): void {
  const prototype = Socket.prototype as unknown as Record<'send' | 'connect', (this: Socket, ...parameters: unknown[]) => void>;
  const { send, connect } = prototype;
  prototype.send = function (...parameters) {
    // `send(message, [offset, length,] [port, address,] callback)`; a socket that is connected was judged when it was.
    const [port, host] = typeof parameters[2] === 'number' ? [parameters[3], parameters[4]] : [parameters[1], parameters[2]];
    if (isOwn(host)) return send.apply(this, parameters);
    fail(this, parameters, refuse(`${String(host)}:${String(port)} (UDP)`));
  };
  prototype.connect = function (...parameters) {
    const [port, host] = parameters;
    if (isOwn(host)) return connect.apply(this, parameters);
    fail(this, parameters, refuse(`${String(host)}:${String(port)} (UDP)`));
  };
}

/** Without an address Node means this machine. */
function isOwn(host: unknown): boolean {
  return typeof host !== 'string' || host === '' || isLoopback(host);
}

function fail(socket: Socket, parameters: readonly unknown[], error: Error): void {
  const callback = parameters.findLast((parameter) => typeof parameter === 'function') as Callback | undefined;
  process.nextTick(() => (callback === undefined ? socket.emit('error', error) : callback(error)));
}
