import type { FaultMatch, FaultSchedule, Occurrence, PlannedFault } from '../domain/fault.ts';
import type { FaultKind } from './fault-kind.ts';

/** What a matcher can see of a request. */
export interface Target {
  /** Faults of tools strike calls of tools and nothing else, all others strike requests. Absent: a request. */
  readonly site?: 'tool';
  readonly provider: string;
  readonly model: string;
  readonly tools: readonly string[];
  /** Text of the last turn, or the body of a plain request. */
  readonly content: string;
}

/** A fault whose turn it is at this request. */
export interface ArmedFault {
  readonly index: number;
  readonly planned: PlannedFault;
  readonly kind: FaultKind;
}

/** Decides, request by request, which planned faults strike; remembers which did. */
export interface Injector {
  arm(target: Target): readonly ArmedFault[];
  markFired(index: number): void;
  readonly anyFired: boolean;
  /** Planned faults that have not struck: a run that ends with any is invalid. */
  unfired(): readonly { readonly index: number; readonly planned: PlannedFault; readonly matched: number }[];
}

/** One injector serves one episode. */
export function createInjector(schedule: FaultSchedule, kinds: readonly FaultKind[]): Injector {
  const matched = schedule.map(() => 0);
  const fired = new Set<number>();
  return {
    arm(target) {
      const armed: ArmedFault[] = [];
      for (const [index, planned] of schedule.entries()) {
        const kind = kinds.find(({ name }) => name === planned.fault);
        if (kind === undefined || (kind.site === 'tool') !== (target.site === 'tool') || !matches(planned.match, target)) continue;
        matched[index]!++;
        if (isTurn(planned.occurrence, matched[index]!)) armed.push({ index, planned, kind });
      }
      return armed;
    },
    markFired: (index) => void fired.add(index),
    get anyFired() {
      return fired.size > 0;
    },
    unfired: () => schedule.flatMap((planned, index) => (fired.has(index) ? [] : [{ index, planned, matched: matched[index]! }])),
  };
}

function matches(match: FaultMatch, target: Target): boolean {
  return (
    (match.provider === undefined || match.provider === target.provider) &&
    (match.model === undefined || match.model === target.model) &&
    (match.tool === undefined || target.tools.includes(match.tool)) &&
    (match.content === undefined || target.content.includes(match.content))
  );
}

function isTurn(occurrence: Occurrence, count: number): boolean {
  if (occurrence === 'every') return true;
  return typeof occurrence === 'number' ? count === occurrence : count <= occurrence.first;
}
