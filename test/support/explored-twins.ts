import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import type { ChaosCaseReport } from '../../src/domain/chaos.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { CasePlan } from '../../src/domain/scenario.ts';
import { exploreChaos, type ChaosOptions } from '../../src/explore/chaos/explore-chaos.ts';
import { loadScenarios, type LoadedScenario } from '../../src/run/load-scenarios.ts';
import { tempFolder } from './temp-folder.ts';

/** A twin that goes wrong only in trouble: the trouble is taken away, so that nobody says where to look. */
export interface TroubledTwin {
  readonly name: string;
  readonly claims: readonly string[];
  readonly loaded: LoadedScenario;
}

const files = ['company-account', 'contract-approval', 'support-inbox', 'log-analysis', 'code-writer', 'price-quotes'];

/** Every bundled twin. */
export function twinPlans(): readonly { readonly plan: CasePlan; readonly loaded: LoadedScenario }[] {
  return files.flatMap((file) => {
    const [loaded] = loadScenarios([`scenarios/${file}-twins.yaml`]);
    return loaded!.cases.map((plan) => ({ plan, loaded: loaded! }));
  });
}

/** True where its case plans the trouble that shows its fault. */
function needsTrouble({ faults, world }: CasePlan): boolean {
  return faults.length > 0 || world?.restart !== undefined;
}

export function troubledTwins(): readonly TroubledTwin[] {
  return twinPlans()
    .filter(({ plan }) => needsTrouble(plan))
    .map(({ plan, loaded }) => ({ name: plan.name, claims: plan.expectFailure!, loaded: { ...loaded, cases: [untroubled(plan)] } }));
}

/** Twins that go wrong with nobody troubling them, as cases that do not expect it. */
export function twinsByThemselves(): readonly { readonly plan: CasePlan; readonly loaded: LoadedScenario }[] {
  return twinPlans()
    .filter(({ plan }) => !needsTrouble(plan) && plan.repeat === 1)
    .map(({ plan, loaded }) => ({ plan, loaded: { ...loaded, cases: [{ ...plan, expectFailure: undefined }] } }));
}

export function untroubled(planned: CasePlan): CasePlan {
  const { world, ...rest } = withOwnCompanies(planned);
  if (world === undefined) return { ...rest, faults: [], checks: [], expect: { answers: [], never: [] }, expectFailure: undefined };
  const { restart: _restart, ...peaceful } = world;
  const plan = planned;
  // Some wait long for people where nothing goes wrong.
  const limits = { ...plan.limits, steps: plan.limits.steps * 100, seconds: plan.limits.seconds * 100 };
  return { ...rest, limits, faults: [], expectFailure: undefined, world: peaceful };
}

/** Eight customers while no model answers may be eight times the same company; where all goes well each needs its own. */
function withOwnCompanies(plan: CasePlan): CasePlan {
  if (plan.tasks.length < 3 || plan.world === undefined) return plan;
  const companies = plan.world.state['companies'] as Readonly<Record<string, JsonObject>>;
  const own = plan.tasks.map((task, index) => ({ ...(task as JsonObject), company_id: `C-1${index}` }));
  const copies = Object.fromEntries(own.map(({ company_id }) => [company_id, companies['C-1']!]));
  return { ...plan, tasks: own, world: { ...plan.world, callbacks: [], state: { ...plan.world.state, companies: { ...companies, ...copies } } } };
}

/** Explores one case in a folder of the test's own. */
export async function explored(loaded: LoadedScenario, options: Partial<ChaosOptions> = {}): Promise<ChaosCaseReport> {
  const folder = tempFolder();
  const outcome = await exploreChaos([loaded], {
    mode: 'replay',
    update: false,
    seed: 1,
    pairs: 0,
    dialects: allDialects,
    logFile: join(folder, 'chaos-events.ndjson'),
    journalFile: join(folder, 'chaos-journal.ndjson'),
    foundFolder: join(folder, 'found'),
    resume: false,
    upstreamTimeoutMs: 5000,
    environment: { PATH: process.env['PATH'], TMPDIR: tmpdir() },
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
    ...options,
  });
  return outcome.cases[0]!;
}
