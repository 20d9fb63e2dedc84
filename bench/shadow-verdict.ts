import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Measurement, Row } from './measurement.ts';
import { median, milliseconds, withSpread } from './support/statistics.ts';

const count = 1_000_000;
const rounds = 3;
const budgetMs = 5000;
const budgetMb = 1000;

interface Result {
  readonly judged: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
}

/** A readiness verdict with all of its statistics. */
export const shadowVerdict: Measurement = {
  name: 'shadow-verdict',
  how: `wall time and peak memory of a verdict on ${count.toLocaleString('en-US')} paired decisions with two people, truth, baseline, segments and six fields each, in a process of its own; making the cases is taken off the time`,
  async measure() {
    const results: Result[] = [];
    for (let round = 0; round < rounds; round++) {
      const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'programs/judge-decisions.ts'), String(count)]);
      const result = JSON.parse(stdout) as Result;
      if (result.judged !== count) throw new Error(`Only ${result.judged} cases were judged.`);
      results.push(result);
    }
    const row = (subject: string, values: readonly number[], unit: (value: number) => string, budget: number): Row => ({
      subject,
      measured: withSpread(values, unit),
      beside: `budget ${unit(budget)}`,
      ratio: median(values) / budget,
      ratioMax: 1,
    });
    const cpu = results.map(({ cpuMs }) => cpuMs);
    return [
      row(
        'verdict',
        results.map(({ wallMs }) => wallMs),
        milliseconds,
        budgetMs,
      ),
      { subject: '  its CPU time, all threads', measured: withSpread(cpu, milliseconds), beside: 'on a busy machine wall time says little' },
      row(
        'peak memory',
        results.map(({ memoryMb }) => memoryMb),
        (value) => `${value.toFixed(0)} MB`,
        budgetMb,
      ),
    ];
  },
};
