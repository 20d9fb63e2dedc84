import type { ChaosReport } from '../domain/chaos.ts';
import type { ChaosOutcome } from '../explore/chaos/explore-chaos.ts';
import { rehearsalVersion } from './rehearsal-version.ts';

/** Puts what an exploration found into the form that reporters read. */
export function assembleChaos(
  outcome: ChaosOutcome,
  details: { readonly seed: number; readonly shard: ChaosReport['shard'] | undefined; readonly command: string },
): ChaosReport {
  return {
    format: 'rehearsal/chaos/1',
    rehearsalVersion: rehearsalVersion(),
    command: details.command,
    seed: details.seed,
    ...(details.shard === undefined ? {} : { shard: details.shard }),
    exitCode: outcome.exitCode,
    sentence: chaosSentence(outcome),
    counts: outcome.counts,
    stopped: outcome.stopped,
    durationMs: outcome.durationMs,
    kinds: outcome.kinds,
    cases: outcome.cases,
  };
}

/** What was found, over all cases; where there is one case, its own sentence. */
export function chaosSentence({ cases, counts, stopped }: Pick<ChaosReport, 'cases' | 'counts' | 'stopped'>): string {
  const ending = {
    finished: '',
    minutes: ' The time was over before all was tried.',
    runs: ' Not all was tried: --runs.',
    interrupted: ' It was interrupted.',
  }[stopped];
  if (cases.length === 1) return `${cases[0]!.sentence}${ending}`;
  const held = counts.survived + counts.degraded;
  const judged = held + counts.failed + counts.weakness;
  const findings = cases.reduce((sum, { findings: own }) => sum + own.length, 0);
  const broken = cases.filter(({ findings: own }) => own.length > 0).length;
  const byItself = cases.filter(({ undisturbed }) => undisturbed.outcome !== 'pass').length;
  return (
    [
      `${cases.length} cases survive ${held} of ${judged} experiments.`,
      findings === 0 ? 'Nothing new breaks them.' : `${findings} ${findings === 1 ? 'way' : 'ways'} to break ${broken} of them.`,
      ...(byItself === 0
        ? []
        : [`${byItself} ${byItself === 1 ? 'fails' : 'fail'} without any fault, and ${byItself === 1 ? 'was' : 'were'} not explored.`]),
    ].join(' ') + ending
  );
}
