import type { ReportOf } from '../domain/agent-report.ts';
import type { History } from './history.ts';

/** Place in `steps` of the step that a report names: steps are counted from 1, or from 0 by an agent that reports a step 0 of that plan. */
export function stepPlace(history: History, { plan_id: id, step }: ReportOf<'plan-step'>): number {
  const fromZero = history.reports('plan-step').some(({ report }) => report.plan_id === id && report.step === 0);
  return fromZero ? step : step - 1;
}
