// Goal: exploration finds what is broken, tells it shortly, saves it so that it breaks again, and finds nothing where nothing is. Method: a small shop with a real
// agent in a thread, sound and broken; only what the model says is drawn.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allDialects } from '../../../src/assembly/all-dialects.ts';
import { assembleExploration } from '../../../src/assembly/assemble-exploration.ts';
import type { ExploredCase } from '../../../src/domain/exploration.ts';
import { exploreScenarios } from '../../../src/explore/property/explore-scenarios.ts';
import { readSavedStory } from '../../../src/explore/property/saved-story.ts';
import { renderExploration } from '../../../src/report/exploration-terminal.ts';
import { loadScenarios } from '../../../src/run/load-scenarios.ts';
import { rehearsal } from '../../support/command-line.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const shop = 'test/explore/property/shop/shop.yaml';

async function explore(
  name: string,
  folder: string,
  more: { readonly runs?: number; readonly concurrency?: number; readonly signal?: AbortSignal; readonly file?: string } = {},
): Promise<ExploredCase> {
  const [report] = await exploreScenarios(loadScenarios([more.file ?? shop]), {
    mode: 'replay',
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile: join(folder, 'explore-events.ndjson'),
    upstreamTimeoutMs: 10_000,
    environment: process.env,
    signal: more.signal ?? new AbortController().signal,
    updateCommand: () => '',
    select: (plan) => plan.name === name,
    runs: more.runs ?? 40,
    ...(more.concurrency === undefined ? {} : { concurrency: more.concurrency }),
    saturationRuns: 1_000_000,
    shrinkingRunsMax: 120,
    foundFolder: join(folder, 'found'),
    now: () => 0,
  });
  return report!;
}

describe('an exploration', () => {
  it('finds nothing where nothing is, and says what it reached', async () => {
    const report = await explore('sound', tempFolder());
    expect(report).toMatchObject({ outcome: 'held', episodes: 40, counterexamples: [], flakes: [], stopped: 'runs' });
    const reached = (kind: string): readonly string[] =>
      report.coverage.filter((one) => one.kind === kind && one.episodes > 0).map(({ name }) => name);
    expect(reached('tool')).toEqual(['get_order', 'refund']);
    expect(reached('property')).toEqual(['never refunds more than was paid', 'the weather changes nothing']);
    expect(report.coverage.some(({ episodes }) => episodes === 0)).toBe(true);
  });

  it('gives the same report twice, however many episodes are played at once', async () => {
    const [one, two] = [await explore('generous', tempFolder(), { concurrency: 1 }), await explore('generous', tempFolder(), { concurrency: 3 })];
    const timeless = (report: ExploredCase): unknown =>
      JSON.parse(
        JSON.stringify(report, (key, value: unknown) =>
          ['durationMs', 'atMs', 'command', 'file', 'repeat', 'notes'].includes(key) ? undefined : value,
        ),
      );
    expect(timeless(one)).toEqual(timeless(two));
    expect(one.counterexamples).not.toEqual([]);
  });

  it('tells what breaks a claim as a short story, and saves it as a scenario that breaks it again', async () => {
    const folder = tempFolder();
    const report = await explore('eager', folder);
    const found = report.counterexamples.find(({ claims }) => claims.includes('effects-happen-once'))!;
    expect(report.outcome).toBe('broken');
    expect(found.drawnTurns).toBeLessThanOrEqual(2);
    expect(found.modelTurns).toBeLessThanOrEqual(4);
    expect(found.story.join('\n')).toMatch(/task: .*O-1[^]*the model says .*refund[^]*✘ effects-happen-once/);
    expect(found.fileProblem).toBeUndefined();
    const replayed = await rehearsal(['run', found.file!, '--reports', join(folder, 'reports')], { folder: '.' });
    expect(replayed.code).toBe(1);
    expect(replayed.stdout).toContain('effects-happen-once');
    const cassette = readFileSync(found.file!.replace(/([^/]+)$/, 'cassettes/$1'), 'utf8');
    expect(cassette).toContain('made up by rehearsal explore');
    const saved = readSavedStory(found.file!.replace(/\.yaml$/, '.story.json'));
    expect(saved).toMatchObject({ case: 'eager', seed: 1, episode: found.episode });
  });

  it("finds what breaks the user's own property, and no claim", async () => {
    const report = await explore('generous', tempFolder());
    expect(report.counterexamples.map(({ claims }) => claims)).toEqual([['never refunds more than was paid']]);
    expect(report.counterexamples[0]!.sentence).toMatch(/^event \d+ refunds 8[01](\.\d+)? €$/);
  });

  it.each([
    [
      'whimsical',
      "let asked = 0; export const one = property('whimsical', () => ++asked % 2 === 0 || 'not now');",
      'whimsical judges the same history in two ways',
    ],
    [
      'slow',
      "export const one = property('slow', ({ said }) => { while (said.length !== 3); return true; });",
      'slow could not be decided in some of them',
    ],
  ])('never passes a property that is %s', async (_, text, why) => {
    const folder = tempFolder();
    const file = join(folder, 'shop.yaml');
    writeFileSync(file, readFileSync(shop, 'utf8').replaceAll('./', `${relative(folder, resolve(dirname(shop)))}/`));
    writeFileSync(join(folder, 'shop.properties.js'), `import { property } from '${resolve('src/properties.ts')}';\n${text}\n`);
    const report = await explore('sound', folder, { runs: 4, file });
    expect(report.outcome).toBe('invalid');
    expect(report.sentence).toContain(why);
  });

  it('never passes an agent whose history cannot be repeated', async () => {
    const report = await explore('moody', tempFolder(), { runs: 20 });
    expect(report.outcome).not.toBe('held');
    for (const { firstDifference } of report.flakes) expect(firstDifference?.once).not.toBe(firstDifference?.again ?? 'nothing');
  });

  it('that was interrupted tells what it has', async () => {
    const interrupted = new AbortController();
    interrupted.abort();
    const report = await exploreScenarios(loadScenarios([shop]), {
      mode: 'replay',
      update: false,
      seed: 1,
      dialects: allDialects,
      logFile: join(tempFolder(), 'events.ndjson'),
      upstreamTimeoutMs: 10_000,
      environment: process.env,
      signal: interrupted.signal,
      updateCommand: () => '',
      saturationRuns: 10,
      shrinkingRunsMax: 10,
      foundFolder: join(tempFolder(), 'found'),
      now: () => 0,
    });
    expect(assembleExploration(report, { seed: 1, command: '', durationMs: 0 })).toMatchObject({ exitCode: 3, sentence: 'Nothing was explored.' });
  });
});

