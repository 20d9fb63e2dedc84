import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import type { ExploredCase } from '../../src/domain/exploration.ts';
import { exploreScenarios, type ExplorationOptions } from '../../src/explore/property/explore-scenarios.ts';
import type { LoadedScenario } from '../../src/run/load-scenarios.ts';
import { tempFolder } from './temp-folder.ts';

/** Lets everything about some cases be anything, in a folder of the test's own. */
export function exploredStories(loaded: LoadedScenario, options: Partial<ExplorationOptions> = {}): Promise<readonly ExploredCase[]> {
  const folder = tempFolder();
  return exploreScenarios([loaded], {
    mode: 'replay',
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile: join(folder, 'explore-events.ndjson'),
    upstreamTimeoutMs: 5000,
    environment: { PATH: process.env['PATH'], TMPDIR: tmpdir() },
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
    saturationRuns: 1_000_000,
    shrinkingRunsMax: 300,
    foundFolder: join(folder, 'found'),
    now: () => performance.now(),
    ...options,
  });
}
