import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Evidence } from './evidence.ts';
import type { RecentErrors } from './rollout.ts';

/** Decisions of the last days before the latest one, and errors among them. */
export function recentErrors({ rows, right }: Evidence, days: Float64Array, { drift }: ReadinessPolicy): RecentErrors {
  const last = days.findLast((day) => !Number.isNaN(day));
  const from = last === undefined ? rows : days.findIndex((day) => day > last - drift.recentDays);
  let errors = 0;
  for (let row = from; row < rows; row++) errors += 1 - right[row]!;
  return { decisions: rows - from, errors };
}
