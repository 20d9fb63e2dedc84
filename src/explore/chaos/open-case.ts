import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ChaosPlan } from '../../domain/chaos-plan.ts';
import { defaultChaosPlan } from '../../domain/chaos-plan.ts';
import type { FaultPlace } from '../../domain/chaos.ts';
import { canonicalJson, type Json, type JsonObject } from '../../domain/json.ts';
import type { CaseReport } from '../../domain/report.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import type { FaultKind, TriedAgent } from '../../fault/index.ts';
import { checkSchedule } from '../../fault/schedule.ts';
import { caseReport } from '../../run/case-report.ts';
import { whyNoConnection } from '../../run/check-connection-faults.ts';
import type { Engine } from '../../run/engine.ts';
import { triedAgentOf } from '../../run/tried-agent.ts';
import type { LoadedScenario } from '../../run/load-scenarios.ts';
import type { Cost } from './cost.ts';
import { experimentOf, tryOut } from './experiment.ts';
import { createLaboratory, type Laboratory } from './laboratory.ts';
import { crashesInTrouble } from './crashes-in-trouble.ts';
import { samplePairs } from './pairs.ts';
import { placesOf, type PlaceInHistory } from './places.ts';
import { placeAndKind } from './rates.ts';
import { singleCells, triesAt, type PlannedCell } from './planned-cells.ts';

/** A case that has been run without faults, and what there is to try on it. */
export interface OpenCase {
  readonly plan: CasePlan;
  readonly scenario: JsonObject;
  readonly chaos: ChaosPlan;
  readonly laboratory: Laboratory;
  readonly undisturbed: CaseReport;
  readonly cost: Cost;
  /** Why there is nothing to explore: the agent fails by itself. */
  readonly failsByItself?: string;
  readonly places: readonly PlaceInHistory[];
  /** All that there is to try, in its stable order. */
  readonly cells: readonly PlannedCell[];
  /** place × kind that there are, tried or not. */
  readonly possible: ReadonlySet<string>;
  /** Kinds that cannot strike here, or are not to. */
  readonly leftOut: readonly { readonly what: string; readonly why: string }[];
  readonly kinds: readonly FaultKind[];
  /** What a journal must say to speak of this exploration. */
  readonly exploration: string;
}

export interface OpenCaseOptions {
  readonly seed: number;
  readonly kinds: readonly FaultKind[];
  /** `--faults` */
  readonly faults?: readonly string[];
  readonly pairs?: number;
  readonly repeats?: number;
  /** A Toxiproxy server was named, and it has none of our own toxics. */
  readonly onlyPlainToxics?: boolean;
}

/** Runs a case without faults, and finds out what there is to try. */
export async function openCase(loaded: LoadedScenario, planned: CasePlan, engine: Engine, options: OpenCaseOptions): Promise<OpenCase> {
  const { seed } = options;
  const plan = disturbable(planned);
  const chaos = { ...defaultChaosPlan, ...planned.chaos, ...given(options) };
  const subject = { plan, context: engine.context, prices: engine.pricesFor(plan), placeOf: loaded.document.placeOf };
  const trial = await tryOut(subject, [], seed);
  trial.result.writeLog?.();
  const { outcome, sentence, cost } = experimentOf(trial);
  const undisturbed = caseReport(plan, trial.result, trial.episode, loaded.document.placeOf, trial.judged);
  const history = placesOf(trial.episode.events, plan.contracts);
  const places = history.map(({ place }) => place);
  const never = (kind: FaultKind): string | undefined => whyNever(kind, places, plan) ?? whyUnknownToServer(kind, options);
  const able = options.kinds.filter((kind) => never(kind) === undefined);
  const chosen = able.filter((kind) => whyNotChosen(kind, chaos, options.faults) === undefined);
  const singles = singleCells(places, chosen, triedAgentOf(plan));
  const pairs = samplePairs(
    singles.filter(({ group }) => group === 'single'),
    chaos.pairs,
    seed,
    (pair) => mayStandTogether(pair, options.kinds),
  );
  const crashes = chosen.some(({ site }) => site === 'process') && chaos.pairs > 0 ? await crashesInTrouble(singles, places, subject, seed) : [];
  const cells = [...singles, ...pairs, ...crashes];
  return {
    plan,
    scenario: loaded.document.value as JsonObject,
    chaos,
    laboratory: createLaboratory({ ...subject, undisturbed: { seed, events: trial.episode.events } }, seed, chaos.repeats),
    undisturbed,
    cost,
    ...(outcome === 'survived' ? {} : { failsByItself: sentence }),
    places: history,
    cells,
    possible: possibleIn(places, able, triedAgentOf(plan)),
    leftOut: options.kinds.flatMap((kind) => {
      const why = never(kind) ?? whyNotChosen(kind, chaos, options.faults);
      return why === undefined ? [] : [{ what: kind.name, why }];
    }),
    kinds: able,
    exploration: digest([plan.id, seed, chaos.repeats, plan as unknown as Json, agentText(plan), cells.map(({ id }) => id)]),
  };
}

