import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { startToxiproxyServer, type ToxiproxyServer, type ToxiproxyServerSettings } from '../../../src/fault/tcp/server/start-toxiproxy-server.ts';
import { connectToxiproxy, type Toxiproxy, type ToxiproxyProxy } from '../../../src/fault/tcp/toxiproxy.ts';

/** Our server, a driver of it, an upstream, and a proxy between. */
export interface Lab {
  readonly server: ToxiproxyServer;
  readonly toxiproxy: Toxiproxy;
  readonly upstream: Upstream;
  readonly proxy: ToxiproxyProxy;
  /** A connection through the proxy. */
  dial(): Promise<Client>;
}

export async function openLab(settings: ToxiproxyServerSettings = {}, name = 'lab'): Promise<Lab> {
  const server = await startServer(settings);
  const upstream = await startUpstream();
  const toxiproxy = await connectToxiproxy(server.url);
  const proxy = await toxiproxy.createProxy({ name, upstream: upstream.address });
  return { server, toxiproxy, upstream, proxy, dial: () => dial(proxy.address.port) };
}

/** Our server; it is closed when the test has ended. */
export async function startServer(settings: ToxiproxyServerSettings = {}): Promise<ToxiproxyServer> {
  const server = await startToxiproxyServer(settings);
  onTestFinished(() => server.close());
  return server;
}

/** A server of raw TCP. `SAY n` is answered by n bytes, `BYE n` too, and then it hangs up. Anything else is only heard. */
export interface Upstream {
  readonly port: number;
  readonly address: string;
  /** What came over each connection, in their order, with how it ended. */
  readonly heard: { text: string; ended: 'open' | 'FIN' | 'RST' }[];
  readonly sockets: Socket[];
  stop(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const heard: Upstream['heard'] = [];
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const entry: Upstream['heard'][number] = { text: '', ended: 'open' };
    heard.push(entry);
    sockets.push(socket);
    socket.on('error', (error: NodeJS.ErrnoException) => (entry.ended = error.code === 'ECONNRESET' ? 'RST' : entry.ended));
    socket.on('end', () => {
      if (entry.ended === 'open') entry.ended = 'FIN';
      socket.end();
    });
    let read = 0;
    socket.on('data', (data: Buffer) => {
      entry.text += data.toString('latin1');
      for (let newline = entry.text.indexOf('\n', read); newline !== -1; newline = entry.text.indexOf('\n', read)) {
        const [, word, count] = /^(SAY|BYE) (\d+)$/.exec(entry.text.slice(read, newline)) ?? [];
        read = newline + 1;
        if (word !== undefined) socket.write(Buffer.alloc(Number(count), 'x'));
        if (word === 'BYE') socket.end();
      }
    });
  });
  const port = await listening(server);
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return { port, address: `127.0.0.1:${port}`, heard, sockets, stop };
}

export async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** One end of a connection, which remembers what came when. */
export interface Client {
  readonly socket: Socket;
  /** Bytes of each read. */
  readonly reads: { readonly bytes: number; readonly atMs: number }[];
  receivedBytes(): number;
  send(text: string): void;
  /** Waits for so many bytes altogether. */
  receives(bytes: number): Promise<void>;
  /** How the connection ended, as this side sees it, and when. */
  readonly ended: Promise<{ readonly how: 'FIN' | 'RST'; readonly atMs: number }>;
  /** Undefined while nothing of an end has been seen. */
  ending(): 'FIN' | 'RST' | undefined;
}

/** @throws Error where nobody listens, with the code of the kernel. */
export async function dial(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const reads: Client['reads'][number][] = [];
  let total = 0;
  let how: 'FIN' | 'RST' | undefined;
  const ended = new Promise<{ how: 'FIN' | 'RST'; atMs: number }>((resolve) => {
    socket.on('end', () => resolve({ how: (how ??= 'FIN'), atMs: performance.now() }));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') how ??= 'RST';
    });
    socket.on('close', () => resolve({ how: (how ??= 'FIN'), atMs: performance.now() }));
  });
  socket.on('data', (data: Buffer) => {
    total += data.length;
    reads.push({ bytes: data.length, atMs: performance.now() });
  });
  return {
    socket,
    reads,
    receivedBytes: () => total,
    send: (text) => void socket.write(text),
    receives: (bytes) => eventually(() => total >= bytes),
    ended,
    ending: () => how,
  };
}

/** Waits until something is so; the test's own limit ends it if it never is. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(5);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
