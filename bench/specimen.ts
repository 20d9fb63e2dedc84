import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Measurement } from './measurement.ts';
import { runToEnd } from './support/run-to-end.ts';
import { median, withSpread } from './support/statistics.ts';
import type { Workshop } from './support/workshop.ts';

const root = resolve(import.meta.dirname, '..');
const cpuProbe = join(import.meta.dirname, 'programs', 'cpu-at-exit.cjs');
const scenario = 'scenarios/company-account.yaml';
const caseName = 'an account is opened, and the contract signed';
const few = 100;
const many = 700;
const rounds = 3;
/** Who explores the crash points of an agent runs it thousands of times. */
const perSecondMin = 200;

interface Ran {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** A bundled agent with ten steps, a journal, a model, five tools and a state machine, over and over. */
export const specimen: Measurement = {
  name: 'specimen',
  how: `CPU time of all threads for each further episode of ${scenario} (function, virtual time, scripted model, world), judged by every claim: ${many} beside ${few} in commands of their own`,
  async measure(workshop) {
    const cpuMs: number[] = [];
    const wallMs: number[] = [];
    const start: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [short, long] = [await repeat(workshop, few), await repeat(workshop, many)];
      cpuMs.push((long.cpuMs - short.cpuMs) / (many - few));
      wallMs.push((long.wallMs - short.wallMs) / (many - few));
      start.push(short.cpuMs);
    }
    const each = (ms: number): string => `${ms.toFixed(2)} ms`;
    const allowedMs = 1000 / perSecondMin;
    return [
      {
        subject: 'an episode',
        measured: `${withSpread(cpuMs, each)} CPU, ${Math.round(1000 / median(cpuMs))} per second and core`,
        beside: `allowed ${allowedMs} ms, ${perSecondMin} per second and core`,
        ratio: median(cpuMs) / allowedMs,
        ratioMax: 1,
      },
      { subject: '  wall', measured: withSpread(wallMs, each), beside: 'two at once, or as many as there are cores' },
      { subject: `  the first ${few}, CPU`, measured: withSpread(start, (ms) => `${ms.toFixed(0)} ms`), beside: 'with the start of the command' },
    ];
  },
};

async function repeat(workshop: Workshop, count: number): Promise<Ran> {
  const folder = workshop.folder(`specimen-${count}`);
  const cpuFile = join(folder, 'cpu.txt');
  const environment = { NODE_COMPILE_CACHE: join(folder, 'compile-cache'), NODE_OPTIONS: `--require ${cpuProbe}`, REHEARSAL_BENCH_CPU: cpuFile };
  const command = [...workshop.rehearsal, 'run', scenario, '--case', caseName, '--repeat', String(count), '--reports', folder];
  const wallMs = await runToEnd(command, { folder: root, environment });
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    readonly cases: readonly { readonly campaign: { readonly outcomes: { readonly pass?: number } }; readonly sentence: string }[];
  };
  // A run that did nothing would be fast.
  if (report.cases[0]?.campaign.outcomes.pass !== count) throw new Error(`Not all episodes passed: ${report.cases[0]?.sentence}`);
  return { cpuMs: Number(readFileSync(cpuFile, 'utf8')), wallMs };
}
