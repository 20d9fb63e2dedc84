import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Measurement, Row } from './measurement.ts';
import { openPage } from './support/open-page.ts';
import { median, milliseconds, withSpread } from './support/statistics.ts';

const decisions = 1_000_000;
const megabyte = 1_000_000;

/** What is allowed, by the specification. */
const importSecondsMax = 30;
const memoryMegabytesMax = 1_000;
const pageMegabytesMax = 5;
const pageOpensMsMax = 1_000;
const pageRounds = 5;

/** A year of a large office: from the file to the page that the owner reads. */
export const shadowImport: Measurement = {
  name: 'shadow-import',
  how: `wall time, processor time and peak memory of the whole commands for ${decisions.toLocaleString('en')} paired decisions in one CSV file, case ids in no order; and how long a browser takes to open the page`,
  async measure(workshop) {
    const folder = workshop.folder('shadow-import');
    const file = join(folder, 'decisions.csv');
    await pipeline(lines(), createWriteStream(file));
    writeFileSync(join(folder, 'mapping.yaml'), mapping);
    const size = `${Math.round(statSync(file).size / megabyte)} MB of CSV`;
    const taken = await command(workshop.rehearsal, ['shadow', 'import', 'decisions.csv', '--mapping', 'mapping.yaml'], folder);
    const again = await command(workshop.rehearsal, ['shadow', 'import', 'decisions.csv', '--mapping', 'mapping.yaml'], folder);
    const status = await command(workshop.rehearsal, ['shadow', 'status'], folder);
    const report = await command(workshop.rehearsal, ['shadow', 'report'], folder);
    const pageFile = join(folder, 'reports', 'shadow', 'index.html');
    const page = statSync(pageFile).size / megabyte;
    const opened = await openPage(pageFile, pageRounds);
    return [
      time('import', taken, size),
      memory('import', taken.megabytes),
      time('the same file once more', again, 'all rows repeated'),
      { subject: 'status: read, pair, judge', measured: spent(status), beside: 'with all statistics' },
      memory('status', status.megabytes),
      {
        subject: 'report',
        measured: spent(report),
        beside: `${page.toFixed(2)} MB of HTML, allowed ${pageMegabytesMax} MB`,
        ratio: page / pageMegabytesMax,
        ratioMax: 1,
      },
      memory('report', report.megabytes),
      opening(opened),
    ];
  },
};

function time(subject: string, { seconds, cpuSeconds }: Used, beside: string): Row {
  return {
    subject,
    measured: spent({ seconds, cpuSeconds }),
    beside: `${beside}, allowed ${importSecondsMax} s`,
    ratio: seconds / importSecondsMax,
    ratioMax: 1,
  };
}

function opening(opened: Awaited<ReturnType<typeof openPage>>): Row {
  const subject = 'the page, opened';
  if ('reason' in opened) return { subject, measured: 'not measured', beside: opened.reason };
  return {
    subject,
    measured: withSpread(opened, milliseconds),
    beside: `loaded and drawn in Chromium, allowed ${milliseconds(pageOpensMsMax)}`,
    ratio: median(opened) / pageOpensMsMax,
    ratioMax: 1,
  };
}

function spent({ seconds, cpuSeconds }: Pick<Used, 'seconds' | 'cpuSeconds'>): string {
  return `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s CPU)`;
}

function memory(subject: string, megabytes: number): Row {
  return {
    subject: `${subject}, memory`,
    measured: `${megabytes.toFixed(0)} MB`,
    beside: `allowed ${memoryMegabytesMax} MB`,
    ratio: megabytes / memoryMegabytesMax,
    ratioMax: 1,
  };
}

const mapping = `mapping: 1
case: { id: case_id, amount: amount, couldBeCritical: critical, segments: { type: type, region: region } }
agents: { agent: { decision: agent, confidence: confidence, risk: risk, decidedAt: decided_at, trace: trace, fingerprint: fingerprint } }
people: [{ person: person, decision: human, decidedAt: decided_at, blind: { value: true } }]
truth: { decision: truth }
`;

/** Made up, the same every time; ids are spread so that no index is filled in order. */
function* lines(): Generator<string> {
  yield 'case_id,decided_at,agent,confidence,risk,trace,fingerprint,person,human,truth,amount,type,region,critical\n';
  let text = '';
  for (let index = 0; index < decisions; index++) {
    const at = new Date(Date.UTC(2025, 0, 1) + index * 30_000).toISOString();
    const right = index % 3 === 0 ? 'reject' : 'approve';
    const said = index % 71 === 0 ? 'refer' : right;
    text += `case-${(index * 7919) % decisions},${at},${said},0.${90 + (index % 10)},0.${index % 10},traces/${index}.json,f1,person ${index % 12},${right},${right},${(index * 37) % 100_000},type ${index % 5},region ${index % 9},${index % 4 === 1 && said === right ? 'yes' : 'no'}\n`;
    if (index % 5_000 !== 4_999) continue;
    yield text;
    text = '';
  }
  yield text;
}

interface Used {
  readonly seconds: number;
  /** Of all threads: on a busy machine the wall time says little. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** The command in a process of its own; its peak memory as the kernel counted it, read while it still runs. */
async function command(program: readonly string[], words: readonly string[], folder: string): Promise<Used> {
  const [executable, ...first] = program as [string, ...string[]];
  mkdirSync(folder, { recursive: true });
  const startedAt = performance.now();
  const child = spawn(executable, [...first, ...words], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  let kilobytes = 0;
  let ticks = 0;
  const timer = setInterval(() => {
    kilobytes = Math.max(kilobytes, peakOf(child.pid!));
    ticks = Math.max(ticks, ticksOf(child.pid!));
  }, 20);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}.`);
  return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: ticks / ticksPerSecond, megabytes: (kilobytes * 1024) / megabyte };
}

const ticksPerSecond = 100;

/** Time on the processor, in user and kernel, of a process that runs. */
function ticksOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    // It has just ended.
    return 0;
  }
}

function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    // It has just ended.
    return 0;
  }
}
