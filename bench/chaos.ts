import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosReport } from '../src/domain/chaos.ts';
import type { PlannedFault } from '../src/domain/fault.ts';
import { shrink } from '../src/explore/chaos/shrink.ts';
import type { Measurement, Row } from './measurement.ts';
import { runToEnd } from './support/run-to-end.ts';
import { milliseconds } from './support/statistics.ts';

const budgetMs = 10_000;
const shrinkingRunsMax = 100;
const cpuProbe = join(import.meta.dirname, 'programs', 'cpu-at-exit.cjs');
const names = ['chaos.yaml', 'agent.js', 'world.js'] as const;

/** Ten steps, each a tool that changes something, each with a key; what was done is on record. */
const files: Readonly<Record<(typeof names)[number], string>> = {
  'chaos.yaml': `scenario: ten steps
agent: { module: ./agent.js }
clock: virtual
limits: { seconds: 600 }
tools: ./contracts
world: { tools: ./world.js, state: { done: [] } }
cases:
  - name: ten steps are taken
    task: go
    expect: { answer: 'Ten steps are done.' }
`,
  'world.js': `export const tools = { take_step: ({ step }, { state }) => { state.done.push(step); return { status: 'success', step }; } };\n`,
  'agent.js': `const ask = async (url, step) => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 20_000);
  try {
    const response = await fetch(url + '/take_step', {
      method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': 'step-' + step }, body: JSON.stringify({ step }), signal: limit.signal,
    });
    const result = await response.json();
    return { result, retryAfterMs: Number(response.headers.get('retry-after') ?? 0) * 1000 };
  } catch {
    return { result: {}, retryAfterMs: 0 };
  } finally {
    clearTimeout(timer);
  }
};
const take = async (url, step) => {
  const until = Date.now() + 25_000;
  for (let attempt = 1; attempt <= 4; attempt++) {
    const { result, retryAfterMs } = await ask(url, step);
    if (result.status === 'success' && result.step === step) return true;
    const waitMs = Math.max(retryAfterMs, 400 * 2 ** attempt * (0.9 + 0.2 * Math.random()));
    if (result.status === 'permanent_error' || Date.now() + waitMs > until) return false;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  return false;
};
export default async () => {
  for (let step = 1; step <= 10; step++)
    if (!(await take(process.env.REHEARSAL_TOOLS_URL, step))) return 'Step ' + step + ' could not be taken: the tool did not answer as agreed, and was asked again in vain. Next, a person looks.';
  return 'Ten steps are done.';
};
`,
};
const contract = `tool: take_step
effect: write
rateLimit: { calls: 1000, seconds: 60 }
intent: 'step:{step}'
input: { type: object, required: [step], properties: { step: { type: integer } } }
output: { type: object, required: [status, step], properties: { status: { type: string }, step: { type: integer } } }
`;

/** All single faults and crash points of a small agent, and how many runs shrinking takes. */
export const chaos: Measurement = {
  name: 'chaos',
  how: 'wall time of the whole command `rehearsal chaos` over all single faults and crash points of an agent of ten steps in process, reports written, and its CPU time on all threads; and schedules tried while two of twenty faults are found out, over all pairs',
  async measure(workshop) {
    const folder = workshop.folder('chaos');
    mkdirSync(join(folder, 'contracts'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    writeFileSync(join(folder, 'contracts', 'take_step.yaml'), contract);
    for (const name of names) writeFileSync(join(folder, name), files[name]);
    const cpuFile = join(folder, 'cpu.txt');
    const environment = { NODE_OPTIONS: `--require ${cpuProbe}`, REHEARSAL_BENCH_CPU: cpuFile };
    // What is found is another matter (1, 3): that it was looked for is what counts.
    const command = ['/bin/sh', '-c', '"$@" || [ $? -ne 2 ]', 'sh', ...workshop.rehearsal, 'chaos', 'chaos.yaml', '--pairs', '0'];
    const durationMs = await runToEnd(command, { folder, environment });
    const { counts, cases } = JSON.parse(readFileSync(join(folder, 'reports', 'chaos.json'), 'utf8')) as ChaosReport;
    if (counts.planned < 50 || counts.notRun > 0) throw new Error(`The exploration did not take place: ${JSON.stringify(counts)}.`);
    return [
      {
        subject: `${counts.planned} experiments (${cases[0]!.places.length} places)`,
        measured: `${milliseconds(durationMs)}, ${(durationMs / counts.planned).toFixed(1)} ms each`,
        beside: `budget ${milliseconds(budgetMs)}`,
        ratio: durationMs / budgetMs,
        ratioMax: 1,
      },
      { subject: '  CPU', measured: milliseconds(Number(readFileSync(cpuFile, 'utf8'))), beside: '' },
      await shrinkingRow(),
    ];
  },
};

/** The most schedules that any two of twenty faults take. */
async function shrinkingRow(): Promise<Row> {
  const schedule = Array.from({ length: 20 }, (_, index): PlannedFault => ({ fault: `f${index}`, match: {}, occurrence: 1, settings: {} }));
  let most = 0;
  for (let one = 0; one < 20; one++)
    for (let other = one + 1; other < 20; other++) {
      const tried = new Set<string>();
      await shrink(schedule, {
        mayGoOn: () => true,
        simpler: () => [],
        tryOut(candidate) {
          tried.add(JSON.stringify(candidate));
          const left = new Set(candidate.map(({ fault }) => fault));
          return Promise.resolve({ breaks: left.has(`f${one}`) && left.has(`f${other}`), unfired: [] });
        },
      });
      most = Math.max(most, tried.size);
    }
  return {
    subject: 'two of twenty, at most',
    measured: `${most} runs`,
    beside: `budget ${shrinkingRunsMax} runs`,
    ratio: most / shrinkingRunsMax,
    ratioMax: 1,
  };
}
