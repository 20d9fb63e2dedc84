import type { CaseReport } from '../../src/domain/report.ts';
import type { CasePlan } from '../../src/domain/scenario.ts';
import { loadScenarios, run, type LoadedScenario } from '../../src/index.ts';

/** The systems that ship as specimens: `<name>.yaml` holds the sound cases, `<name>-twins.yaml` the broken ones. */
const systems = ['contract-approval', 'company-account', 'support-inbox', 'log-analysis', 'code-writer', 'price-quotes'];

/** Every specimen file. None of the systems streams its answers, so a stream that ends early has a file of its own. */
export const specimenFiles: readonly string[] = [
  ...systems.flatMap((name) => [`scenarios/${name}.yaml`, `scenarios/${name}-twins.yaml`]),
  'scenarios/half-an-answer.yaml',
];

/** Agents of SDKs that were written before there was a world, with their tools behind the gateway. */
export const agentFiles: readonly string[] = ['refund', 'inventory', 'travel', 'tickets'].map((name) => `scenarios/${name}-world.yaml`);

/** The specimens, each perhaps as a variant of itself. */
export function loadSpecimens(
  files: readonly string[] = specimenFiles,
  variant: (plan: CasePlan) => CasePlan = (plan) => plan,
): readonly LoadedScenario[] {
  return loadScenarios(files).map((loaded) => ({ ...loaded, cases: loaded.cases.map(variant) }));
}

/** Runs specimens; the event log goes into the folder. */
export async function runSpecimens(loaded: readonly LoadedScenario[], reports: string, concurrency = 4): Promise<readonly CaseReport[]> {
  return (await run(loaded, { reports, concurrency })).cases;
}

/** The claims that a case broke, in the order of their names. */
export function brokenClaims({ verdicts }: CaseReport): readonly string[] {
  return verdicts
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ claim }) => claim)
    .toSorted();
}
