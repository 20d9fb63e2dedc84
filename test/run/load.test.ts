import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runAll } from '../../src/run/scheduler.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: many sessions of a program at once, their number rising over a time; the figures are in the report, bounds and baselines decide the exit code.
// Method: the scheduler by itself, with work that ends when the test says so; then the whole command with a small program.

test('lanes begin one after another over the ramp, and nobody waits for a lane that has nothing to do', async () => {
  const running: number[] = [];
  let most = 0;
  const gates = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
  const all = runAll(
    gates,
    3,
    new AbortController().signal,
    async (gate, index) => {
      running.push(index);
      most = Math.max(most, running.length);
      await gate.promise;
      running.splice(running.indexOf(index), 1);
      return index;
    },
    90,
  );
  expect(running).toEqual([0]);
  await expect.poll(() => running).toEqual([0, 1]);
  await expect.poll(() => running).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  expect(await all).toEqual([0, 1, 2, 3, 4, 5]);
  expect(most).toBe(3);
  // An hour of ramp for work that one lane does at once.
  expect(await runAll([1, 2, 3], 3, new AbortController().signal, (item) => Promise.resolve(item), 3_600_000)).toEqual([1, 2, 3]);
});

function project(): string {
  const folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'agent.mjs'), `console.log(Number(process.env.REHEARSAL_SEED) % 2 === 1 ? 'right' : 'wrong');\n`);
  writeFileSync(
    join(folder, 's.yaml'),
    `scenario: s\nagent: { command: [${process.execPath}, agent.mjs] }\nexpect: { answer: right }\ncases:\n  - { name: a, task: x }\n`,
  );
  return folder;
}

interface Printed {
  readonly cases: readonly {
    readonly outcome: string;
    readonly campaign: {
      readonly sessions: number;
      readonly concurrency: number;
      readonly rampSeconds: number;
      readonly clock: string;
      readonly alerts: readonly { readonly kind: string }[];
      readonly metrics: readonly { readonly name: string; readonly value?: number }[];
    };
  }[];
}

test('a command is put under load, with throughput, latencies and alerts', async () => {
  const folder = project();
  writeFileSync(join(folder, 'bounds.yaml'), 'failuresPer1000: { max: 600 }\nlatencyMsP95: { max: 60000 }\n');
  const within = await rehearsal(['run', 's.yaml', '--repeat', '6', '--concurrency', '3', '--ramp', '50ms', '--bounds', 'bounds.yaml', '--json'], {
    folder,
  });
  expect(within.code, within.stderr).toBe(0);
  const [only] = (JSON.parse(within.stdout) as Printed).cases;
  expect(only!.campaign).toMatchObject({ sessions: 6, concurrency: 3, rampSeconds: 0.05, clock: 'real', alerts: [] });
  const value = (name: string): number => only!.campaign.metrics.find((metric) => metric.name === name)?.value ?? -1;
  expect(value('failuresPer1000')).toBe(500);
  expect(value('sessionsPerSecond')).toBeGreaterThan(0);
  expect(value('latencyMsP50')).toBeGreaterThan(0);
  expect(value('latencyMsP95')).toBeGreaterThanOrEqual(value('latencyMsP50'));

  writeFileSync(join(folder, 'bounds.yaml'), 'failuresPer1000: { max: 100 }\n');
  const beyond = await rehearsal(['run', 's.yaml', '--repeat', '4', '--bounds', 'bounds.yaml'], { folder });
  expect(beyond.code).toBe(1);
  expect(beyond.stdout).toMatch(/failures: 500 is above the bound of 100/);
});

test('what the command line says of campaigns is checked', async () => {
  const folder = project();
  writeFileSync(join(folder, 'bounds.yaml'), 'failuresPerThousand: { max: 1 }\n');
  const wrong = await rehearsal(['run', 's.yaml', '--repeat', '2', '--bounds', 'bounds.yaml'], { folder });
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/bounds\.yaml:1[^]*failuresPerThousand/)]);
  expect((await rehearsal(['run', 's.yaml', '--repeat', '0'], { folder })).code).toBe(2);
  expect((await rehearsal(['run', 's.yaml', '--repeat', '2', '--ramp', 'soon'], { folder })).code).toBe(2);
  // A report without campaigns is no baseline.
  expect((await rehearsal(['run', 's.yaml'], { folder })).code).toBe(0);
  const none = await rehearsal(['run', 's.yaml', '--repeat', '2', '--baseline-campaign', 'reports/report.json'], { folder });
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('There is no campaign in reports/report.json')]);
});
