// Program of a helper (`start-helpers.ts`): starts processes for another, because a fork costs the more the larger the process that forks. It loads
// next to nothing of Rehearsal. Whatever it started ends when the other side goes away, however that comes.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { dirname } from 'node:path';
import type { HelperMessage, StartRequest } from './helper-protocol.ts';
import { readLines } from './read-lines.ts';

const path = process.argv[2]!;
const control = new Socket({ fd: 3 });
const running = new Set<number>();
/** Connections that wait for their request, or for their siblings, by id and number of the stream. */
const connections = new Map<number, Map<number, Socket>>();
const requests = new Map<number, StartRequest>();

function say(message: HelperMessage): void {
  control.write(`${JSON.stringify(message)}\n`);
}

function startWhenWhole(id: number): void {
  const request = requests.get(id);
  const streams = connections.get(id);
  if (request === undefined || streams?.size !== request.streams.length) return;
  requests.delete(id);
  connections.delete(id);
  try {
    start(request, streams);
  } catch (error) {
    fail(id, error as NodeJS.ErrnoException);
  } finally {
    // The process holds them now. Before the other side hears of it nothing is sent on them, so nothing was read here that is meant for it.
    for (const stream of streams.values()) stream.destroy();
  }
}

function start({ id, words, folder, environment }: StartRequest, streams: ReadonlyMap<number, Socket>): void {
  const [program, ...rest] = words;
  const child = spawn(program!, rest, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: [streams.get(0) ?? 'ignore', streams.get(1), streams.get(2)],
  });
  const { pid } = child;
  child.once('error', (error) => fail(id, error));
  if (pid === undefined) return;
  running.add(pid);
  child.once('exit', (exitCode, signal) => {
    running.delete(pid);
    say({ kind: 'exited', id, exitCode, signal });
  });
  say({ kind: 'started', id, pid });
}

function fail(id: number, error: NodeJS.ErrnoException): void {
  say({ kind: 'failed', id, message: error.message, code: error.code });
}

/** The first line of a connection says whose it is, and which of its streams. */
function adopt(connection: Socket): void {
  let line = '';
  const read = (chunk: Buffer): void => {
    line += chunk.toString('latin1');
    if (!line.endsWith('\n')) return;
    connection.off('data', read);
    const [id, stream] = line.split(' ').map(Number) as [number, number];
    const known = connections.get(id) ?? new Map<number, Socket>();
    connections.set(id, known.set(stream, connection));
    startWhenWhole(id);
  };
  connection.on('data', read);
  connection.on('error', () => connection.destroy());
}

function endEverything(): void {
  for (const pid of running) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }
  rmSync(dirname(path), { recursive: true, force: true });
  process.exit();
}

// A Ctrl-C reaches the whole group of the terminal. Whoever asked for the processes ends them in order, and then this one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
control.on('close', endEverything);
control.on('error', endEverything);
readLines(control, (line) => {
  const request = JSON.parse(line) as StartRequest;
  requests.set(request.id, request);
  startWhenWhole(request.id);
});
const server = createServer(adopt);
server.listen(path, () => say({ kind: 'listening' }));
