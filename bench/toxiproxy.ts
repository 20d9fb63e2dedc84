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
    const start = async (command: readonly string[]): Promise<RunningServer> => {
      const server = await startServer(command, { folder });
      servers.push(server);
      return server;
    };
    try {
      const upstream = await start([process.execPath, join(programs, 'byte-server.js')]);
      const bare = await start([process.execPath, join(programs, 'bare-pipe.js'), String(upstream.port)]);
      const ours = await start([...workshop.rehearsal, 'toxiproxy', '--port', '0']);
      const proxy = await openProxy(ours.port, upstream.port);
      return await compare({ direct: { port: upstream.port }, ours: { port: proxy, server: ours }, bare: { port: bare.port, server: bare } });
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

type Way = 'direct' | 'ours' | 'bare';

/** Where a client connects to, and who passes its bytes on. */
interface Road {
  readonly port: number;
  readonly server?: RunningServer;
}

/** What the rounds took: on the wall, and of the CPU time of whoever passes the bytes on. */
type Taken = Readonly<Record<Way, { readonly wall: number[]; readonly cpu: number[] }>>;

async function compare(roads: Readonly<Record<Way, Road>>): Promise<readonly Row[]> {
  const down = await inTurn(roads, download);
  const request = await inTurn(roads, requests);
  return [
    ...rowsOf('256 MiB down', down, milliseconds, (cpu) => cpu / 1000),
    ...rowsOf('request', request, microseconds, (cpu) => cpu / requestsPerRound),
  ];
}

async function inTurn(roads: Readonly<Record<Way, Road>>, act: (port: number) => Promise<number>): Promise<Taken> {
  const taken: Taken = { direct: { wall: [], cpu: [] }, ours: { wall: [], cpu: [] }, bare: { wall: [], cpu: [] } };
  for (let round = -1; round < rounds; round++) {
    for (const way of ['direct', 'ours', 'bare'] as const) {
      const { port, server } = roads[way];
      const before = (await server?.cpuMicroseconds()) ?? 0;
      const wall = await act(port);
      const cpu = ((await server?.cpuMicroseconds()) ?? 0) - before;
      // The first round is for warming up.
      if (round < 0) continue;
      taken[way].wall.push(wall);
      taken[way].cpu.push(cpu);
    }
  }
  return taken;
}

/** Toxiproxy 2.12 itself takes twice as long as a direct connection for both. */
const ratioMax = 2;

function rowsOf(subject: string, taken: Taken, unit: (value: number) => string, cpuOf: (microseconds: number) => number): readonly Row[] {
  const beside = `direct ${withSpread(taken.direct.wall, unit)}`;
  const ratio = (way: Way): number => median(taken[way].wall) / median(taken.direct.wall);
  const cpu = (way: Way): readonly number[] => taken[way].cpu.map(cpuOf);
  return [
    { subject, measured: withSpread(taken.ours.wall, unit), beside, ratio: ratio('ours'), ratioMax },
    { subject: '  a bare Node pipe', measured: withSpread(taken.bare.wall, unit), beside, ratio: ratio('bare') },
    {
      subject: '  CPU time on the way',
      measured: withSpread(cpu('ours'), unit),
      beside: `bare Node pipe ${withSpread(cpu('bare'), unit)}`,
      ratio: median(cpu('ours')) / median(cpu('bare')),
    },
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