describe('rehearsal explore', () => {
  it('ends with 1 where something breaks, prints the story, writes the report, and can go on from what was saved', async () => {
    const folder = tempFolder();
    const words = ['--runs', '20', '--reports', join(folder, 'reports'), '--found', join(folder, 'found')];
    const first = await rehearsal(['explore', shop, '--case', 'generous', ...words], { folder: '.' });
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('✘ broken  A shop › generous');
    expect(first.stdout).toMatch(/again: npx rehearsal run .*found/);
    const report = JSON.parse(readFileSync(join(folder, 'reports', 'explore.json'), 'utf8')) as { readonly cases: readonly ExploredCase[] };
    const story = report.cases[0]!.counterexamples[0]!.file!.replace(/\.yaml$/, '.story.json');
    expect(existsSync(story)).toBe(true);
    const again = await rehearsal(['explore', '--rerun', story, ...words.with(1, '1')], { folder: '.' });
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('never refunds more than was paid');
    expect(again.stdout).toContain('found in episode 0');
  });

  it('refuses to look for a claim that nobody knows', async () => {
    const ended = await rehearsal(['explore', shop, '--claim', 'effects-happen-onc'], { folder: '.' });
    expect(ended.code).toBe(2);
    expect(ended.stdout + ended.stderr).toContain('Did you mean `effects-happen-once`?');
  });

  it('says what is wrong with a story that is none', async () => {
    const ended = await rehearsal(['explore', '--rerun', 'package.json'], { folder: '.' });
    expect(ended.code).toBe(2);
    expect(ended.stdout + ended.stderr).toContain('STORY_INVALID');
  });
});

describe('the words for a terminal', () => {
  it('obey nothing that an agent said', async () => {
    const report = await explore('generous', tempFolder());
    const hostile: ExploredCase = { ...report, counterexamples: report.counterexamples.map((one) => ({ ...one, story: ['\u001b[31mred\u0007'] })) };
    const told = renderExploration(assembleExploration([hostile], { seed: 1, command: '', durationMs: 1 }), { colour: false, widthColumns: 80 });
    // eslint-disable-next-line no-control-regex
    expect(told).not.toMatch(/[\u001b\u0007]/);
    expect(told).toContain('⟪U+001B⟫');
  });
});
