import { checks } from '../../check/index.ts';
import { decideByRules, offeredContracts } from '../../contract/index.ts';
import type { Reached } from '../../domain/exploration.ts';
import { isJsonObject } from '../../domain/json.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import type { ToolOutcome } from '../../domain/tool-event.ts';
import type { PlayedStory } from './play-story.ts';

type Kind = Reached['kind'];

const toolOutcomes: readonly ToolOutcome[] = ['ok', 'temporary_error', 'permanent_error', 'invalid_input', 'unknown'];

/** Counts what episodes reach, of all that there is. */
export interface CoverageMap {
  /** Counts an episode; true where it reached something for the first time. */
  add(played: PlayedStory): boolean;
  /** True where nothing is left to be reached. */
  readonly complete: boolean;
  /** How much was reached. */
  readonly size: number;
  reached(): readonly Reached[];
  /** Names of a kind that no episode has reached yet. */
  missing(kind: Kind): readonly string[];
}

/** Everything that the case declares, none of it reached. */
export function createCoverage(plan: CasePlan, properties: readonly string[]): CoverageMap {
  const counts = new Map<string, { readonly kind: Kind; readonly name: string; episodes: number }>();
  const declare = (kind: Kind, name: string): void => void counts.set(`${kind} ${name}`, { kind, name, episodes: 0 });
  for (const [kind, name] of declaredBy(plan)) declare(kind, name);
  for (const name of properties) declare('property', name);
  let size = 0;
  return {
    add(played) {
      let isNew = false;
      for (const key of new Set(reachedBy(played, plan, properties))) {
        const entry = counts.get(key);
        // A transition that no table knows is broken, not reached.
        if (entry === undefined) continue;
        if (entry.episodes++ === 0) {
          isNew = true;
          size++;
        }
      }
      return isNew;
    },
    get complete() {
      return size === counts.size;
    },
    get size() {
      return size;
    },
    reached: () => [...counts.values()].map((entry) => ({ ...entry })),
    missing: (kind) => [...counts.values()].filter((entry) => entry.kind === kind && entry.episodes === 0).map(({ name }) => name),
  };
}

function declaredBy(plan: CasePlan): readonly (readonly [Kind, string])[] {
  const { stateMachine, rules } = plan.declares;
  const states = stateMachine === undefined ? [] : [...new Set(stateMachine.transitions.flatMap(({ from, to }) => [from, to]))];
  const tools = plan.world === undefined ? [] : offeredContracts(plan.contracts).map(({ name }) => name);
  return [
    ...states.map((state) => ['state', state] as const),
    ...(stateMachine?.transitions ?? []).map(({ from, to }) => ['transition', `${from} → ${to}`] as const),
    ...tools.map((tool) => ['tool', tool] as const),
    ...tools.flatMap((tool) => toolOutcomes.map((outcome) => ['outcome', `${tool}: ${outcome}`] as const)),
    ...(rules?.rules ?? []).map(({ name }) => ['rule', name] as const),
    ...(plan.world === undefined ? [] : ['approve', 'reject', 'need_info'].map((reply) => ['reply', reply] as const)),
    ...checks.map(({ claim }) => ['claim', claim] as const),
  ];
}

function reachedBy({ episode, verdicts, story }: PlayedStory, plan: CasePlan, properties: readonly string[]): readonly string[] {
  const { stateMachine, rules } = plan.declares;
  let state = stateMachine?.initial;
  const happened = episode.events.flatMap((event): readonly string[] => {
    switch (event.kind) {
      case 'tool-called':
        return [`tool ${event.tool}`];
      case 'tool-answered':
        return [`outcome ${event.tool}: ${event.outcome}`];
      case 'human-replied':
        return [`reply ${event.reply}`];
      case 'agent-reported': {
        if (event.report.type !== 'state') return [];
        const from = event.report.from ?? state;
        state = event.report.to;
        return [`state ${event.report.to}`, ...(from === undefined ? [] : [`state ${from}`, `transition ${from} → ${event.report.to}`])];
      }
      default:
        return [];
    }
  });
  const met = rules === undefined ? [] : story.tasks.flatMap((task) => (isJsonObject(task) ? decideByRules(rules, task).rules : []));
  const judged = verdicts.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail').map(({ claim }) => claim);
  return [
    ...happened,
    ...met.map((name) => `rule ${name}`),
    ...judged.map((claim) => `${properties.includes(claim) ? 'property' : 'claim'} ${claim}`),
  ];
}
