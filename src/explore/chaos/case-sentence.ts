import type { CellOutcome, ChaosCell, ChaosFinding } from '../../domain/chaos.ts';
import { siteOfFault } from '../../fault/index.ts';

type Group = 'single' | 'crash' | 'pair';

const groups: readonly (readonly [Group, string])[] = [
  ['single', 'single faults'],
  ['crash', 'crash points'],
  ['pair', 'pairs of faults'],
];

/** `Survives 61 of 66 single faults and 17 of 18 crash points. It commits refund twice when the answer of refund is lost.` */
export function caseSentence(
  cells: readonly ChaosCell[],

  findings: readonly ChaosFinding[],
): string {
  const survived = groups.flatMap(([group, words]) => {
    const own = cells.filter((cell) => groupOf(cell) === group);
    const held = count(own, 'survived') + count(own, 'degraded');
    const judged = held + count(own, 'failed') + count(own, 'weakness');
    return judged === 0 ? [] : [`${held} of ${judged} ${words}`];
  });
  const notJudged = count(cells, 'invalid') + count(cells, 'unknown');
  const diverged = count(cells, 'diverged');
  const weaknesses = count(cells, 'weakness');
  const told = findings.slice(0, 3).map(({ sentence }) => sentence);
  return [
    survived.length === 0 ? 'Nothing was judged.' : `Survives ${listed(survived)}.`,
    ...told,
    ...(findings.length > told.length ? [`And ${findings.length - told.length} more.`] : []),
    ...(weaknesses === 0 ? [] : [`${weaknesses} ${weaknesses === 1 ? 'cell shows a declared weakness' : 'cells show declared weaknesses'}.`]),
    ...(diverged === 0 ? [] : [`${diverged} diverged and ${diverged === 1 ? 'is' : 'are'} not judged.`]),
    ...(notJudged === 0 ? [] : [`${notJudged} could not be judged.`]),
  ].join(' ');
}

function groupOf({ faults }: ChaosCell): Group {
  if (faults.length > 1) return 'pair';
  return siteOfFault(faults[0]!) === 'process' ? 'crash' : 'single';
}

function count(cells: readonly ChaosCell[], outcome: CellOutcome): number {
  return cells.filter((cell) => cell.outcome === outcome).length;
}

function listed(parts: readonly string[]): string {
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}
