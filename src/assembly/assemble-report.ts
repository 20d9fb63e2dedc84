import { checks, setChecks } from '../check/index.ts';
import type { Report } from '../domain/report.ts';
import { verdictSentence } from '../report/verdict-sentence.ts';
import type { RunOutcome } from '../run/index.ts';
import { rehearsalVersion } from './rehearsal-version.ts';

/** Puts what a run found into the form that reporters read. */
export function assembleReport(
  outcome: RunOutcome,
  details: { readonly seed: number; readonly shard: Report['shard'] | undefined; readonly command: string },
): Report {
  return {
    format: 'rehearsal/report/3',
    rehearsalVersion: rehearsalVersion(),
    command: details.command,
    seed: details.seed,
    ...(details.shard === undefined ? {} : { shard: details.shard }),
    exitCode: outcome.exitCode,
    sentence: verdictSentence(outcome.counts),
    counts: outcome.counts,
    claims: [...checks, ...setChecks].map(({ claim }) => claim),
    durationMs: outcome.durationMs,
    cases: outcome.cases,
  };
}