/** The case as chaos is done to it: without its own faults and repeats; claims that it requires are those of the undisturbed run. */
function disturbable({ chaos: _chaos, ...plan }: CasePlan): CasePlan {
  const onDivergence = plan.onDivergence === 'stop' && plan.model !== undefined ? 'script' : plan.onDivergence;
  return { ...plan, faults: [], checks: [], expectFailure: undefined, repeat: 1, bounds: {}, onDivergence };
}

function given({ pairs, repeats }: OpenCaseOptions): Partial<ChaosPlan> {
  return { ...(pairs === undefined ? {} : { pairs }), ...(repeats === undefined ? {} : { repeats }) };
}

/** Why a kind can strike nowhere in this case. */
function whyNever(kind: FaultKind, places: readonly FaultPlace[], plan: CasePlan): string | undefined {
  const noConnection = kind.site === 'tcp' ? whyNoConnection(plan.agent) : undefined;
  if (noConnection !== undefined) return noConnection;
  const agent = triedAgentOf(plan);
  const unable = kind.unable?.(agent);
  if (unable !== undefined) return unable;
  if (places.some((place) => triesAt(place, kind, agent).length > 0)) return undefined;
  switch (kind.site) {
    case 'tool':
      return places.some((place) => place.kind === 'tool') ? 'no tool that was called can be struck in this way' : 'no tool of a world was called';
    case 'human':
      return 'nobody was asked anything';
    case 'process':
    case 'time':
      return 'no moment of the history can be struck in this way';
    default:
      return places.some((place) => place.kind === 'request') ? 'no request can be struck in this way' : 'no request passed through the gateway';
  }
}

function whyUnknownToServer(kind: FaultKind, { onlyPlainToxics }: OpenCaseOptions): string | undefined {
  const isOwn = kind.strikeConnection?.(kind.example).toxics?.some(({ type }) => type.startsWith('rehearsal_')) === true;
  return isOwn && onlyPlainToxics === true ? 'the Toxiproxy that --toxiproxy names does not know its toxic' : undefined;
}

function whyNotChosen(kind: FaultKind, { only, except }: ChaosPlan, faults: readonly string[] | undefined): string | undefined {
  if (faults !== undefined) return faults.includes(kind.name) ? undefined : '--faults names others';
  if (only !== undefined && !only.includes(kind.name)) return '`chaos.only` of the scenario names others';
  return except.includes(kind.name) ? '`chaos.except` of the scenario leaves it out' : undefined;
}

function mayStandTogether(pair: PlannedCell, kinds: readonly FaultKind[]): boolean {
  try {
    checkSchedule(pair.schedule, kinds, () => ({ file: '' }));
    return true;
  } catch {
    return false;
  }
}

function possibleIn(places: readonly FaultPlace[], kinds: readonly FaultKind[], agent: TriedAgent): ReadonlySet<string> {
  return new Set(
    places.flatMap((place) => kinds.flatMap((kind) => (triesAt(place, kind, agent).length > 0 ? [placeAndKind(place.id, kind.name)] : []))),
  );
}

/** The agent's own file: with another agent, what was found before says nothing. */
function agentText(plan: CasePlan): string {
  if (plan.agent.kind !== 'function') return '';
  try {
    return readFileSync(plan.agent.module, 'utf8');
  } catch {
    return '';
  }
}

function digest(parts: readonly Json[]): string {
  return createHash('sha256').update(canonicalJson(parts)).digest('hex').slice(0, 32);
}
