import { weekdays, type ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { EvidenceWindow, Gate } from '../../domain/readiness.ts';
import { daysOf, weekdayOf } from './days.ts';
import type { Evidence } from './evidence.ts';
import { listed, whole } from './words.ts';

export interface TimeFindings {
  readonly gates: readonly Gate[];
  readonly window: EvidenceWindow;
  /** Days since 1970 in the policy's zone; NaN where undated. */
  readonly days: Float64Array;
}

/** Days on which something was decided, and days of the week; the time from first to last would count weeks in which nothing happened. */
export function judgeTime(evidence: Evidence, { time }: ReadinessPolicy): TimeFindings {
  const dayOf = daysOf(time.zone);
  const days = evidence.atMs.map((atMs) => (Number.isNaN(atMs) ? Number.NaN : dayOf(atMs)));
  const active = new Set<number>();
  for (const day of days) if (!Number.isNaN(day)) active.add(day);
  const dated = [...active].toSorted((a, b) => a - b);
  const calendarDays = dated.length === 0 ? 0 : dated.at(-1)! - dated[0]! + 1;
  const seen = new Set(dated.map((day) => weekdays[weekdayOf(day)]!));
  const missing = time.weekdays.filter((weekday) => !seen.has(weekday));
  const [first = null, last = null] = firstAndLast(evidence.atMs);
  const window: EvidenceWindow = {
    ...(evidence.fingerprint === undefined ? {} : { fingerprint: evidence.fingerprint }),
    earlierFingerprints: evidence.earlierFingerprints,
    firstDecisionAtMs: first,
    lastDecisionAtMs: last,
    activeDays: active.size,
    calendarDays,
    weekdaysMissing: missing,
    decisionsPerDay: calendarDays === 0 ? null : evidence.rows / calendarDays,
  };
  return { gates: [activeDaysGate(window, time.activeDaysMin), weekdaysGate(missing, time.weekdays.length, active.size)], window, days };
}

function activeDaysGate({ activeDays, calendarDays }: EvidenceWindow, min: number): Gate {
  const holds = activeDays >= min;
  const pace = activeDays === 0 ? 1 : calendarDays / activeDays;
  return {
    name: 'active-days',
    outcome: holds ? 'holds' : 'fails',
    text: `active days ${whole(activeDays)} of ${whole(min)}`,
    value: activeDays,
    threshold: min,
    validity: 'exact',
    ...(holds ? {} : { needs: { days: Math.ceil((min - activeDays) * pace) } }),
  };
}

function weekdaysGate(missing: readonly string[], required: number, activeDays: number): Gate {
  const holds = missing.length === 0;
  return {
    name: 'weekdays',
    outcome: required === 0 ? 'not-applicable' : holds ? 'holds' : 'fails',
    text: holds ? 'every required day of the week seen' : activeDays === 0 ? 'no day of the week seen' : `never seen on a ${listed(missing)}`,
    value: required - missing.length,
    threshold: required,
    validity: 'exact',
    // Whichever day it is, it comes within a week.
    ...(holds ? {} : { needs: { days: 7 } }),
  };
}

function firstAndLast(atMs: Float64Array): readonly number[] {
  const first = atMs.find((at) => !Number.isNaN(at));
  return first === undefined ? [] : [first, atMs.findLast((at) => !Number.isNaN(at))!];
}
