import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from './measurement.ts';
import { runToEnd } from './support/run-to-end.ts';
import { median, milliseconds, withSpread } from './support/statistics.ts';

const count = 1000;
const atOnce = 4;
const rounds = 3;

/** Agents that are over at once: what starting, sealing, watching and judging a process costs. */
export const trivialCommands: Measurement = {
  name: 'trivial-commands',
  how: `wall time of the whole command for ${count} command agents (/bin/echo) at ${atOnce} at once, event log and all reports written`,
  async measure(workshop) {
    const folder = workshop.folder('trivial-commands');
    mkdirSync(join(folder, 'scenarios'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    const cases = Array.from(
      { length: count },
      (_, index) => `  - { name: case ${index}, task: hello ${index}, expect: { answer: hello ${index} } }\n`,
    );
    writeFileSync(join(folder, 'scenarios', 'echo.yaml'), `scenario: echo\nagent: { command: /bin/echo }\ncases:\n${cases.join('')}`);
    const environment = { NODE_COMPILE_CACHE: join(folder, 'compile-cache') };
    const ours = [...workshop.rehearsal, 'run', 'scenarios', '--concurrency', String(atOnce)];
    const raw = [process.execPath, join(import.meta.dirname, 'programs/raw-spawn.js'), String(count), String(atOnce)];
    const cold = await runToEnd(ours, { folder, environment });
    const warm: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round < rounds; round++) {
      plain.push(await runToEnd(raw, { folder, environment }));
      warm.push(await runToEnd(ours, { folder, environment }));
      const report = JSON.parse(readFileSync(join(folder, 'reports', 'report.json'), 'utf8')) as { counts: { pass: number } };
      if (report.counts.pass !== count) throw new Error(`Only ${report.counts.pass} cases passed.`);
    }
    const beside = `raw spawn ${withSpread(plain, milliseconds)}`;
    return [
      { subject: 'warm', measured: withSpread(warm, milliseconds), beside, ratio: median(warm) / median(plain), ratioMax: 1.3 },
      { subject: 'cold', measured: milliseconds(cold), beside, ratio: cold / median(plain), ratioMax: 1.3 },
    ];
  },
};
