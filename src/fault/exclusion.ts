import { RehearsalFailure } from '../domain/failure.ts';
import type { FaultSchedule, Occurrence, PlannedFault } from '../domain/fault.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { FaultKind } from './fault-kind.ts';
import type { PlaceInSchedule } from './place-in-schedule.ts';

/**
 * Checks that no two faults are planned of which only one could strike, or be felt.
 *
 * @throws RehearsalFailure FAULTS_EXCLUDE_EACH_OTHER, with the place of the second.
 */
export function checkExclusion(schedule: FaultSchedule, kinds: readonly FaultKind[], placeOf: PlaceInSchedule): void {
  const kindOf = (fault: PlannedFault): FaultKind | undefined => kinds.find(({ name }) => name === fault.fault);
  for (const [index, second] of schedule.entries()) {
    for (const first of schedule.slice(0, index)) {
      const why = exclusionOf({ planned: first, kind: kindOf(first) }, { planned: second, kind: kindOf(second) });
      if (why === undefined) continue;
      throw new RehearsalFailure('FAULTS_EXCLUDE_EACH_OTHER', `${first.fault} and ${second.fault} exclude each other: ${why}.`, {
        place: placeOf([index]),
        hint: 'Take one of them out, or give them other matches or occurrences.',
      });
    }
  }
}

interface Planned {
  readonly planned: PlannedFault;
  readonly kind: FaultKind | undefined;
}

/** Why both cannot be had; undefined where they can. */
function exclusionOf(first: Planned, second: Planned): string | undefined {
  const shared = sharedByBoth(first, second);
  if (shared !== undefined && meet(first.planned, second.planned)) return shared;
  for (const [one, other] of [
    [first, second],
    [second, first],
  ] as const) {
    const nothing = leftWithNothing(one, other);
    if (nothing !== undefined && covers(one.planned, other.planned)) return nothing;
  }
  return undefined;
}

/** What both would do, and only one can. */
function sharedByBoth({ kind: first, planned: one }: Planned, { kind: second, planned: two }: Planned): string | undefined {
  if (first === undefined || second === undefined) return undefined;
  if (first.answer !== undefined && second.answer !== undefined) return 'both answer the same request in place of the provider';
  if (first.replacesAnswer === true && second.replacesAnswer === true) return 'each says something else in place of the same answer';
  if (first.strikeProcess?.(one.settings).end !== undefined && second.strikeProcess?.(two.settings).end !== undefined)
    return 'both end the agent at the same moment';
  if (first.strikeConnection?.(one.settings).passesBytes === 0 && second.strikeConnection?.(two.settings).passesBytes === 0)
    return 'both keep the same answer from the agent';
  const [struck, again] = [toolFaultOf({ kind: first, planned: one }), toolFaultOf({ kind: second, planned: two })];
  if (struck?.instead !== undefined && again?.instead !== undefined) return 'both answer the same call in place of the tool';
  return struck?.pretend === true && again?.pretend === true ? 'both keep the same call from being committed' : undefined;
}

/** What the other needs, and never finds where the one strikes. */
function leftWithNothing(one: Planned, other: Planned): string | undefined {
  if (one.kind?.answer !== undefined && other.kind?.damage !== undefined)
    return `where ${one.planned.fault} answers there is no real answer for ${other.planned.fault} to strike`;
  const [instead, real] = [toolFaultOf(one), toolFaultOf(other)];
  return instead?.instead !== undefined && (real?.pretend === true || real?.change !== undefined)
    ? `where ${one.planned.fault} answers the tool does nothing that ${other.planned.fault} could change`
    : undefined;
}

function toolFaultOf({ kind, planned }: Planned): ReturnType<NonNullable<FaultKind['strikeTool']>> {
  return kind?.strikeTool?.(planned.settings, { tool: '', contract: undefined, arguments: {} });
}

/** Certain to meet: the same match, and an occurrence that both name. What only may meet is decided by the run. */
function meet(first: PlannedFault, second: PlannedFault): boolean {
  return sameMatch(first, second) && overlap(first.occurrence, second.occurrence);
}

/** Wherever the other could strike, the one does. */
function covers(one: PlannedFault, other: PlannedFault): boolean {
  if (sameMatch(one, other)) return holds(one.occurrence, other.occurrence);
  const wider = Object.entries(one.match).every(([member, value]) => other.match[member as keyof typeof other.match] === value);
  return wider && one.occurrence === 'every';
}

function sameMatch(first: PlannedFault, second: PlannedFault): boolean {
  return canonicalJson(first.match as unknown as Json) === canonicalJson(second.match as unknown as Json);
}

function overlap(first: Occurrence, second: Occurrence): boolean {
  if (typeof first === 'number' && typeof second === 'number') return first === second;
  if (typeof first === 'number') return includes(second, first);
  return typeof second !== 'number' || includes(first, second);
}

/** All of the second are among the first. */
function holds(first: Occurrence, second: Occurrence): boolean {
  if (first === 'every') return true;
  if (second === 'every') return false;
  return typeof second === 'number'
    ? includes(first, second)
    : second.first === 1
      ? includes(first, 1)
      : typeof first !== 'number' && second.first <= first.first;
}

function includes(occurrence: Occurrence, number: number): boolean {
  return occurrence === 'every' || (typeof occurrence === 'number' ? occurrence === number : number <= occurrence.first);
}
