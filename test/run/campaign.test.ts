import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import type { Bounds, Campaign, CampaignMetric, CampaignMetricName } from '../../src/domain/campaign.ts';
import type { CaseReport } from '../../src/domain/report.ts';
import { createDistribution } from '../../src/run/campaign/distribution.ts';
import { passPower, quantile, wilson } from '../../src/run/campaign/intervals.ts';
import { loadScenarios, runCases, type RunOutcome } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: a repeated case is one row with figures over its sessions, each session with its own seed; what leaves its bound or is worse than before fails the case.
// Method: a function agent whose answer depends on its seed, so that what must be counted is known.

let folder: string;

/** Seeds that end in 3 answer wrongly; those that end in 7 throw. Each reports how sure it is, and takes its seed in milliseconds. */
const agent = `export default async (task, { environment }) => {
  const seed = Number(environment.REHEARSAL_SEED);
  await new Promise((resolve) => setTimeout(resolve, seed * 1000));
  if (seed % 10 === 7) throw new Error('seven');
  return seed % 10 === 3 ? 'wrong' : 'right';
};`;

async function run(
  members: string,
  options: { repeat?: number; seed?: number; baseline?: ReadonlyMap<string, Campaign>; bounds?: Bounds; concurrency?: number } = {},
  source = agent,
): Promise<{ outcome: RunOutcome; only: CaseReport; campaign: Campaign; log: readonly string[] }> {
  writeFileSync(join(folder, 'agent.mjs'), source);
  writeFileSync(join(folder, 'model.mjs'), `export default () => ({ text: 'x' });`);
  const file = join(folder, 's.yaml');
  writeFileSync(
    file,
    `scenario: s\nagent: { module: agent.mjs }\nmodel: { module: model.mjs }\nansweredBy: script\nclock: virtual\nlimits: { seconds: 100000 }\nexpect: { answer: right }\ncases:\n  - name: a\n    task: x\n${members}`,
  );
  const logFile = join(folder, 'events.ndjson');
  const outcome = await runCases(loadScenarios([file]), {
    mode: 'replay',
    update: false,
    seed: 1,
    concurrency: 2,
    dialects: allDialects,
    logFile,
    upstreamTimeoutMs: 5000,
    environment: { PATH: process.env['PATH'] },
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
    ...options,
  });
  const log = readFileSync(logFile, 'utf8').trim().split('\n');
  return { outcome, only: outcome.cases[0]!, campaign: outcome.cases[0]!.campaign!, log };
}

function metric({ metrics }: Campaign, name: CampaignMetricName): CampaignMetric {
  return metrics.find((one) => one.name === name)!;
}

beforeEach(() => {
  folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{}');
});

