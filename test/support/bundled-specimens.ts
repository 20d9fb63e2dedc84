import { join } from 'node:path';
import type { CaseReport } from '../../src/domain/report.ts';
import type { CasePlan } from '../../src/domain/scenario.ts';
import { loadScenarios, run, type LoadedScenario } from '../../src/index.ts';
import { tempFolder } from './temp-folder.ts';

/** The five systems; `<name>.yaml` holds the sound cases, `<name>-twins.yaml` the broken ones. */
export const systems = ['contract-approval', 'company-account', 'support-inbox', 'log-analysis', 'code-writer'] as const;

const files = [
  ...systems.flatMap((name) => [`scenarios/${name}.yaml`, `scenarios/${name}-twins.yaml`]),
  // What these systems have not: answers that are streamed, and tools that are broken themselves.
  'scenarios/half-an-answer.yaml',
  'scenarios/broken-tools.yaml',
];

/** Every specimen that ships, sound and broken, each perhaps as a variant of itself. */
export function bundledSpecimens(variant: (plan: CasePlan) => CasePlan = (plan) => plan): readonly LoadedScenario[] {
  return loadScenarios(files).map((loaded) => ({ ...loaded, cases: loaded.cases.map(variant) }));
}

export interface RunSpecimens {
  /** By the id of the case. */
  readonly plans: ReadonlyMap<string, CasePlan>;
  readonly reports: readonly CaseReport[];
}

/** Runs specimens, away from the reports of the project. */
export async function runSpecimens(loaded: readonly LoadedScenario[], select: (plan: CasePlan) => boolean = () => true, concurrency = 4): Promise<RunSpecimens> {
  const { cases } = await run(loaded, { reports: join(tempFolder(), 'reports'), concurrency, select });
  return { plans: new Map(loaded.flatMap((one) => one.cases).map((plan) => [plan.id, plan])), reports: cases };
}

/** The claims that a case broke, in the order of their names. */
export function brokenClaims({ verdicts }: CaseReport): readonly string[] {
  return verdicts
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ claim }) => claim)
    .toSorted();
}
