import { RehearsalFailure } from '../domain/failure.ts';
import type { Origin } from '../domain/event.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { createScriptAnswerer, createUpstreamAnswerer, providers, type Answerer } from '../gateway/index.ts';
import type { RunContext } from './run-context.ts';
import { loadScriptedModel } from './script-modules.ts';

/** The scripted model that the scenario names: a module, or a server. */
export async function scriptAnswerer(plan: CasePlan, context: RunContext, seed: number, origin: Origin): Promise<Answerer> {
  const model = plan.model!;
  if (model.kind === 'module') return createScriptAnswerer(await loadScriptedModel(model.module), { seed, origin, label: model.label });
  return createUpstreamAnswerer({
    urls: new Map([...(await context.modelServers.upstreamsOf(model)), ...Object.entries(plan.upstreams)]),
    origin,
    timeoutMs: context.upstreamTimeoutMs,
    onFailure: () => undefined,
  });
}

/** Who answers while a cassette is made: the scripted model, where the scenario names one, else the provider. */
export async function liveAnswerer(plan: CasePlan, context: RunContext, seed: number): Promise<Answerer> {
  if (plan.model !== undefined) return scriptAnswerer(plan, context, seed, 'recorded');
  // The gate itself reports a failure of the upstream; a failure to keep an exchange would be silent otherwise.
  return createUpstreamAnswerer({
    urls: liveUpstreams(plan, context.environment),
    origin: 'recorded',
    timeoutMs: context.upstreamTimeoutMs,
    onFailure: () => undefined,
  });
}

/**
 * Who answers what was never recorded, once a fault has struck; undefined where nobody does.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID where a script is to answer, and there is none.
 */
export async function divergenceAnswerer(plan: CasePlan, context: RunContext, seed: number): Promise<Answerer | undefined> {
  if (plan.onDivergence === 'stop') return undefined;
  if (plan.onDivergence === 'generate') {
    const { createGeneratingAnswerer } = await import('../gateway/answerers/generate.ts');
    return createGeneratingAnswerer(seed);
  }
  if (plan.model === undefined) {
    throw new RehearsalFailure('CONFIGURATION_INVALID', `${plan.id} hands divergences to a script, but names none.`, {
      hint: 'Name the scripted model with `model: { command: … }`, or `model: { module: … }`.',
    });
  }
  return scriptAnswerer(plan, context, seed, 'scripted');
}

/** The provider's own servers, unless the environment or the scenario names others. */
function liveUpstreams(plan: CasePlan, environment: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const named: Readonly<Record<string, string | undefined>> = {
    openai: environment['OPENAI_BASE_URL'],
    anthropic: environment['ANTHROPIC_BASE_URL'],
    gemini: environment['GOOGLE_GEMINI_BASE_URL'],
  };
  return new Map([...providers.map(({ name, upstream }): [string, string] => [name, named[name] ?? upstream]), ...Object.entries(plan.upstreams)]);
}