describe('a case that is repeated', () => {
  test('is one result with figures over its sessions, and names those that did not pass', async () => {
    const { outcome, only, campaign } = await run('    repeat: 40\n');
    expect(outcome.counts).toMatchObject({ expected: 1, seen: 1, fail: 1 });
    expect(outcome.exitCode).toBe(1);
    expect(campaign).toMatchObject({ planned: 40, sessions: 40, seedFirst: 1, clock: 'virtual', outcomes: { pass: 32, fail: 8 } });
    expect(only.sentence).toContain('32 of 40 sessions passed');
    expect(metric(campaign, 'failuresPer1000')).toMatchObject({ value: 200, basis: '8 of 40 sessions' });
    expect(metric(campaign, 'crashesPer1000')).toMatchObject({ value: 100, basis: '4 of 40 sessions' });
    expect(metric(campaign, 'passPower1').value).toBeCloseTo(0.8);
    expect(metric(campaign, 'passPower2').value).toBeCloseTo((32 * 31) / (40 * 39));
    expect(metric(campaign, 'completionWithoutPerson').value).toBeCloseTo(0.8);
    expect(metric(campaign, 'toolErrorRate').value).toBeUndefined();
    // On virtual time the latencies are exact: seeds 1 to 40 without those that throw.
    const latencies = Array.from({ length: 40 }, (_, index) => index + 1).filter((seed) => seed % 10 !== 7);
    expect(metric(campaign, 'latencyMsP50').value).toBe(latencies[17]! * 1000);
    expect(metric(campaign, 'latencyMsP95').value).toBe(latencies[34]! * 1000);
    expect(campaign.troubled.map(({ seed }) => seed)).toEqual([3, 7, 13, 17, 23, 27, 33, 37]);
    expect(campaign.troubled[0]!.repeat).toMatch(/--case a --seed 3 --repeat 1$/);
    expect(only.verdicts.find(({ claim }) => claim === 'gives-an-answer')).toMatchObject({
      outcome: 'fail',
      text: expect.stringMatching(/^4 of 40 sessions, the first with seed 7/) as string,
    });
    // Shown is the first that did not pass: its evidence is in its timeline.
    const evidence = only.verdicts.flatMap((verdict) => verdict.evidence);
    expect(evidence.length).toBeGreaterThan(0);
    expect(only.timeline.map(({ seq }) => seq)).toEqual(expect.arrayContaining(evidence));
  });

  test('gives the same figures whatever runs at once', async () => {
    const alone = await run('    repeat: 30\n', { concurrency: 1 });
    const together = await run('    repeat: 30\n', { concurrency: 3 });
    const comparable = (campaign: Campaign): unknown => ({
      ...campaign,
      durationMs: 0,
      concurrency: 0,
      metrics: campaign.metrics.filter(({ name }) => name !== 'sessionsPerSecond'),
    });
    expect(comparable(together.campaign)).toEqual(comparable(alone.campaign));
    expect(together.only.sentence).toBe(alone.only.sentence);
    expect(together.only.verdicts).toEqual(alone.only.verdicts);
  });

  test('passes where what fails is within its bound, and fails where it is not', async () => {
    const within = await run('    repeat: 20\n    bounds: { failuresPer1000: { max: 200 }, latencyMsP95: { max: 20000 } }\n');
    expect(within.only.outcome, within.only.sentence).toBe('pass');
    expect(within.outcome.exitCode).toBe(0);
    expect(within.only.sentence).toContain('within the bounds');
    const beyond = await run('    repeat: 20\n    bounds: { failuresPer1000: { max: 199 }, completionWithoutPerson: { min: 0.9 } }\n');
    expect(beyond.only.outcome).toBe('fail');
    expect(beyond.outcome.exitCode).toBe(1);
    expect(beyond.campaign.alerts.map(({ metric: name, kind }) => [name, kind])).toEqual([
      ['failuresPer1000', 'bound'],
      ['completionWithoutPerson', 'bound'],
    ]);
  });

  test('is invalid where there is a bound and nothing to hold against it', async () => {
    const { only, outcome } = await run('', { repeat: 2, bounds: { toolErrorRate: { max: 0.1 } } });
    expect(only.outcome, only.sentence).toBe('invalid');
    expect(outcome.exitCode).toBe(3);
  });

  test('requires a claim of the sessions together', async () => {
    expect((await run('    checks: [honours-retry-after]\n', { repeat: 2 })).only.outcome).toBe('invalid');
    const { only } = await run('    checks: [answer-is-as-expected]\n', { repeat: 2 });
    expect(only.outcome, only.sentence).toBe('pass');
  });

  test('alerts where it is worse than the baseline, and not where it is as before', async () => {
    const before = await run('    bounds: { failuresPer1000: { max: 1000 } }\n', { repeat: 2, seed: 1 });
    const baseline = new Map([[before.only.id, before.campaign]]);
    const same = await run('    bounds: { failuresPer1000: { max: 1000 } }\n', { repeat: 2, seed: 1, baseline });
    expect(same.only.outcome, same.only.sentence).toBe('pass');
    const worse = await run('    bounds: { failuresPer1000: { max: 1000 } }\n', { repeat: 20, seed: 101, baseline });
    expect(worse.only.outcome).toBe('fail');
    expect(worse.campaign.alerts.map(({ metric: name, kind }) => [name, kind])).toContainEqual(['latencyMsP50', 'baseline']);
  });

  test('keeps an event log that does not grow with the sessions that pass', async () => {
    const { log, only } = await run('    bounds: { failuresPer1000: { max: 1000 } }\n', { repeat: 180 });
    const sessions = new Set(log.map((line) => (JSON.parse(line) as { episode: string }).episode));
    // 36 that did not pass, all of them, and a hundred of the others.
    expect(sessions.size).toBe(136);
    expect(only.notes.join(' ')).toContain('leaves out 44 sessions that passed');
  });
});

test('claims about several sessions are judged over them: the openai client backs off, with jitter, by another seed each time', async () => {
  const client = `import OpenAI from ${JSON.stringify(import.meta.resolve('openai'))};
export default async (task) => (await new OpenAI({ maxRetries: 4 }).chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: task }] })).choices[0].message.content && 'right';`;
  const members = '    checks: [backs-off-exponentially]\n    faults: [{ fault: provider-error, status: 500, occurrence: { first: 3 } }]\n';
  const { only, campaign } = await run(members, { repeat: 10 }, client);
  expect(
    only.verdicts.find(({ claim }) => claim === 'backs-off-exponentially'),
    only.sentence,
  ).toMatchObject({ outcome: 'pass' });
  expect(only.outcome, only.sentence).toBe('pass');
  expect(metric(campaign, 'latencyMsP95').value).toBeGreaterThan(metric(campaign, 'latencyMsP50').value!);
  // One session decides nothing, and the claim is required.
  expect((await run(members, {}, client)).only.outcome).toBe('invalid');
});

describe('the figures', () => {
  test('of a share have the interval of Wilson', () => {
    // Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29, by the score method without continuity correction.
    const rounded = (hits: number, total: number): readonly number[] => wilson(hits, total).map((end) => Number(end.toFixed(4)));
    expect(rounded(81, 263)).toEqual([0.2553, 0.3662]);
    expect(rounded(15, 148)).toEqual([0.0624, 0.1605]);
    expect(rounded(0, 20)).toEqual([0, 0.1611]);
    expect(rounded(1, 29)).toEqual([0.0061, 0.1718]);
  });

  test('of pass^k are the share of choices of k that passed throughout', () => {
    expect(passPower(10, 10, 4)).toBe(1);
    expect(passPower(3, 10, 4)).toBe(0);
    expect(passPower(8, 10, 2)).toBeCloseTo(56 / 90);
  });

  test('of a distribution are exact while it has few values, and within half a percent for ever', () => {
    const few = createDistribution();
    for (let value = 1; value <= 1000; value++) few.add(value % 100);
    expect([quantile(few, 0.5), quantile(few, 0.95), few.mean]).toEqual([49, 94, 49.5]);
    const many = createDistribution();
    for (let value = 1; value <= 100_000; value++) many.add(value);
    for (const q of [0.01, 0.5, 0.95, 0.999]) expect(Math.abs(quantile(many, q) / (q * 100_000) - 1)).toBeLessThan(0.006);
    expect(many.mean).toBeCloseTo(50_000.5);
    expect(many.deviation).toBeCloseTo(28_867.66, 1);
  });
});
