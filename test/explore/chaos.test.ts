// Goal: an exploration finds what breaks an agent, without being told where, and says nothing that it did not see. Method: a shop with a careful agent and a careless
// one, explored in process; what is found is replayed by the command line as a user would.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ChaosCaseReport } from '../../src/domain/chaos.ts';
import type { ChaosOutcome } from '../../src/explore/chaos/explore-chaos.ts';
import { loadScenarios } from '../../src/run/index.ts';
import { startRehearsal } from '../support/command-line.ts';
import { shop } from './shop.ts';

const timeoutMs = 120_000;
const faults = ['lost-tool-answer', 'tool-error', 'slow-tool', 'process-killed'];

function only(outcome: ChaosOutcome): ChaosCaseReport {
  expect(outcome.cases).toHaveLength(1);
  return outcome.cases[0]!;
}

/** All but the times, and the folder of the test. */
function timeless(outcome: ChaosOutcome, folder: string): string {
  return JSON.stringify({ ...outcome, durationMs: 0 }).replaceAll(basename(folder), '');
}

describe('what breaks', () => {
  test(
    'a refund that is tried again without a key is found, shrunk to the one fault, and shown again by the file',
    async () => {
      const { explore, folder } = shop('carelessly');
      const outcome = await explore({ faults, pairs: 6 });
      expect(outcome).toMatchObject({ exitCode: 1, stopped: 'finished' });
      const report = only(outcome);
      const lost = report.findings.find(({ smallest }) => smallest[0]!.fault === 'lost-tool-answer')!;
      expect(lost.smallest).toEqual([{ fault: 'lost-tool-answer', match: { tool: 'refund' }, occurrence: 1, settings: {} }]);
      expect(lost.claims).toContain('effects-happen-once');
      expect(lost.words).toBe('the answer of refund is lost');
      expect(lost.fileProblem).toBeUndefined();
      expect(report.sentence).toMatch(
        /^Survives \d+ of \d+ single faults, \d+ of \d+ crash points and \d+ of \d+ pairs of faults\. It commits refund more than once/,
      );
      expect(report.sentence).toContain('when the answer of refund is lost.');
      expect(lost.report.verdicts.find(({ claim }) => claim === 'effects-happen-once')?.text).toContain('2 times');
      expect(lost.lanes.map(({ name }) => name)).toContain('tool refund');
      for (const { smallest, cells } of report.findings) {
        expect(smallest.length).toBeLessThanOrEqual(2);
        expect(cells.length).toBeGreaterThan(0);
      }
      // Each cell that failed belongs to a finding that names it.
      for (const { id, outcome: became, finding } of report.cells) {
        expect(finding !== undefined, id).toBe(became === 'failed');
        if (finding !== undefined) expect(report.findings[finding]!.cells).toContain(id);
      }
      const replayed = await startRehearsal(['run', lost.file!, '--json', '--reports', join(folder, 'again')], { folder: process.cwd() }).ended;
      expect(replayed.code).toBe(1);
      expect(replayed.stdout).toContain('happened 2 times, limit 1');
      // Only what was found is in the log.
      const log = readFileSync(join(folder, 'reports/chaos-events.ndjson'), 'utf8');
      const episodes = new Set(
        log
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { episode: string }).episode),
      );
      expect(episodes.size).toBeLessThanOrEqual(1 + 2 * report.findings.length);
      expect(episodes.size).toBeGreaterThan(report.findings.length);
    },
    timeoutMs,
  );

  test(
    'the same agent with a key survives it all: nothing is found, nothing is saved',
    async () => {
      const { explore, folder } = shop('keyed');
      const outcome = await explore({ faults, pairs: 6 });
      const report = only(outcome);
      expect(report.findings.map(({ sentence }) => sentence)).toEqual([]);
      expect(outcome).toMatchObject({ exitCode: 0, counts: { failed: 0, invalid: 0, unknown: 0 } });
      expect(existsSync(join(folder, 'found'))).toBe(false);
      expect(report.coverage).toEqual({ possible: expect.any(Number) as number, exercised: expect.any(Number) as number });
      expect(report.coverage.exercised).toBeLessThanOrEqual(report.coverage.possible);
      const killed = report.rates.find(({ fault }) => fault === 'process-killed')!;
      expect(killed.judged).toBe(report.cells.filter(({ faults: [first], places }) => places.length === 1 && first === 'process-killed').length);
      expect(killed).toMatchObject({ held: killed.judged, failed: 0 });
      expect(killed.interval[0]).toBeLessThan(1);
      expect(killed.interval[1]).toBe(1);
      expect(report.notExercised).toContainEqual({ what: 'silent-no-op', why: '--faults names others' });
    },
    timeoutMs,
  );

  test('an agent that fails by itself is not explored, and that is no success', async () => {
    const { explore } = shop('failsAlone');
    const outcome = await explore({ faults });
    expect(outcome).toMatchObject({ exitCode: 3, counts: { planned: 0 } });
    const report = only(outcome);
    expect(report.sentence).toMatch(/^It fails without any fault, so nothing was explored/);
    expect(report.cells).toEqual([]);
    expect(report.rates).toEqual([]);
  });

  test('a case with faults of its own is no ground to stand on', async () => {
    const { explore, scenario } = shop('keyed');
    writeFileSync(scenario, `${readFileSync(scenario, 'utf8')}    faults: [{ fault: slow-tool, seconds: 1 }]\n`);
    await expect(explore()).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('it plans faults of its own') as string });
  });
});

