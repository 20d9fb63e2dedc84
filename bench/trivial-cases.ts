import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement, Row } from './measurement.ts';
import { runToEnd } from './support/run-to-end.ts';
import { median, milliseconds, withSpread } from './support/statistics.ts';
import type { Workshop } from './support/workshop.ts';

const files = 1000;
const casesPerFile = 5;
const rounds = 3;
const budgetMs = 1000;
const cpuProbe = join(import.meta.dirname, 'programs', 'cpu-at-exit.cjs');

/** Many small scenario files with a function for an agent: what the engine itself costs. */
export const trivialCases: Measurement = {
  name: 'trivial-cases',
  how: `wall time of the whole command, and its CPU time on all threads, which other programs disturb less, for ${files} scenario files × ${casesPerFile} cases in process, event log and all reports written; cold: no cache`,
  async measure(workshop) {
    const folder = workshop.folder('trivial-cases');
    writeScenarios(folder);
    const cpuFile = join(folder, 'cpu.txt');
    const environment = { NODE_COMPILE_CACHE: join(folder, 'compile-cache'), NODE_OPTIONS: `--require ${cpuProbe}`, REHEARSAL_BENCH_CPU: cpuFile };
    const cpuMs = (): number => Number(readFileSync(cpuFile, 'utf8'));
    const command = [...workshop.rehearsal, 'run', 'scenarios'];
    const cold = await runToEnd(command, { folder, environment });
    const coldCpu = cpuMs();
    expectAllPassed(folder);
    const warm: number[] = [];
    const warmCpu: number[] = [];
    for (let round = 0; round < rounds; round++) {
      rmSync(join(folder, 'reports'), { recursive: true, force: true });
      warm.push(await runToEnd(command, { folder, environment }));
      warmCpu.push(cpuMs());
      expectAllPassed(folder);
    }
    const { size } = statSync(join(folder, 'reports', 'report.json'));
    const beside = `budget ${milliseconds(budgetMs)}`;
    return [
      { subject: 'warm', measured: withSpread(warm, milliseconds), beside, ratio: median(warm) / budgetMs, ratioMax: 1 },
      { subject: 'cold', measured: milliseconds(cold), beside, ratio: cold / budgetMs, ratioMax: 1 },
      { subject: '  warm, CPU', measured: withSpread(warmCpu, milliseconds), beside: `report.json ${(size / 1e6).toFixed(1)} MB` },
      { subject: '  cold, CPU', measured: milliseconds(coldCpu), beside: '' },
      ...(await promptfooRow(workshop, beside)),
    ];
  },
};

function writeScenarios(folder: string): void {
  mkdirSync(join(folder, 'scenarios'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'agent.js'), 'export default (task) => `You said: ${task}`;\n');
  for (let file = 1; file <= files; file++) {
    const cases = Array.from(
      { length: casesPerFile },
      (_, index) =>
        `  - name: case ${index + 1}\n    task: hello ${file}.${index + 1}\n    expect: { answer: 'You said: hello ${file}.${index + 1}' }\n`,
    );
    const name = `scenario-${String(file).padStart(4, '0')}`;
    writeFileSync(join(folder, 'scenarios', `${name}.yaml`), `scenario: ${name}\nagent: { module: ../agent.js }\ncases:\n${cases.join('')}`);
  }
}

/** A run that did nothing would be fast. */
function expectAllPassed(folder: string): void {
  const report = JSON.parse(readFileSync(join(folder, 'reports', 'report.json'), 'utf8')) as { counts: { pass: number } };
  const events = readFileSync(join(folder, 'reports', 'events.ndjson'), 'utf8').split('\n').length - 1;
  if (report.counts.pass !== files * casesPerFile) throw new Error(`Only ${report.counts.pass} cases passed.`);
  if (events !== files * casesPerFile * 4) throw new Error(`The event log has ${events} events.`);
}

/** A thousand cases of a function provider; it is told to use no cache, no network and one output file. */
async function promptfooRow(workshop: Workshop, beside: string): Promise<readonly Row[]> {
  const program = workshop.peerProgram('promptfoo');
  if (program === undefined) return [];
  const folder = workshop.folder('promptfoo');
  writeFileSync(
    join(folder, 'provider.mjs'),
    'export default class { id() { return "echo"; } async callApi(prompt) { return { output: `You said: ${prompt}` }; } }\n',
  );
  const tests = Array.from({ length: 1000 }, (_, index) => ({
    vars: { task: `hello ${index}` },
    assert: [{ type: 'equals', value: `You said: hello ${index}` }],
  }));
  writeFileSync(join(folder, 'promptfooconfig.json'), JSON.stringify({ prompts: ['{{task}}'], providers: ['file://provider.mjs'], tests }));
  const took = await runToEnd(
    [process.execPath, program, 'eval', '-c', 'promptfooconfig.json', '-o', 'out.html', '--no-cache', '--no-table', '--no-progress-bar'],
    {
      folder,
      environment: {
        PROMPTFOO_DISABLE_TELEMETRY: '1',
        PROMPTFOO_DISABLE_UPDATE: '1',
        PROMPTFOO_CONFIG_DIR: folder,
        PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
      },
    },
  );
  return [{ subject: '  promptfoo, 1,000 cases only', measured: milliseconds(took), beside, ratio: took / budgetMs }];
}
