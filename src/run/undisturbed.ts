import type { CasePlan } from '../domain/scenario.ts';
import { siteOfFault } from '../fault/index.ts';

/** True where the case plans something for the process of its agent: its death, above all. */
export function disturbsItsProcess(plan: CasePlan): boolean {
  return plan.world?.restart !== undefined || plan.faults.some(({ fault }) => siteOfFault(fault) === 'process');
}

/** The same case with nothing planned for the process of its agent; all other faults strike as ever. */
export function undisturbed(plan: CasePlan): CasePlan {
  const faults = plan.faults.filter(({ fault }) => siteOfFault(fault) !== 'process');
  if (plan.world === undefined) return { ...plan, faults };
  const { restart: _restart, ...world } = plan.world;
  return { ...plan, faults, world };
}
