import type { CasePlan } from '../domain/scenario.ts';
import { agentEnvironment } from '../gateway/index.ts';
import { inProcessOrigin } from './drivers/worker-protocol.ts';

/** Makes the variables that agents are started with, all but the one that marks their episode. */
export interface AgentEnvironments {
  /** Cases that are to have the same variables get the same object. `at` is absent for agents in this process. */
  of(plan: CasePlan, episode: string, at: GatewayAddress | undefined): Readonly<Record<string, string>>;
}

/** Where an agent in a process of its own finds the gateway. */
export interface GatewayAddress {
  /** For what it asks the gateway: `http://127.0.0.1:4010`. */
  readonly origin: string;
  /** For what it asks other hosts: `127.0.0.1:4010`. */
  readonly proxyAddress: string;
}

/** The door `rehearsal/intercept`, unbuilt or built. */
const interceptUrl: string = new URL(`../intercept${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url).href;

/** The environments of the episodes of a run that has `inherited` for its own. */
export function createAgentEnvironments(inherited: Readonly<Record<string, string>>): AgentEnvironments {
  const inProcess = new Map<string, Readonly<Record<string, string>>>();
  return {
    of(plan, episode, at) {
      // What this machine's programs are told is nothing to a container.
      const given = plan.agent.kind === 'image' ? {} : inherited;
      if (at !== undefined) return join(plan, given, `${at.origin}/e/${episode}`, `http://${episode}:rehearsal@${at.proxyAddress}`, episode);
      const key = JSON.stringify([plan.agent.environment, plan.agent.intercept, Object.keys(plan.upstreams)]);
      const known = inProcess.get(key) ?? join(plan, inherited, inProcessOrigin, inProcessOrigin, episode);
      inProcess.set(key, known);
      return known;
    },
  };
}

function join(
  plan: CasePlan,
  inherited: Readonly<Record<string, string>>,
  baseUrl: string,
  proxyUrl: string,
  episode: string,
): Readonly<Record<string, string>> {
  const httpNames = Object.keys(plan.upstreams).flatMap((name) => (name.startsWith('http/') ? [name.slice('http/'.length)] : []));
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(plan.agent.environment)) own[name] = value.replaceAll('${gateway}', baseUrl);
  const gateway = agentEnvironment({ baseUrl, proxyUrl, episode, current: { ...inherited, ...own }, httpNames });
  const preload = plan.agent.intercept
    ? { NODE_OPTIONS: `${own['NODE_OPTIONS'] ?? inherited['NODE_OPTIONS'] ?? ''} --import ${interceptUrl}`.trim() }
    : {};
  return { ...inherited, ...gateway, ...own, ...preload };
}
