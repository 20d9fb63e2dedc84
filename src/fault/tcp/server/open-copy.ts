import { connect, type Socket } from 'node:net';
import type { SocketAddress } from '../socket-address.ts';
import type { WireCopy } from './wire.ts';

/** A copy that its server does not read is given up, so that it holds up nothing and fills nothing. */
const heldBytesMax = 16 * 1024 * 1024;
/** How long a copy that has been sent may wait for the end of an answer that nobody reads. */
const answerMsMax = 30_000;

/** One more connection to a server; `open` holds it as long as it lives. */
export function openCopy(upstream: SocketAddress, delayMs: number, open: Set<Socket>, onClosed: () => void): WireCopy {
  const socket = connect({ ...upstream, noDelay: true, allowHalfOpen: true });
  open.add(socket);
  const timers = new Set<NodeJS.Timeout>();
  socket.on('error', () => undefined);
  socket.on('close', () => {
    open.delete(socket);
    for (const timer of timers) clearTimeout(timer);
    onClosed();
  });
  socket.on('end', () => socket.end());
  socket.resume();
  let heldBytes = 0;
  const later = (act: () => void, ms = delayMs): void => {
    if (ms <= 0) return act();
    const timer = setTimeout(() => (timers.delete(timer), act()), Math.min(ms, 2 ** 31 - 1));
    timers.add(timer);
  };
  return {
    write(data) {
      heldBytes += data.length;
      if (heldBytes + socket.writableLength > heldBytesMax) return void socket.destroy();
      later(() => {
        heldBytes -= data.length;
        if (!socket.destroyed && !socket.writableEnded) socket.write(data);
      });
    },
    end: () =>
      later(() => {
        if (!socket.destroyed) socket.end();
        later(() => socket.destroy(), answerMsMax);
      }),
  };
}
