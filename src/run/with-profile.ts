import { RehearsalFailure } from '../domain/failure.ts';
import type { CasePlan } from '../domain/scenario.ts';
import type { LoadedScenario } from './load-scenarios.ts';

/**
 * The scenarios with another profile in force in every world that has profiles; as they are where none is named.
 *
 * @throws RehearsalFailure USAGE where no world has a profile of that name, or one has profiles, but not this one.
 */
export function withProfile(scenarios: readonly LoadedScenario[], profile: string | undefined): readonly LoadedScenario[] {
  if (profile === undefined) return scenarios;
  let chosen = 0;
  const choose = (plan: CasePlan): CasePlan => {
    const { world } = plan;
    if (world?.profiles === undefined) return plan;
    const configuration = Object.hasOwn(world.profiles, profile) ? world.profiles[profile] : undefined;
    if (configuration === undefined) {
      throw new RehearsalFailure('USAGE', `The world of ${plan.id} has no profile named ${JSON.stringify(profile)}.`, {
        hint: `Its profiles: ${Object.keys(world.profiles).join(', ')}. Choose cases with --case, or add it under \`world.profiles\`.`,
      });
    }
    chosen++;
    return { ...plan, world: { ...world, profile, configuration } };
  };
  const changed = scenarios.map((scenario) => ({ ...scenario, cases: scenario.cases.map(choose) }));
  if (chosen === 0)
    throw new RehearsalFailure('USAGE', `No scenario has a world with profiles, so --profile ${profile} would change nothing.`, {
      hint: 'Profiles are declared under `world: { profiles: { prod: … } }`.',
    });
  return changed;
}
