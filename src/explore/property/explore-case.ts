import type { Counterexample, ExploredCase, Flake } from '../../domain/exploration.ts';
import { caseReport } from '../../run/case-report.ts';
import { runAll } from '../../run/scheduler.ts';
import { createCoverage, type CoverageMap } from './coverage.ts';
import { exploredPlan } from './explored-plan.ts';
import { firstDifference } from './first-difference.ts';
import { holdProperties, playAndHold, playStory, type Broken, type PlayedStory, type Stage } from './play-story.ts';
import { sentenceOfCase } from './explored-sentence.ts';
import { shrinkStory, type Simplest } from './shrink-story.ts';
import type { DrawTurn } from './story-answerer.ts';
import type { Story } from './story.ts';
import { tellStory } from './tell-story.ts';

/** Makes up stories. `guide` is what was reached so far: whoever draws steers towards the rest. */
export interface Storyteller {
  /** The same number and the same guide give the same story. */
  draft(episode: number, guide: Guide): { readonly story: Story; readonly draw: DrawTurn };
  /** Played first: the case as it stands, or the story that is explored around. */
  readonly begin: Story;
  readonly simplest: Simplest;
  /** What is not drawn, and why. */
  readonly notes: readonly string[];
}

export interface Guide {
  readonly coverage: CoverageMap;
  /** Stories that reached something first: what is beyond them is reached from there. */
  readonly corpus: readonly Story[];
}

export interface ExploreOptions {
  readonly seed: number;
  readonly runsMax: number;
  /** Real time; absent: none but `runsMax` bounds it. */
  readonly msMax?: number;
  /** Ends where so many episodes in a row reach nothing new. */
  readonly saturationRuns: number;
  readonly shrinkingRunsMax: number;
  /** Only stories that break these claims or properties are told; all if absent. */
  readonly claims?: ReadonlySet<string>;
  /** Ends where this holds of the claims that were broken so far; absent: never. */
  readonly enough?: (claims: ReadonlySet<string>) => boolean;
  readonly concurrency: number;
  readonly properties: readonly string[];
  readonly signal: AbortSignal;
  /** Now, in milliseconds, for `msMax` alone. */
  now(): number;
  /** Writes a story down so that it can be played again. */
  save(
    played: PlayedStory,
    claims: readonly string[],
    episode: number,
  ): Promise<{ readonly file?: string; readonly fileProblem?: string; readonly command: string }>;
  onProgress?(done: number, broken: number): void;
}

/** What is drawn meanwhile does not depend on how many are played at once: who steers sees whole batches. */
const batchSize = 48;
const problemsMax = 5;

