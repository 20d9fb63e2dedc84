import { availableParallelism } from 'node:os';
import type { ExploredCase } from '../../domain/exploration.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { nearestWord } from '../../domain/validate.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { CasePlan, Drawn } from '../../domain/scenario.ts';
import { checks, setChecks } from '../../check/index.ts';
import { openEngine, type Engine, type EngineOptions } from '../../run/engine.ts';
import type { LoadedScenario } from '../../run/load-scenarios.ts';
import { exploreCase } from './explore-case.ts';
import { loadProperties } from './load-properties.ts';
import { openStoryteller } from './open-storyteller.ts';
import type { Stage } from './play-story.ts';
import { createPropertyJudge } from './property-judge.ts';
import type { Property, Relation } from './property.ts';
import { saveStory } from './save-story.ts';
import type { Story } from './story.ts';

/** What bounds an exploration, and what it is seen by. */
export interface ExplorationOptions extends EngineOptions {
  readonly select?: (plan: CasePlan) => boolean;
  readonly concurrency?: number;
  /** Per case; over what the scenario says. */
  readonly runs?: number;
  /** What may be other than the scenario says; over what it says itself. */
  readonly draw?: readonly Drawn[];
  /** Real time for all cases together. */
  readonly minutes?: number;
  readonly saturationRuns: number;
  readonly shrinkingRunsMax: number;
  /** Only stories that break these claims or properties are told; all if absent. */
  readonly claims?: ReadonlySet<string>;
  /** Ends a case where this holds of the claims that were broken so far. */
  readonly enough?: (plan: CasePlan, claims: ReadonlySet<string>) => boolean;
  /** Where what is found is saved. */
  readonly foundFolder: string;
  /** A story to begin with, in place of the case as it stands. */
  readonly rerun?: Story;
  /** Milliseconds, for `minutes` alone. */
  now(): number;
  onCase?(report: ExploredCase): void;
  onProgress?(plan: CasePlan, done: number, broken: number): void;
}

const defaultRuns = 1000;
const claimNames: readonly string[] = [...checks, ...setChecks].map(({ claim }) => claim);

/** Explores cases one after another, each with all cores. */
export async function exploreScenarios(scenarios: readonly LoadedScenario[], options: ExplorationOptions): Promise<readonly ExploredCase[]> {
  const chosen = scenarios.flatMap((loaded) => loaded.cases.filter((plan) => options.select?.(plan) ?? true).map((plan) => ({ loaded, plan })));
  const owned = new Map<string, readonly (Property | Relation)[]>();
  for (const { loaded } of chosen) if (!owned.has(loaded.file)) owned.set(loaded.file, await propertiesOf(loaded));
  rejectUnknown(options.claims, [...owned.values()].flat());
  const engine = openEngine(options);
  const taken = new Set<string>();
  const startedMs = options.now();
  const reports: ExploredCase[] = [];
  try {
    for (const [position, { loaded, plan }] of chosen.entries()) {
      if (options.signal.aborted) break;
      const leftMs =
        options.minutes === undefined ? undefined : (options.minutes * 60_000 - (options.now() - startedMs)) / (chosen.length - position);
      const report = await exploreOne(loaded, plan, owned.get(loaded.file)!, { engine, taken, options, leftMs });
      reports.push(report);
      options.onCase?.(report);
    }
    return reports;
  } finally {
    await engine.stop();
  }
}

/** @throws RehearsalFailure UNKNOWN_CHECK: to look for nothing must not look like success. */
function rejectUnknown(claims: ReadonlySet<string> | undefined, owned: readonly (Property | Relation)[]): void {
  const names = [...claimNames, ...owned.map(({ name }) => name)];
  const unknown = [...(claims ?? [])].find((claim) => !names.includes(claim));
  if (unknown === undefined) return;
  const near = nearestWord(unknown, names);
  throw new RehearsalFailure('UNKNOWN_CHECK', `There is no claim and no property named ${JSON.stringify(unknown)}.`, {
    hint: near === undefined ? '`rehearsal checks` lists the claims.' : `Did you mean \`${near}\`?`,
  });
}

function propertiesOf({ file, document, cases }: LoadedScenario): Promise<readonly (Property | Relation)[]> {
  const named = cases[0]?.explore.properties;
  return loadProperties(file, named, named === undefined ? undefined : document.placeOf(['properties']));
}

/** The case without faults and restarts of its own: which trouble there is belongs to the story. */
function withoutTrouble({ world, ...plan }: CasePlan): CasePlan {
  if (world === undefined) return { ...plan, faults: [] };
  const { restart: _restart, ...left } = world;
  return { ...plan, faults: [], world: left };
}

interface Surroundings {
  readonly engine: Engine;
  readonly taken: Set<string>;
  readonly options: ExplorationOptions;
  readonly leftMs: number | undefined;
}

async function exploreOne(
  loaded: LoadedScenario,
  planned: CasePlan,
  owned: readonly (Property | Relation)[],
  { engine, taken, options, leftMs }: Surroundings,
): Promise<ExploredCase> {
  const plan = withoutTrouble(planned);
  const stage: Stage = {
    plan,
    context: engine.context,
    prices: engine.pricesFor(plan),
    ...(owned.length === 0 ? {} : { properties: createPropertyJudge(plan, owned) }),
  };
  const teller = await openStoryteller(stage, {
    seed: options.seed,
    siblings: loaded.cases,
    ...(options.draw === undefined ? {} : { draw: options.draw }),
    ...(options.rerun === undefined ? {} : { begin: options.rerun }),
  });
  return exploreCase(stage, teller, {
    seed: options.seed,
    runsMax: options.runs ?? plan.explore.runs ?? defaultRuns,
    ...(leftMs === undefined ? {} : { msMax: leftMs }),
    saturationRuns: options.saturationRuns,
    shrinkingRunsMax: options.shrinkingRunsMax,
    ...(options.claims === undefined ? {} : { claims: options.claims }),
    ...(options.enough === undefined ? {} : { enough: (claims) => options.enough!(planned, claims) }),
    concurrency: options.concurrency ?? availableParallelism(),
    properties: owned.map(({ name }) => name),
    signal: options.signal,
    now: () => options.now(),
    save: (played, claims, episode) =>
      saveStory(played, {
        engine: options,
        folder: options.foundFolder,
        taken,
        scenario: loaded.document.value as JsonObject,
        plan,
        claims,
        judgedClaims: claims.filter((claim) => claimNames.includes(claim)),
        seed: options.seed,
        episode,
      }),
    onProgress: (done, broken) => options.onProgress?.(plan, done, broken),
  });
}
