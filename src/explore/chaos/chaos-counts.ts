import type { CellOutcome, ChaosCaseReport, ChaosCell, ChaosCounts, ChaosReport } from '../../domain/chaos.ts';

export function chaosCounts(cases: readonly ChaosCaseReport[]): ChaosCounts {
  const cells = cases.flatMap((one) => one.cells);
  const count = (outcome: CellOutcome): number => countOf(cells, outcome);
  return {
    planned: cells.length,
    survived: count('survived'),
    degraded: count('degraded'),
    weakness: count('weakness'),
    failed: count('failed'),
    diverged: count('diverged'),
    invalid: count('invalid'),
    unknown: count('unknown'),
    notRun: count('not-run'),
  };
}

function countOf(cells: readonly ChaosCell[], outcome: CellOutcome): number {
  return cells.filter((cell) => cell.outcome === outcome).length;
}

/**
 * Any failed ⇒ 1; else 3 where a cell is invalid or unknown, an agent fails by itself, or (in an exploration that is no shard) nothing of a case was judged;
 * else 0. Cells that diverged are counted, and do no harm beside others that were judged.
 */
export function chaosExitCode(cases: readonly ChaosCaseReport[], counts: ChaosCounts, sharded: boolean): ChaosReport['exitCode'] {
  if (counts.failed > 0) return 1;
  if (counts.invalid > 0 || counts.unknown > 0 || cases.some(({ undisturbed }) => undisturbed.outcome !== 'pass')) return 3;
  const judged = (cells: readonly ChaosCell[]): number => countOf(cells, 'survived') + countOf(cells, 'degraded') + countOf(cells, 'weakness');
  return !sharded && cases.some(({ cells }) => judged(cells) === 0) ? 3 : 0;
}
