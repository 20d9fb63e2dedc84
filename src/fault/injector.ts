import type { FaultMatch, FaultSchedule, Occurrence, PlannedFault } from '../domain/fault.ts';
import type { Happening } from '../domain/world-moment.ts';
import type { FaultKind } from './fault-kind.ts';
import { targetOf } from './target-of.ts';

/** What a matcher can see of a request. */
export interface Target {
  /** Faults of tools strike calls of tools, those of people questions to them, those of connections whatever comes over one, all others requests. Absent: a request. */
  readonly site?: 'tool' | 'person' | 'connection';
  readonly provider: string;
  readonly model: string;
  readonly tools: readonly string[];
  /** Text of the last turn, or the body of a plain request; the arguments of a call, the ticket of a question. */
  readonly content: string;
}

/** A fault whose turn it is at this request. */
export interface ArmedFault {
  readonly index: number;
  readonly planned: PlannedFault;
  readonly kind: FaultKind;
}

/** A planned fault that has not struck. */
export interface UnfiredFault {
  readonly index: number;
  readonly planned: PlannedFault;
  /** How many requests, calls or moments matched. */
  readonly matched: number;
  /** Why it did not strike although its turn came; absent where it never came. */
  readonly why?: string;
}

/** Decides, request by request and moment by moment, which planned faults strike; remembers which did. */
export interface Injector {
  arm(target: Target): readonly ArmedFault[];
  /** Before a moment of the history, or after it. */
  armMoment(when: 'before' | 'after', happening: Happening): readonly ArmedFault[];
  /** As the agent is started for the first time. */
  armStart(): readonly ArmedFault[];
  markFired(index: number): void;
  /** Its turn had come, and yet it could not strike. */
  markFailed(index: number, why: string): void;
  readonly anyFired: boolean;
  /** Planned faults that have not struck: a run that ends with any is invalid. */
  unfired(): readonly UnfiredFault[];
}

/** One injector serves one episode. */
export function createInjector(schedule: FaultSchedule, kinds: readonly FaultKind[]): Injector {
  const matched = schedule.map(() => 0);
  const fired = new Set<number>();
  const failed = new Map<number, string>();
  const planned = schedule.map((each) => ({ planned: each, kind: kinds.find(({ name }) => name === each.fault) }));
  const armEach = (strikes: (kind: FaultKind, match: FaultMatch) => boolean): readonly ArmedFault[] => {
    const armed: ArmedFault[] = [];
    for (const [index, { planned: each, kind }] of planned.entries()) {
      if (kind === undefined || !strikes(kind, each.match)) continue;
      matched[index]!++;
      if (isTurn(each.occurrence, matched[index]!)) armed.push({ index, planned: each, kind });
    }
    return armed;
  };
  return {
    arm: (target) => armEach((kind, match) => targetOf(kind) === (target.site ?? 'request') && matches(match, target)),
    armMoment: (when, happening) => armEach((kind, match) => targetOf(kind) === 'moment' && isMoment(match, when, happening)),
    armStart: () => armEach((kind) => targetOf(kind) === 'start'),
    markFired: (index) => void fired.add(index),
    markFailed: (index, why) => void failed.set(index, why),
    get anyFired() {
      return fired.size > 0;
    },
    unfired: () =>
      schedule.flatMap((each, index) => {
        const why = failed.get(index);
        return fired.has(index) ? [] : [{ index, planned: each, matched: matched[index]!, ...(why === undefined ? {} : { why }) }];
      }),
  };
}

function matches(match: FaultMatch, target: Target): boolean {
  // Of what comes over a connection, calls of tools count for faults that name one, all other requests for the rest.
  if (target.site === 'connection' && (match.tool === undefined) !== (target.tools.length === 0)) return false;
  return (
    (match.provider === undefined || match.provider === target.provider) &&
    (match.model === undefined || match.model === target.model) &&
    (match.tool === undefined || target.tools.includes(match.tool)) &&
    (match.content === undefined || target.content.includes(match.content))
  );
}

function isMoment(match: FaultMatch, when: 'before' | 'after', { kind, tool, report }: Happening): boolean {
  return match[when] === kind && (match.tool === undefined || match.tool === tool) && (match.report === undefined || match.report === report);
}

function isTurn(occurrence: Occurrence, count: number): boolean {
  if (occurrence === 'every') return true;
  return typeof occurrence === 'number' ? count === occurrence : count <= occurrence.first;
}
