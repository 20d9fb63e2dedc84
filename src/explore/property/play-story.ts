import { defaultChaosPlan } from '../../domain/chaos-plan.ts';
import type { Episode } from '../../domain/episode.ts';
import type { Event } from '../../domain/event.ts';
import type { PriceList } from '../../domain/price.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { ModelContext, ModelTurn } from '../../generate/index.ts';
import { judge } from '../../run/judge.ts';
import type { RunContext } from '../../run/run-context.ts';
import { runSession } from '../../run/run-session.ts';
import { weaknessOf } from '../chaos/weaknesses.ts';
import { exploredPlan } from './explored-plan.ts';
import type { PropertyJudge } from './property-judge.ts';
import { createStoryAnswerer, type DrawTurn, type StoryAnswerer } from './story-answerer.ts';
import type { Story } from './story.ts';

/** What stories are played with. */
export interface Stage {
  readonly plan: CasePlan;
  readonly context: RunContext;
  readonly prices: PriceList;
  /** Judges by the user's own properties; absent where there are none. */
  readonly properties?: PropertyJudge;
}

/** A claim, or a property, that did not hold. */
export interface Broken {
  readonly claim: string;
  readonly text: string;
  /** Numbers of the events that it rests on. */
  readonly evidence: readonly number[];
}

/** A story that was played. */
export interface PlayedStory {
  /** With the turns that were drawn meanwhile. */
  readonly story: Story;
  /** Every turn as it was said. */
  readonly spoken: readonly ModelTurn[];
  /** Where each was said. */
  readonly contexts: readonly ModelContext[];
  readonly episode: Episode;
  readonly verdicts: readonly Verdict[];
  /** The first is the worst. */
  readonly broken: readonly Broken[];
  /** Why nothing can be said of the agent; absent where something can. */
  readonly problem?: string;
}

/** What an agent may be led to leave undone, by its model or by trouble, is no fault of its own. */
const goals = new Set(['gives-an-answer', 'answer-is-as-expected', 'replays-its-recording']);

/** Moments that a story does not reach are part of another one. */
const otherStories = new Set(['MOMENT_NOT_REACHED', 'MODEL_FAILED']);

/** Plays a story from start to end, and judges it by all claims. */
export async function playStory(story: Story, stage: Stage, draw?: DrawTurn): Promise<PlayedStory> {
  const plan = exploredPlan(stage.plan, story);
  let answerer: StoryAnswerer | undefined;
  const { episode, result } = await runSession(plan, stage.context, stage.prices, {
    seed: story.seed,
    held: true,
    answerer: async (planned) => (answerer = createStoryAnswerer(story, plan, await planned().catch(() => undefined), draw)),
  });
  const heard: Episode = { ...episode, events: episode.events.filter((event) => !belongsElsewhere(event)) };
  const told = { ...story, turns: trimmed(answerer?.told ?? []) };
  const { spoken, contexts } = answerer ?? { spoken: [], contexts: [] };
  const problem = result.notRun ?? problemIn(heard.events);
  if (problem !== undefined) return { story: told, spoken, contexts, episode: heard, verdicts: [], broken: [], problem };
  const { verdicts } = judge(plan, heard, () => ({ file: plan.file }));
  return {
    story: told,
    spoken,
    contexts,
    episode: heard,
    verdicts,
    broken: brokenIn(verdicts, isUneventful(told)).filter(({ claim }) => !isDeclared(claim, story, plan)),
  };
}

/** True where the scenario says itself that the agent is weak there: what is known need not be found. */
function isDeclared(claim: string, { faults }: Story, { chaos }: CasePlan): boolean {
  const names = faults.map(({ fault }) => fault);
  return weaknessOf(claim, names, { ...defaultChaosPlan, ...chaos }) !== undefined;
}

/** Judges stories that were played by the user's own properties as well. */
export async function holdProperties(played: readonly PlayedStory[], stage: Stage): Promise<readonly PlayedStory[]> {
  const { properties } = stage;
  const judged = played.filter(({ problem }) => problem === undefined);
  if (properties === undefined || judged.length === 0) return played;
  const verdicts = await properties.hold(judged, (other) => playStory(other, stage));
  const own = new Map(judged.map((one, index) => [one, verdicts[index]!]));
  return played.map((one) => {
    const more = own.get(one);
    return more === undefined ? one : { ...one, verdicts: [...one.verdicts, ...more], broken: [...one.broken, ...brokenIn(more, false)] };
  });
}

/** Plays one story, and judges it by everything. */
export async function playAndHold(story: Story, stage: Stage): Promise<PlayedStory> {
  const [held] = await holdProperties([await playStory(story, stage)], stage);
  return held!;
}

function brokenIn(verdicts: readonly Verdict[], isUneventful: boolean): readonly Broken[] {
  return verdicts.flatMap(({ claim, outcome, text, evidence }) =>
    outcome === 'fail' && (isUneventful || !goals.has(claim)) ? [{ claim, text, evidence }] : [],
  );
}

/** Nothing is strange in it: there is no excuse. */
function isUneventful({ turns, faults, replies, callbacks }: Story): boolean {
  return turns.length === 0 && faults.length === 0 && replies === undefined && callbacks === undefined;
}

function belongsElsewhere(event: Event): boolean {
  return event.kind === 'fault-unfired' || (event.kind === 'failure' && otherStories.has(event.code));
}

function problemIn(events: readonly Event[]): string | undefined {
  const failure = events.find((event) => event.kind === 'failure');
  if (failure !== undefined) return `${failure.code}: ${failure.text}`;
  return events.some((event) => event.kind === 'episode-ended' && event.how === 'aborted') ? 'the run was ended' : undefined;
}

/** What the model says by itself at the end need not be said. */
function trimmed(turns: Story['turns']): Story['turns'] {
  const last = turns.findLastIndex((turn) => turn !== null);
  return turns.slice(0, last + 1);
}
