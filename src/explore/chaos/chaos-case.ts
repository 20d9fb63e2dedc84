import type { ChaosCaseReport, ChaosCell, ChaosFinding } from '../../domain/chaos.ts';
import { caseSentence } from './case-sentence.ts';
import { isLate } from './finished-cell.ts';
import type { OpenCase } from './open-case.ts';
import { shownPlace } from './places.ts';
import { coverageOf, reliability, survivalRates } from './rates.ts';
import { unseenWeaknesses } from './weaknesses.ts';

/** What chaos did to one case, as the report has it. */
export function chaosCase(one: OpenCase, cells: readonly ChaosCell[], findings: readonly ChaosFinding[]): ChaosCaseReport {
  const { plan, undisturbed, places, possible, kinds, failsByItself } = one;
  return {
    id: plan.id,
    scenario: plan.scenario,
    name: plan.name,
    sentence:
      failsByItself === undefined
        ? caseSentence(cells, findings)
        : `It fails without any fault, so nothing was explored and nothing is said of what it survives. ${failsByItself}`,
    undisturbed,
    places: places.map(shownPlace),
    cells: withFindings(cells, findings),
    findings,
    rates: survivalRates(cells, kinds),
    reliability: reliability(cells),
    coverage: coverageOf(possible, cells),
    notExercised: [...one.leftOut, ...notRun(one, cells)],
    notes: weaknessNotes(one, cells),
  };
}

/** Each cell with the position of the first finding that it belongs to. */
export function withFindings(cells: readonly ChaosCell[], findings: readonly ChaosFinding[]): readonly ChaosCell[] {
  return cells.map((cell) => {
    const finding = findings.findIndex((each) => each.cells.includes(cell.id));
    return finding === -1 ? cell : { ...cell, finding };
  });
}

/** Why cells were left to others. */
export const ofOthers = 'they belong to another shard, or lie beyond --runs';

function notRun({ cells: all, failsByItself }: OpenCase, cells: readonly ChaosCell[]): readonly { readonly what: string; readonly why: string }[] {
  if (failsByItself !== undefined) return [{ what: `all ${all.length} cells`, why: 'the agent fails without any fault' }];
  const late = cells.filter(isLate).length;
  const noPairs = cells.filter((cell) => cell.outcome === 'not-run' && !isLate(cell) && cell.faults.length > 1).length;
  const others = all.length - cells.length;
  return [
    ...(late === 0 ? [] : [{ what: `${late} cells`, why: 'there was no time left' }]),
    ...(noPairs === 0 ? [] : [{ what: `${noPairs} pairs`, why: 'one fault left the other nothing to strike' }]),
    ...(others <= 0 ? [] : [{ what: `${others} cells`, why: ofOthers }]),
  ];
}

/** A declaration that nothing bears out may be out of date. Where not all was run it says nothing. */
function weaknessNotes({ cells: all, chaos }: OpenCase, cells: readonly ChaosCell[]): readonly string[] {
  if (cells.length < all.length || cells.some(isLate)) return [];
  return unseenWeaknesses(cells, chaos).map(
    ({ claim, faults }) => `The declared weakness ${claim} (${faults.join(', ')}) was not seen: if it was repaired, take the declaration out.`,
  );
}
