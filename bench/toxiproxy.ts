import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Measurement, Row } from './measurement.ts';
import { startServer, type RunningServer } from './support/server.ts';
import { median, microseconds, milliseconds, withSpread } from './support/statistics.ts';

const rounds = 7;
const downloadBytes = 256 * 1024 * 1024;
const requestsPerRound = 2000;

const programs = join(import.meta.dirname, 'programs');

/** Connections through `rehearsal toxiproxy` without toxics, beside direct ones and a bare pipe of Node's. */
export const toxiproxy: Measurement = {
  name: 'toxiproxy',
  how: `through \`rehearsal toxiproxy\` without toxics, beside a direct connection: ${downloadBytes / 1024 / 1024} MiB down, and the median of small requests on a kept-alive connection, ${rounds} rounds in turn`,
  async measure(workshop) {
    const folder = workshop.folder('toxiproxy');
    const servers: RunningServer[] = [];
    const start = async (command: readonly string[]): Promise<number> => {
      const server = await startServer(command, { folder });
      servers.push(server);
      return server.port;
    };
    try {
      const direct = await start([process.execPath, join(programs, 'byte-server.js')]);
      const bare = await start([process.execPath, join(programs, 'bare-pipe.js'), String(direct)]);
      const api = await start([...workshop.rehearsal, 'toxiproxy', '--port', '0']);
      return await compare({ direct, ours: await openProxy(api, direct), bare });
    } finally {
      for (const server of servers) await server.stop();
    }
  },
};

async function openProxy(api: number, upstream: number): Promise<number> {
  const body = JSON.stringify({ name: 'bench', listen: '127.0.0.1:0', upstream: `127.0.0.1:${upstream}` });
  const { listen } = (await (await fetch(`http://127.0.0.1:${api}/proxies`, { method: 'POST', body })).json()) as { listen: string };
  return Number(listen.split(':').at(-1));
}

type Ways = Readonly<Record<'direct' | 'ours' | 'bare', number>>;

async function compare(ports: Ways): Promise<readonly Row[]> {
  const downMs: Record<keyof Ways, number[]> = { direct: [], ours: [], bare: [] };
  const requestMicroseconds: Record<keyof Ways, number[]> = { direct: [], ours: [], bare: [] };
  for (let round = -1; round < rounds; round++) {
    for (const way of ['direct', 'ours', 'bare'] as const) {
      const [down, request] = [await download(ports[way]), await requests(ports[way])];
      // The first round is for warming up.
      if (round < 0) continue;
      downMs[way].push(down);
      requestMicroseconds[way].push(request);
    }
  }
  return [...rowsOf('256 MiB down', downMs, milliseconds), ...rowsOf('request', requestMicroseconds, microseconds)];
}

/** Toxiproxy 2.12 itself takes twice as long as a direct connection for both. */
const ratioMax = 2;

function rowsOf(subject: string, taken: Readonly<Record<keyof Ways, readonly number[]>>, unit: (value: number) => string): readonly Row[] {
  const beside = `direct ${withSpread(taken.direct, unit)}`;
  const ratio = (way: keyof Ways): number => median(taken[way]) / median(taken.direct);
  return [
    { subject, measured: withSpread(taken.ours, unit), beside, ratio: ratio('ours'), ratioMax },
    { subject: '  a bare Node pipe', measured: withSpread(taken.bare, unit), beside, ratio: ratio('bare') },
  ];
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Milliseconds until the last byte is here. */
async function download(port: number): Promise<number> {
  const socket = await dial(port);
  const startedMs = performance.now();
  socket.write(`GET ${downloadBytes}\n`);
  await received(socket, downloadBytes);
  const tookMs = performance.now() - startedMs;
  socket.destroy();
  return tookMs;
}

/** Microseconds of the request in the middle. */
async function requests(port: number): Promise<number> {
  const socket = await dial(port);
  const taken: number[] = [];
  for (let count = 0; count < requestsPerRound; count++) {
    const startedMs = performance.now();
    const answered = received(socket, 150);
    socket.write('GET 150\n');
    await answered;
    taken.push((performance.now() - startedMs) * 1000);
  }
  socket.destroy();
  return median(taken);
}

function received(socket: Socket, bytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = bytes;
    const onClose = (): void => reject(new Error(`The connection ended with ${left} bytes to come.`));
    const onData = (data: Buffer): void => {
      left -= data.length;
      if (left > 0) return;
      socket.off('data', onData).off('close', onClose);
      resolve();
    };
    socket.on('data', onData).on('close', onClose);
  });
}
