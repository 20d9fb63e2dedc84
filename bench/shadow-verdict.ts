import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Measurement } from './measurement.ts';
import { median, milliseconds, withSpread } from './support/statistics.ts';

const count = 1_000_000;
const rounds = 3;
const budgetMs = 5000;
const budgetMb = 1000;

/** A readiness verdict with all of its statistics. */
export const shadowVerdict: Measurement = {
  name: 'shadow-verdict',
  how: `wall time and peak memory of a verdict on ${count.toLocaleString('en-US')} paired decisions with two people, truth, baseline, segments and six fields each, in a process of its own; making the cases is taken off the time`,
  async measure() {
    const times: number[] = [];
    const peaks: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'programs/judge-decisions.ts'), String(count)]);
      const result = JSON.parse(stdout) as { judged: number; makingMs: number; judgingMs: number; memoryKb: number };
      if (result.judged !== count) throw new Error(`Only ${result.judged} cases were judged.`);
      times.push(result.judgingMs - result.makingMs);
      peaks.push(result.memoryKb / 1024);
    }
    const megabytes = (value: number): string => `${value.toFixed(0)} MB`;
    return [
      {
        subject: 'verdict',
        measured: withSpread(times, milliseconds),
        beside: `budget ${milliseconds(budgetMs)}`,
        ratio: median(times) / budgetMs,
        ratioMax: 1,
      },
      {
        subject: 'peak memory',
        measured: withSpread(peaks, megabytes),
        beside: `budget ${megabytes(budgetMb)}`,
        ratio: median(peaks) / budgetMb,
        ratioMax: 1,
      },
    ];
  },
};
