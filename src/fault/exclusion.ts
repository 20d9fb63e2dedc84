import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import type { FaultSchedule, Occurrence, PlannedFault } from '../domain/fault.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { FaultKind } from './fault-kind.ts';

/**
 * Checks that no two faults are planned of which only one could strike.
 *
 * @throws RehearsalFailure FAULTS_EXCLUDE_EACH_OTHER, with the place of the second.
 */
export function checkExclusion(schedule: FaultSchedule, kinds: readonly FaultKind[], placeOf: (index: number) => SourcePlace): void {
  const kindOf = (fault: PlannedFault): FaultKind | undefined => kinds.find(({ name }) => name === fault.fault);
  for (const [index, second] of schedule.entries()) {
    for (const first of schedule.slice(0, index)) {
      const what = sharedByBoth(kindOf(first), kindOf(second), first, second);
      if (what === undefined || !meet(first, second)) continue;
      throw new RehearsalFailure('FAULTS_EXCLUDE_EACH_OTHER', `${first.fault} and ${second.fault} exclude each other: ${what}.`, {
        place: placeOf(index),
        hint: 'Take one of them out, or give them other matches or occurrences.',
      });
    }
  }
}

/** What both would do, and only one can. */
function sharedByBoth(first: FaultKind | undefined, second: FaultKind | undefined, one: PlannedFault, two: PlannedFault): string | undefined {
  if (first === undefined || second === undefined) return undefined;
  if (first.answer !== undefined && second.answer !== undefined) return 'both answer the same request in place of the provider';
  if (first.strikeProcess?.(one.settings).end !== undefined && second.strikeProcess?.(two.settings).end !== undefined)
    return 'both end the agent at the same moment';
  if (first.strikeConnection?.(one.settings).passesBytes === 0 && second.strikeConnection?.(two.settings).passesBytes === 0)
    return 'both keep the same answer from the agent';
  const [struck, again] = [first, second].map((kind, index) => kind.strikeTool?.([one, two][index]!.settings, { tool: '', contract: undefined }));
  return struck?.instead !== undefined && again?.instead !== undefined ? 'both answer the same call in place of the tool' : undefined;
}

/** Certain to meet: the same match, and an occurrence that both name. What only may meet is decided by the run. */
function meet(first: PlannedFault, second: PlannedFault): boolean {
  return (
    canonicalJson(first.match as unknown as Json) === canonicalJson(second.match as unknown as Json) && overlap(first.occurrence, second.occurrence)
  );
}

function overlap(first: Occurrence, second: Occurrence): boolean {
  if (typeof first === 'number' && typeof second === 'number') return first === second;
  if (typeof first === 'number') return includes(second, first);
  return typeof second !== 'number' || includes(first, second);
}

function includes(occurrence: Occurrence, number: number): boolean {
  return occurrence === 'every' || (typeof occurrence === 'number' ? occurrence === number : number <= occurrence.first);
}
