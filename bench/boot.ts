import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from './measurement.ts';
import { startAimock, writeAimockFixtures } from './support/aimock.ts';
import { exchangeAll } from './support/client.ts';
import { prepare, writeCassette } from './support/dialogue.ts';
import { startServer } from './support/server.ts';
import { median, milliseconds, withSpread } from './support/statistics.ts';

const count = 10_000;
const rounds = 9;

/** From the start of the process until it listens, with ten thousand recordings. */
export const boot: Measurement = {
  name: 'boot',
  how: 'wall time from start to listening with 10,000 recordings, in processes of their own; cold: neither index nor compile cache',
  async measure(workshop) {
    const folder = workshop.folder('boot');
    const cassette = writeCassette(folder, count, {});
    const environment = { NODE_COMPILE_CACHE: join(folder, 'compile-cache') };
    const ours = [...workshop.rehearsal, 'serve', 'replay', '--cassette', cassette, '--events', join(folder, 'events.ndjson'), '--allow-unused'];
    const bare = [process.execPath, join(import.meta.dirname, 'programs/bare-server.js')];
    const timeOf = async (command: readonly string[], check?: (port: number) => Promise<void>): Promise<number> => {
      const server = await startServer(command, { folder, environment, probed: false });
      await check?.(server.port);
      await server.stop();
      return server.bootMs;
    };
    const answersTheLast = (port: number): Promise<void> => exchangeAll(port, [prepare(count, {})]);
    const forget = (): void => {
      rmSync(join(folder, '.rehearsal'), { recursive: true, force: true });
      rmSync(environment.NODE_COMPILE_CACHE, { recursive: true, force: true });
    };
    forget();
    const cold = await timeOf(ours, answersTheLast);
    const warm: number[] = [];
    const plain: number[] = [];
    await timeOf(ours);
    for (let round = 0; round < rounds; round++) {
      plain.push(await timeOf(bare));
      warm.push(await timeOf(ours, answersTheLast));
    }
    const beside = `bare node:http ${withSpread(plain, milliseconds)}`;
    const aimock = await startAimock(workshop, folder, () => writeAimockFixtures(folder, count, {}), false);
    await aimock?.stop();
    return [
      { subject: 'warm', measured: withSpread(warm, milliseconds), beside, ratio: median(warm) / median(plain), ratioMax: 2 },
      { subject: 'cold', measured: milliseconds(cold), beside, ratio: cold / median(plain), ratioMax: 2 },
      ...(aimock === undefined ? [] : [{ subject: '  aimock', measured: milliseconds(aimock.bootMs), beside, ratio: aimock.bootMs / median(plain) }]),
    ];
  },
};
