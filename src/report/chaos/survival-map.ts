import type { ChaosCaseReport, ChaosPlace, ChaosReport } from '../../domain/chaos.ts';
import { formatCount, formatCounted } from '../amounts.ts';
import type { View } from '../html-case-view.ts';
import { groupAnchor, historyNumber } from './anchors.ts';
import { heldCell, isJudgedCell, kindNamed, plainName } from './cell-words.ts';
import type { ExperimentGroup } from './experiment-groups.ts';
import { boxView } from './tables-view.ts';
import { shortLine } from './short-line.ts';

/**
 * The history from left to right, as its crash points: what became of the agent when its process was struck just before, and just after, each thing that
 * others can see. One map for each kind of fault of processes.
 */
export function survivalMaps(report: ChaosReport, one: ChaosCaseReport, groups: readonly ExperimentGroup[], caseNumber: number): readonly View[] {
  const crashes = groups.filter(({ faults }) => faults.length === 1 && kindNamed(report, faults[0]!).site === 'process');
  const places = new Map(one.places.map((place) => [place.id, place]));
  const rowOf = new Map(one.undisturbed.timeline.map((row, index) => [row.seq, `case-${historyNumber(caseNumber, 0)}-row-${index + 1}`]));
  return [...Map.groupBy(crashes, ({ faults }) => faults[0]!)].map(([fault, ofFault]) => {
    const judged = ofFault.flatMap(({ cells }) => cells).filter(isJudgedCell);
    const at = ofFault.flatMap((group) => {
      const place = places.get(group.places[0]!);
      return place === undefined ? [] : [{ group, place }];
    });
    const reached = at.filter(({ group }) => group.cells.some(({ outcome }) => outcome !== 'not-run'));
    const points = [...Map.groupBy(reached, ({ place }) => `${place.event ?? ''} ${place.label}`).values()];
    const shown = points.filter((sides, index) => index < pointsMax || sides.some(({ group }) => group.cells.some((cell) => !heldCell(cell))));
    return {
      fault: plainName(shortLine(fault)),
      summary: kindNamed(report, fault).summary,
      count: `${formatCount(judged.filter(heldCell).length)} of ${formatCounted(judged.length, 'crash point')} survived`,
      leftOut: leftOutWords(at.length - reached.length, points.length - shown.length),
      points: shown.map((sides) => {
        const { place } = sides[0]!;
        return {
          label: shortLine(place.label),
          event: place.event ?? null,
          row: place.event === undefined ? null : (rowOf.get(place.event) ?? null),
          before: side(sides, 'before', caseNumber),
          after: side(sides, 'after', caseNumber),
        };
      }),
    };
  });
}

/** So many points are looked at; beyond them only those at which it did not survive. */
const pointsMax = 200;

function leftOutWords(unreached: number, unshown: number): string | null {
  const parts = [
    ...(unreached === 0 ? [] : [`${formatCounted(unreached, 'crash point')} not reached`]),
    ...(unshown === 0 ? [] : [`${formatCounted(unshown, 'more event')}, survived, not drawn`]),
  ];
  return parts.length === 0 ? null : `${parts.join('; ')}.`;
}

function side(
  sides: readonly { readonly group: ExperimentGroup; readonly place: ChaosPlace }[],
  when: 'before' | 'after',
  caseNumber: number,
): View | null {
  const found = sides.filter(({ place }) => (place.when ?? 'after') === when);
  if (found.length === 0) return null;
  return {
    ...boxView(
      found.flatMap(({ group }) => group.cells),
      groupAnchor(caseNumber, found[0]!.group),
    ),
    when,
  };
}
