import type { ChaosCaseReport, ChaosCell, ChaosReport, FaultPlace } from '../../domain/chaos.ts';
import { formatCount } from '../amounts.ts';
import type { View } from '../html-case-view.ts';
import { groupAnchor } from './anchors.ts';
import { placeLabel } from './cell-title.ts';
import { cellWords, kindNamed, outcomesInWords, plainName, siteWords, worstCellsFirst, worstOutcome } from './cell-words.ts';
import type { ExperimentGroup } from './experiment-groups.ts';
import { shortLine } from './short-line.ts';

const tableTitles: Readonly<Record<FaultPlace['kind'], string>> = {
  request: 'Requests, to models and servers',
  tool: 'Calls of tools',
  person: 'Questions to people',
  moment: 'Moments of the history',
};
/** What a browser lays out at once, and a person may want to look at. */
const columnsMax = 60;
const signsMax = 4;

/**
 * Place × fault inside a case: one table for each kind of place, since a fault of a tool has nothing to do with a question to people. Rows are faults, whose
 * names are long; columns are places, in the order of the history. Faults of processes have the survival map instead.
 */
export function placeTables(report: ChaosReport, one: ChaosCaseReport, groups: readonly ExperimentGroup[], caseNumber: number): readonly View[] {
  const single = groups.filter(({ faults }) => faults.length === 1 && kindNamed(report, faults[0]!).site !== 'process');
  return (Object.keys(tableTitles) as FaultPlace['kind'][]).flatMap((kind) => {
    const ids = new Map(one.places.filter((place) => place.kind === kind).map((place) => [place.id, place]));
    const here = single.filter(({ places }) => ids.has(places[0]!));
    if (here.length === 0) return [];
    const struck = new Set(here.map(({ places }) => places[0]!));
    const columns = [...ids.values()].filter(({ id }) => struck.has(id));
    const shown = columns.slice(0, columnsMax);
    const byFault = Map.groupBy(here, ({ faults }) => faults[0]!);
    return {
      title: tableTitles[kind],
      columns: shown.map((place, index) => ({ number: index + 1, label: placeLabel(place) })),
      rows: [...byFault].map(([fault, ofFault]) => ({
        fault: plainName(shortLine(fault)),
        site: siteWords[kindNamed(report, fault).site],
        boxes: shown.map(({ id }) => {
          const group = ofFault.find(({ places }) => places[0] === id);
          return group === undefined ? null : boxView(group.cells, groupAnchor(caseNumber, group));
        }),
      })),
      leftOut: columns.length > shown.length ? `${formatCount(columns.length - shown.length)} more places: see the experiments below.` : null,
    };
  });
}

/** Signs of the variants that were tried, the worst first, and the same in words. */
export function boxView(cells: readonly ChaosCell[], anchor: string | null): View {
  const worst = worstOutcome(cells)!;
  const ordered = worstCellsFirst(cells);
  const signs = ordered.slice(0, signsMax).map(({ outcome }) => ({ outcome, symbol: cellWords[outcome].symbol }));
  return {
    outcome: worst,
    anchor,
    signs,
    more: cells.length > signsMax ? `+${formatCount(cells.length - signsMax)}` : null,
    words: outcomesInWords(cells),
  };
}
