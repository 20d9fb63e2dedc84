import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Measurement } from './measurement.ts';
import { runToEnd } from './support/run-to-end.ts';
import { median, withSpread } from './support/statistics.ts';
import type { Workshop } from './support/workshop.ts';

const root = resolve(import.meta.dirname, '..');
const cpuProbe = join(import.meta.dirname, 'programs', 'cpu-at-exit.cjs');
const few = 100;
const many = 700;
const rounds = 3;
const perSecondMin = 200;
const overheadMax = 3;

/** Stories in which a model says anything, beside the same property of the same agent under fast-check alone. */
export const exploring: Measurement = {
  name: 'exploring',
  how: `CPU time of all threads for each further explored episode (function, virtual time, world, every claim, only the model drawn): ${many} beside ${few} in commands of their own; and the same property under fast-check without Rehearsal`,
  async measure(workshop) {
    const account = await eachMs(workshop, ['scenarios/company-account.yaml', '--case', 'an account is opened, and the contract signed']);
    const shop = await eachMs(workshop, ['test/explore/property/shop/shop.yaml', '--case', 'sound']);
    const bare = Array.from({ length: rounds }, bareMs);
    const allowedMs = 1000 / perSecondMin;
    const each = (ms: number): string => `${ms.toFixed(2)} ms`;
    return [
      {
        subject: 'an explored opening of an account',
        measured: `${withSpread(account, each)} CPU, ${Math.round(1000 / median(account))} per second and core`,
        beside: `allowed ${allowedMs} ms, ${perSecondMin} per second and core`,
        ratio: median(account) / allowedMs,
        ratioMax: 1,
      },
      {
        subject: 'an explored refund',
        measured: `${withSpread(shop, each)} CPU`,
        beside: `${withSpread(bare, each)} without gateway, world, history, claims, thread and virtual time`,
        ratio: median(shop) / median(bare),
        ratioMax: overheadMax,
      },
    ];
  },
};

async function eachMs(workshop: Workshop, words: readonly string[]): Promise<readonly number[]> {
  const found: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const short = await explored(workshop, words, few);
    found.push(((await explored(workshop, words, many)) - short) / (many - few));
  }
  return found;
}

async function explored(workshop: Workshop, words: readonly string[], runs: number): Promise<number> {
  const folder = workshop.folder(`exploring-${runs}`);
  const cpuFile = join(folder, 'cpu.txt');
  const environment = { NODE_COMPILE_CACHE: join(folder, 'compile-cache'), NODE_OPTIONS: `--require ${cpuProbe}`, REHEARSAL_BENCH_CPU: cpuFile };
  const options = ['--draw', 'model', '--runs', String(runs), '--saturation', '1000000', '--reports', folder, '--found', join(folder, 'found')];
  await runToEnd([...workshop.rehearsal, 'explore', ...words, ...options], { folder: root, environment });
  const report = JSON.parse(readFileSync(join(folder, 'explore.json'), 'utf8')) as {
    readonly cases: readonly { readonly episodes: number; readonly unjudged: number; readonly sentence: string }[];
  };
  const [one] = report.cases;
  // An exploration that did nothing would be fast.
  if (one?.episodes !== runs || one.unjudged > 0) throw new Error(`Not all episodes were explored: ${one?.sentence}`);
  return Number(readFileSync(cpuFile, 'utf8'));
}

function bareMs(): number {
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'programs', 'bare-property.ts'), String(many)], {
    encoding: 'utf8',
  });
  const ms = Number(stdout.trim());
  if (stdout.trim() === '' || Number.isNaN(ms)) throw new Error(`The property without Rehearsal could not be measured: ${stderr.slice(0, 500)}`);
  return ms;
}
