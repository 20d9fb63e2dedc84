// Goal: what an exploration has found is not lost, whatever ends it, and parts of it make the whole. Method: the command itself, killed, interrupted, resumed,
// sharded and joined, on an agent in process and on the same agent as a program.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ChaosReport } from '../../src/domain/chaos.ts';
import { shop, type Shop } from '../explore/shop.ts';
import { startRehearsal, type Ended, type Running } from '../support/command-line.ts';

const timeoutMs = 120_000;
const few = ['--faults', 'lost-tool-answer,tool-error,slow-tool', '--pairs', '2'];

function start({ folder }: Shop, ...words: readonly string[]): Running {
  return startRehearsal(['chaos', 'shop.yaml', ...words], { folder, timeoutMs: 110_000 });
}

function reportIn({ folder }: Shop, path = 'reports/chaos.json'): ChaosReport {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as ChaosReport;
}

/** What must be the same, whoever ran it: cells, findings, rates. */
function essence(report: ChaosReport): unknown {
  return report.cases.map(({ sentence, cells, findings, rates, coverage }) => ({
    sentence,
    cells,
    findings: findings.map(({ claims, smallest, cells: own }) => ({ claims, smallest, cells: own })),
    rates,
    coverage,
  }));
}

let undivided: Promise<ChaosReport> | undefined;

/** The careless agent under a few kinds, in one go: what its parts are held against. Explored once for all tests. */
function wholeReport(): Promise<ChaosReport> {
  undivided ??= (async () => {
    const one = shop('carelessly');
    expect((await start(one, ...few).ended).code).toBe(1);
    return reportIn(one);
  })();
  return undivided;
}

