import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { FinishedRecording } from '../cassette/recording.ts';
import { stateFolder } from '../cassette/state-folder.ts';
import type { Episode } from '../domain/episode.ts';
import type { CasePlan } from '../domain/scenario.ts';
import type { CaseReport } from '../domain/report.ts';
import type { Console } from './console.ts';
import { allDialects } from '../assembly/all-dialects.ts';
import { onInterruption } from './interruption.ts';

/** What came of one command. */
export interface AdHocResult {
  readonly report: CaseReport;
  readonly episode: Episode;
  readonly recorded: FinishedRecording | undefined;
  readonly durationMs: number;
}

/** Runs one case without a scenario file; the agent's output goes through to the terminal as it comes. */
export async function runAdHoc(
  plan: CasePlan,
  mode: 'record' | 'replay',
  update: boolean,
  updateCommand: string,
  upstreamTimeoutMs: number,
  console: Console,
): Promise<AdHocResult> {
  const { runOne } = await import('../run/index.ts');
  const interruption = onInterruption(
    mode === 'record' ? 'Interrupted: the agent is ended; what was recorded whole is kept.' : 'Interrupted: the agent is ended.',
  );
  const startedAt = performance.now();
  try {
    const { report, episode, recorded } = await runOne(plan, {
      mode,
      update,
      seed: 1,
      dialects: allDialects,
      logFile: join(stateFolder(), `last-${mode}.ndjson`),
      upstreamTimeoutMs,
      environment: process.env,
      signal: interruption.signal,
      updateCommand: () => updateCommand,
      onOutput: (stream, chunk) => (stream === 'stderr' || console.json ? process.stderr : process.stdout).write(chunk),
    });
    return { report, episode, recorded, durationMs: performance.now() - startedAt };
  } finally {
    interruption.release();
  }
}