describe('declared weaknesses', () => {
  const declared = (claims: readonly string[]): string =>
    `chaos:\n  pairs: 0\n  only: [lost-tool-answer]\n  weaknesses:\n${claims.map((claim) => `    - { claim: ${claim}, faults: [lost-tool-answer], why: The bank takes no key. }\n`).join('')}`;

  test('do not fail, and are counted', async () => {
    const free = only(await shop('carelessly', 'chaos: { pairs: 0, only: [lost-tool-answer] }\n').explore());
    const broken = [...new Set(free.cells.flatMap((cell) => cell.broken))];
    expect(broken).toContain('effects-happen-once');
    const outcome = await shop('carelessly', declared(broken)).explore();
    expect(outcome).toMatchObject({ exitCode: 0, counts: { failed: 0 } });
    expect(outcome.counts.weakness).toBeGreaterThan(0);
    expect(only(outcome).findings).toEqual([]);
    expect(only(outcome).notes).toEqual([]);
    // One less, and it fails.
    const less = await shop('carelessly', declared(broken.filter((claim) => claim !== 'effects-happen-once'))).explore();
    expect(less.exitCode).toBe(1);
  });

  test('that nothing bears out are noted', async () => {
    const report = only(await shop('keyed', declared(['effects-happen-once'])).explore());
    expect(report.notes).toEqual([expect.stringContaining('effects-happen-once (lost-tool-answer) was not seen') as string]);
  });

  test.each([
    ['weaknesses: [{ claim: effects-happen-twice, faults: [slow-tool], why: x }]', 'UNKNOWN_CHECK', /shop\.yaml:\d+/],
    ['weaknesses: [{ claim: effects-happen-once, faults: [slow-tol], why: x }]', 'UNKNOWN_FAULT', /slow-tool/],
    ['only: [slow-tol]', 'UNKNOWN_FAULT', /slow-tool/],
    ['except: [slow-tol]', 'UNKNOWN_FAULT', /slow-tool/],
  ])('%s is refused with its place', (text, code, said) => {
    const { scenario } = shop('keyed', `chaos: { ${text} }\n`);
    let thrown: unknown;
    try {
      loadScenarios([scenario]);
    } catch (error) {
      thrown = error;
    }
    const { place, hint } = thrown as { place: { file: string; line: number; column: number }; hint: string };
    expect(thrown).toMatchObject({ code });
    expect(`${place.file}:${place.line}:${place.column} ${hint}`).toMatch(said);
    expect(place.line).toBe(8);
  });
});

describe('the same seed', () => {
  test(
    'gives the same report twice, byte for byte apart from times',
    async () => {
      const runs = [shop('carelessly'), shop('carelessly')];
      const [one, two] = await Promise.all(runs.map(({ explore }) => explore({ faults, pairs: 4, runs: 14 })));
      expect(timeless(one!, runs[0]!.folder)).toBe(timeless(two!, runs[1]!.folder));
      expect(one!.counts.planned).toBe(14);
      expect(one!.stopped).toBe('runs');
      expect(only(one!).notExercised.at(-1)!.why).toContain('--runs');
    },
    timeoutMs,
  );

  test(
    'draws the same pairs whatever is explored besides, and others with another seed',
    async () => {
      const pairs = async (seed: number): Promise<readonly string[]> =>
        only(await shop('keyed').explore({ faults, pairs: 5, seed }))
          .cells.filter(({ places }) => places.length === 2)
          .map(({ id }) => id);
      const [first, again, other] = await Promise.all([pairs(1), pairs(1), pairs(2)]);
      expect(first).toHaveLength(5);
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
    },
    timeoutMs,
  );
});

test(
  'repeats: each cell is tried with several seeds, and R(k) is told with its interval',
  async () => {
    const report = only(await shop('carelessly').explore({ faults: ['lost-tool-answer'], pairs: 0, repeats: 3 }));
    expect(report.cells.map(({ repeats }) => repeats)).toEqual([
      { judged: 3, held: 3 },
      { judged: 3, held: 0 },
    ]);
    expect(report.reliability.map(({ k, value }) => [k, value])).toEqual([
      [1, 0.5],
      [2, 0.5],
      [3, 0.5],
    ]);
    for (const { value, interval } of report.reliability) {
      expect(interval[0]).toBeLessThan(value);
      expect(interval[1]).toBeGreaterThan(value);
    }
  },
  timeoutMs,
);

describe('what is found is saved', () => {
  test('under a name that can do no harm, from a case that is named to do some', async () => {
    const hostile = '../../../etc/passwd\u202e <script> --flag; rm -rf $HOME: "quoted" #';
    const { explore, folder } = shop('carelessly', '', hostile);
    const report = only(await explore({ faults: ['lost-tool-answer'], pairs: 0 }));
    const files = readdirSync(join(folder, 'found'));
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/^[\p{L}\p{N}-]+\.yaml$/u);
    expect(report.findings[0]!.fileProblem).toBeUndefined();
    const [loaded] = loadScenarios([join(folder, 'found', files[0]!)]);
    expect(loaded!.cases[0]!.name).toContain('rm -rf $HOME');
    expect(loaded!.cases[0]!.faults).toEqual(report.findings[0]!.smallest);
  });

  test('or it is said why it was not', async () => {
    const { explore, write } = shop('carelessly');
    write('found', 'a file where a folder should be');
    const report = only(await explore({ faults: ['lost-tool-answer'], pairs: 0 }));
    expect(report.findings[0]!.file).toBeUndefined();
    expect(report.findings[0]!.fileProblem).toContain('found');
    expect(report.findings[0]!.command).toContain('shop.yaml');
  });
});