function journalLines({ folder }: Shop): readonly string[] {
  return readFileSync(join(folder, 'reports/chaos-journal.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

test(
  'shards, joined, are the whole',
  async () => {
    const one = shop('carelessly');
    const expected = await wholeReport();
    const parts: string[] = [];
    for (const index of [2, 1]) {
      const ended = await start(one, ...few, '--shard', `${index}/2`, '--reports', `part-${index}`).ended;
      expect(ended.code).not.toBe(2);
      parts.push(`part-${index}/chaos.json`);
    }
    const merged = await startRehearsal(['report', 'merge', ...parts, '--reports', 'joined'], { folder: one.folder }).ended;
    expect(merged.stderr).toBe('');
    expect(merged.code).toBe(1);
    const report = reportIn(one, 'joined/chaos.json');
    expect(essence(report)).toEqual(essence(expected));
    expect(report.counts).toEqual(expected.counts);
    expect(report.sentence).toBe(expected.sentence);
    expect(report.cases[0]!.notExercised).toEqual(expected.cases[0]!.notExercised);
    const without = await startRehearsal(['report', 'merge', ...parts.slice(1), '--reports', 'joined'], { folder: one.folder }).ended;
    expect(without.code).toBe(3);
    expect(without.stderr).toContain('RESULTS_INCOMPLETE');
    const twice = await startRehearsal(['report', 'merge', parts[0]!, ...parts, '--reports', 'joined'], { folder: one.folder }).ended;
    expect(twice.code).toBe(2);
    writeFileSync(join(one.folder, parts[0]!), readFileSync(join(one.folder, parts[0]!), 'utf8').slice(0, -200));
    const torn = await startRehearsal(['report', 'merge', ...parts], { folder: one.folder }).ended;
    expect(torn.code).toBe(2);
    expect(torn.stderr).toContain('REPORT_INVALID');
  },
  timeoutMs,
);

test(
  'kill -9 costs what was under way: --resume goes on, and ends where the whole would have',
  async () => {
    const one = shop('carelessly');
    const expected = await wholeReport();
    const running = start(one, ...few, '--concurrency', '1');
    for (;;) {
      try {
        if (journalLines(one).length >= 3) break;
      } catch {
        // Not there yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (running.child.exitCode !== null) throw new Error('it ended before it could be killed');
    }
    running.child.kill('SIGKILL');
    await running.ended;
    const before = journalLines(one);
    // A line that was torn by the kill.
    writeFileSync(join(one.folder, 'reports/chaos-journal.ndjson'), `${before.join('\n')}\n{"exploration":"`);
    const resumed = await start(one, ...few, '--resume').ended;
    expect(resumed.code).toBe(1);
    expect(essence(reportIn(one))).toEqual(essence(expected));
    const after = journalLines(one);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new Set(after.map((line) => (JSON.parse(line) as { cell: string }).cell)).size).toBe(after.length);
  },
  timeoutMs,
);

test(
  'what another agent did is not resumed',
  async () => {
    const one = shop('carelessly');
    const words = ['--faults', 'lost-tool-answer', '--pairs', '0'];
    await start(one, ...words).ended;
    expect(reportIn(one).counts.failed).toBeGreaterThan(0);
    one.write('shop.yaml', readFileSync(one.scenario, 'utf8').replace('carelessly', 'keyed'));
    const resumed = await start(one, ...words, '--resume').ended;
    expect(resumed.code).toBe(0);
    expect(reportIn(one).counts.failed).toBe(0);
  },
  timeoutMs,
);

test(
  'Ctrl-C gives the report of what there is',
  async () => {
    const one = shop('carelessly');
    const running = start(one, '--faults', 'lost-tool-answer,process-killed', '--repeats', '50', '--concurrency', '1');
    for (;;) {
      try {
        if (journalLines(one).length >= 2) break;
      } catch {
        // Not there yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.stderr).toContain('Interrupted');
    const report = reportIn(one);
    expect(report.stopped).toBe('interrupted');
    expect(report.counts.notRun).toBeGreaterThan(0);
    expect(report.counts.planned).toBeGreaterThan(report.counts.notRun);
    expect(report.counts.failed > 0 ? 1 : 3).toBe(ended.code);
    for (const { findings } of report.cases) for (const { report: shown } of findings) expect(shown.outcome).toBe('fail');
  },
  timeoutMs,
);

test(
  '--minutes ends in time, and says what was left',
  async () => {
    const one = shop('keyed');
    const ended = await start(one, '--minutes', '0.02', '--repeats', '200').ended;
    expect(ended.code).not.toBe(2);
    const report = reportIn(one);
    expect(report.stopped).toBe('minutes');
    expect(report.counts.notRun).toBeGreaterThan(0);
    expect(report.cases[0]!.notExercised.map(({ why }) => why)).toContain('there was no time left');
  },
  timeoutMs,
);

test(
  'a program is found out as the function is: the same verdicts, the same smallest schedules',
  async () => {
    const words = ['--faults', 'lost-tool-answer,process-killed', '--pairs', '0'];
    const asFunction = shop('carelessly');
    await start(asFunction, ...words).ended;
    const asProgram = shop('carelessly');
    asProgram.write(
      'main.mjs',
      `import { carelessly } from './agent.mjs';\nconsole.log(await carelessly(process.argv[2], { environment: process.env }));\n`,
    );
    asProgram.write(
      'shop.yaml',
      readFileSync(asProgram.scenario, 'utf8')
        .replace('{ module: ./agent.mjs, export: carelessly }', `{ command: [${process.execPath}, main.mjs] }`)
        .replace('clock: virtual\n', ''),
    );
    const verdicts = async (): Promise<unknown> => {
      await start(asProgram, ...words).ended;
      return reportIn(asProgram).cases.map(({ cells, findings }) => ({
        cells: cells.map(({ id, outcome, broken }) => ({ id, outcome, broken })),
        smallest: findings.map(({ claims, smallest }) => ({ claims, smallest })),
      }));
    };
    const first = await verdicts();
    expect(await verdicts()).toEqual(first);
    const found = reportIn(asProgram).cases[0]!.findings.map(({ smallest }) => smallest);
    expect(found).toEqual(reportIn(asFunction).cases[0]!.findings.map(({ smallest }) => smallest));
    expect(found.length).toBeGreaterThan(0);
  },
  timeoutMs,
);

describe('what cannot be is refused before anything runs', () => {
  test.each([
    [['--faults', 'lost-tool-anser'], 'UNKNOWN_FAULT', 'Did you mean `lost-tool-answer`?'],
    [['--minutes', '0'], 'USAGE', '--minutes must be a number above 0'],
    [['--runs', '0'], 'USAGE', '--runs must be a whole number from 1'],
    [['--pairs', '-1'], 'USAGE', '--pairs must be a whole number from 0'],
    [['--repeats', '0'], 'USAGE', '--repeats must be a whole number from 1'],
    [['--shard', '4/3'], 'USAGE', '--shard 4/3 is no part of a whole'],
    [['--case', 'nobody'], 'USAGE', 'No case is named "nobody"'],
    [['--resume'], 'USAGE', 'There is nothing to resume'],
  ])('%j', async (words, code, said) => {
    const one = shop('keyed');
    const ended: Ended = await start(one, ...words).ended;
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(code);
    expect(ended.stderr.replaceAll(/\s+/g, ' ')).toContain(said);
  });
});
