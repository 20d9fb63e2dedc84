import { existsSync } from 'node:fs';
import { RehearsalFailure } from '../domain/failure.ts';
import type { FaultSchedule } from '../domain/fault.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { readSchedule } from '../run/index.ts';

/**
 * The schedule that `--with-faults` names: a file, or a case with faults of its own.
 *
 * @throws RehearsalFailure USAGE where it names neither, and what `readSchedule` throws.
 */
export function scheduleNamed(name: string, plans: readonly CasePlan[]): FaultSchedule {
  const named = plans.filter((plan) => plan.name === name || plan.id === name);
  if (named.length === 0 && existsSync(name)) return readSchedule(name);
  const withFaults = plans.filter(({ faults }) => faults.length > 0);
  const [plan] = named;
  if (named.length === 1 && plan!.faults.length > 0) return plan!.faults;
  const what =
    named.length > 1
      ? `Several cases are named ${JSON.stringify(name)}`
      : named.length === 1
        ? `The case ${JSON.stringify(name)} has no faults`
        : `There is no file and no case ${JSON.stringify(name)}`;
  throw new RehearsalFailure('USAGE', `${what}.`, {
    hint: `--with-faults names a file with a list of faults, or a case that has some${withFaults.length === 0 ? '' : `: ${withFaults.map(({ name: each }) => each).join(' · ')}`}.`,
  });
}

/**
 * The case under these faults, so that a branch is recorded: from whoever answers live, whatever the case says of divergence.
 *
 * @throws RehearsalFailure USAGE for a case that has faults of its own.
 */
export function underFaults(plan: CasePlan, faults: FaultSchedule): CasePlan {
  if (plan.faults.length > 0)
    throw new RehearsalFailure('USAGE', `${plan.id} has faults of its own.`, {
      place: { file: plan.file },
      hint: 'Record it without --with-faults, or name with --case the cases that have none.',
    });
  return { ...plan, faults, onDivergence: 'stop' };
}