/** Explores one case: plays stories until their number, the time or the novelty is at its end. Each claim that breaks is told once, by the shortest story that was found. */
export async function exploreCase(stage: Stage, teller: Storyteller, options: ExploreOptions): Promise<ExploredCase> {
  const { plan } = stage;
  const coverage = createCoverage(plan, options.properties);
  const corpus: Story[] = [];
  const counterexamples: Counterexample[] = [];
  const flakes: Flake[] = [];
  const problems = new Set<string>();
  const known = new Set<string>();
  const undecided = new Set<string>();
  const startedMs = options.now();
  let episodes = 0;
  let unjudged = 0;
  let quiet = 0;
  let stopped: ExploredCase['stopped'] = 'runs';
  const isLate = (): boolean => options.msMax !== undefined && options.now() - startedMs >= options.msMax;
  const take = async (played: PlayedStory, episode: number): Promise<void> => {
    episodes++;
    if (played.problem !== undefined) {
      unjudged++;
      if (problems.size < problemsMax) problems.add(played.problem);
      return;
    }
    for (const { claim, outcome } of played.verdicts) if (outcome === 'unknown') undecided.add(claim);
    if (coverage.add(played)) {
      corpus.push(played.story);
      quiet = 0;
    } else quiet++;
    for (const broken of played.broken) {
      if (known.has(broken.claim) || options.claims?.has(broken.claim) === false || options.signal.aborted) continue;
      known.add(broken.claim);
      const found = await examine(played, broken, episode, stage, teller, options);
      if (!('report' in found)) flakes.push(found);
      else {
        counterexamples.push(found);
        for (const claim of found.claims) known.add(claim);
      }
    }
  };
  for (let first = 0; first < options.runsMax;) {
    const numbers = Array.from({ length: Math.min(first === 0 ? 1 : batchSize, options.runsMax - first) }, (_, index) => first + index);
    const guide: Guide = { coverage, corpus };
    const played = await runAll(numbers, options.concurrency, options.signal, (number) => {
      if (number === 0) return playStory(teller.begin, stage);
      const { story, draw } = teller.draft(number, guide);
      return isLate() ? Promise.resolve(undefined) : playStory(story, stage, draw);
    });
    const ended = played.flatMap((one, index) => (one === undefined ? [] : [{ one, number: numbers[index]! }]));
    const held = await holdProperties(
      ended.map(({ one }) => one),
      stage,
    );
    for (const [index, one] of held.entries()) await take(one, ended[index]!.number);
    first += numbers.length;
    options.onProgress?.(episodes, counterexamples.length);
    if (options.signal.aborted) stopped = 'interrupted';
    else if (options.enough?.(known) === true) stopped = 'enough';
    else if (isLate()) stopped = 'minutes';
    else if (quiet >= options.saturationRuns) stopped = 'saturated';
    else continue;
    break;
  }
  const judged = episodes - unjudged;
  const never = properties(options, coverage);
  // What could not be decided once is not shown to hold, however often it did.
  const isProven = judged > 0 && flakes.length === 0 && never.length === 0 && undecided.size === 0;
  const outcome = counterexamples.length > 0 ? 'broken' : isProven ? 'held' : 'invalid';
  return {
    id: plan.id,
    scenario: plan.scenario,
    name: plan.name,
    outcome,
    sentence: sentenceOfCase({ judged, unjudged, counterexamples, flakes, never, undecided: [...undecided] }),
    episodes,
    unjudged,
    problems: [...problems],
    stopped,
    counterexamples,
    flakes,
    coverage: coverage.reached(),
    notes: teller.notes,
  };
}

/** Properties of the user's that no episode had anything for: they were not shown to hold. */
function properties({ properties: names }: ExploreOptions, coverage: CoverageMap): readonly string[] {
  const missing = new Set(coverage.missing('property'));
  return names.filter((name) => missing.has(name));
}

/** Plays the story once more; where it breaks again, makes it as short as can be and saves it. */
async function examine(
  played: PlayedStory,
  { claim }: Broken,
  episode: number,
  stage: Stage,
  teller: Storyteller,
  options: ExploreOptions,
): Promise<Counterexample | Flake> {
  const again = await playAndHold(played.story, stage);
  const difference = firstDifference(played.episode.events, again.episode.events);
  const isBrokenAgain = again.broken.some((broken) => broken.claim === claim);
  if (!isBrokenAgain) return { claims: [claim], story: tellStory(played), ...(difference === undefined ? {} : { firstDifference: difference }) };
  const breaks = async (story: Story): Promise<PlayedStory | undefined> => {
    if (options.signal.aborted) return undefined;
    const candidate = await playAndHold(story, stage);
    return candidate.problem === undefined && candidate.broken.some((broken) => broken.claim === claim) ? candidate : undefined;
  };
  const { story, runs } = await shrinkStory(again, teller.simplest, breaks, options.shrinkingRunsMax);
  const last = await playAndHold(story, stage);
  // Who is interrupted meanwhile tells of what was seen before.
  const smallest = last.broken.some((broken) => broken.claim === claim) ? last : again;
  const broken = smallest.broken.toSorted((a, b) => Number(b.claim === claim) - Number(a.claim === claim));
  const claims = broken.map((one) => one.claim);
  const saved = await options.save(smallest, claims, episode);
  const { plan } = stage;
  const report = caseReport(exploredPlan(plan, story), { events: smallest.episode.events, notes: [] }, smallest.episode, () => ({ file: plan.file }));
  return {
    claims,
    sentence: broken[0]?.text ?? '',
    story: tellStory(smallest),
    modelTurns: smallest.spoken.length,
    drawnTurns: smallest.story.turns.filter((turn) => turn !== null).length,
    seed: options.seed,
    episode,
    shrinkingRuns: runs,
    ...saved,
    report,
  };
}
