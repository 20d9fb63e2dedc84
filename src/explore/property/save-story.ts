import { dirname, join, relative } from 'node:path';
import { stringify } from 'yaml';
import { toFailure } from '../../domain/failure.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import type { CallbackPlan, ReplyPlan, WorldMoment } from '../../domain/world.ts';
import { openEngine, type EngineOptions } from '../../run/engine.ts';
import { loadScenarios } from '../../run/load-scenarios.ts';
import { makeFolder } from '../../run/make-folder.ts';
import { runEpisode } from '../../run/run-episode.ts';
import { runSession } from '../../run/run-session.ts';
import { judge } from '../../run/judge.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { faultEntry, movedCase } from '../chaos/found-scenario.ts';
import { foundName, putFile } from '../found-files.ts';
import { exploredPlan } from './explored-plan.ts';
import type { PlayedStory } from './play-story.ts';
import { writeStory } from './saved-story.ts';
import { createStoryAnswerer } from './story-answerer.ts';
import type { Story } from './story.ts';

/** What a story is saved with. */
export interface SaveOptions {
  readonly engine: EngineOptions;
  readonly folder: string;
  /** Names that this exploration has given. */
  readonly taken: Set<string>;
  /** The file of the case as it was read. */
  readonly scenario: JsonObject;
  readonly plan: CasePlan;
  readonly claims: readonly string[];
  /** Claims of Rehearsal's own among them: what a saved scenario is judged by. */
  readonly judgedClaims: readonly string[];
  readonly seed: number;
  readonly episode: number;
}

export interface Saved {
  readonly file?: string;
  readonly fileProblem?: string;
  readonly command: string;
}

/**
 * Saves a story as three files: a scenario, the cassette that answers it offline (recorded through the real path, the story standing for the provider), and the
 * story itself. The scenario is read and run again at once: a saved counterexample that would not break is a problem that is told.
 */
export async function saveStory(played: PlayedStory, options: SaveOptions): Promise<Saved> {
  const { plan, folder, taken, claims } = options;
  const name = foundName(plan, claims[0] ?? 'broken', taken);
  const file = join(folder, `${name}.yaml`);
  const cassette = join(folder, 'cassettes', `${name}.yaml`);
  const story: Story = { ...played.story, turns: played.spoken };
  const again = `npx rehearsal explore --rerun ${shellWord(join(folder, `${name}.story.json`))}`;
  try {
    makeFolder(dirname(cassette));
    putFile(
      join(folder, `${name}.story.json`),
      writeStory({
        format: 'rehearsal/story/1',
        scenario: plan.file,
        case: plan.name,
        claims,
        seed: options.seed,
        episode: options.episode,
        story: played.story,
      }),
    );
    const recorded = await record(story, cassette, options);
    putFile(file, storyScenario(played, { ...options, file, cassette: recorded ? cassette : undefined, name }));
    const problem = await verify(file, story.seed, options);
    const seed = story.seed === 1 ? '' : ` --seed ${story.seed}`;
    if (problem !== undefined) return { fileProblem: problem, command: again };
    return { file: relative('.', file) || file, command: `npx rehearsal run ${shellWord(relative('.', file) || file)}${seed}` };
  } catch (error) {
    return { fileProblem: `${file}: ${toFailure(error).message}`, command: again };
  }
}

/** Plays the story as if it were a provider, and records it; false where the agent asks no model. */
async function record(story: Story, cassette: string, { plan, engine }: SaveOptions): Promise<boolean> {
  const recorder = openEngine({ ...engine, mode: 'record', update: true, logFile: `${engine.logFile}.recording` });
  try {
    const recordedPlan: CasePlan = {
      ...exploredPlan(plan, story),
      cassette,
      answeredBy: 'cassette',
      model: { kind: 'module', module: '', label: 'made up by rehearsal explore' },
    };
    const { recorded } = await runEpisode(recordedPlan, recorder.context, {
      seed: story.seed,
      held: true,
      answerer: () => createStoryAnswerer(story, recordedPlan, undefined),
    });
    return recorded !== undefined;
  } finally {
    await recorder.stop();
  }
}

/** Runs the saved scenario as `rehearsal run` does; undefined where it breaks what it was saved for. */
async function verify(file: string, seed: number, { engine, judgedClaims }: SaveOptions): Promise<string | undefined> {
  const [loaded] = loadScenarios([file]);
  const plan = loaded!.cases[0]!;
  const replayer = openEngine({ ...engine, mode: 'replay', seed, logFile: `${engine.logFile}.verifying` });
  try {
    const { episode } = await runSession(plan, replayer.context, replayer.pricesFor(plan), { held: true });
    const { verdicts, sentence } = judge(plan, episode, loaded!.document.placeOf);
    const broken = verdicts.filter(({ outcome }) => outcome === 'fail').map(({ claim }) => claim);
    if (judgedClaims.length === 0 || judgedClaims.some((claim) => broken.includes(claim))) return undefined;
    return `${file} was saved, but does not break ${judgedClaims.join(' and ')} when it is run: ${sentence.slice(0, 300)}`;
  } finally {
    await replayer.stop();
  }
}

interface ScenarioOptions extends SaveOptions {
  readonly file: string;
  readonly cassette: string | undefined;
  readonly name: string;
}

/** The text of the scenario: the case as it was, under the story. */
function storyScenario({ story, broken, episode }: PlayedStory, { scenario, plan, file, cassette, claims }: ScenarioOptions): string {
  const { shared: all, own, moved } = movedCase({ scenario, plan, file });
  const { answeredBy: _a, onDivergence: _o, task: _t, tasks: _ts, world, ...case_ } = own;
  const { answeredBy: _b, onDivergence: _d, world: whole, ...shared } = all;
  const left = [...(episode.events.some(({ kind }) => kind === 'kill-switch-thrown') ? [] : ['killSwitch']), 'restart'];
  // What the story does not come to would make the case invalid.
  const without = (given: Json | undefined): JsonObject =>
    Object.fromEntries(Object.entries((given ?? {}) as JsonObject).filter(([name]) => !left.includes(name)));
  const changed: JsonObject = {
    ...(story.replies === undefined ? {} : { people: { levels: plan.world!.people.levels, replies: story.replies.map(replyEntry) } }),
    ...(story.callbacks === undefined ? {} : { callbacks: story.callbacks.map(callbackEntry) }),
  };
  const written = {
    ...shared,
    ...(whole === undefined ? {} : { world: without(whole) }),
    description: `Found by rehearsal explore in ${plan.file}, case ${JSON.stringify(plan.name)}: ${broken[0]?.text ?? ''} It fails until the agent is mended.`,
    cases: [
      {
        ...case_,
        name: `${plan.name}: ${claims[0] ?? 'broken'}`.slice(0, 200),
        ...(story.tasks.length === 1 ? { task: story.tasks[0]! } : { tasks: story.tasks }),
        ...(cassette === undefined ? {} : { cassette: moved(cassette) }),
        unusedRecordings: 'note',
        ...(world === undefined && Object.keys(changed).length === 0 ? {} : { world: { ...without(world), ...changed } }),
        ...(story.faults.length === 0 ? {} : { faults: story.faults.map(faultEntry) }),
      },
    ],
  };
  return stringify(written, { lineWidth: 120 });
}

function replyEntry({ match, replies }: ReplyPlan): JsonObject {
  const [first, ...then] = replies.map(({ afterSeconds, reply, by, text }): JsonObject => ({
    reply,
    after: afterSeconds,
    by,
    ...(text === undefined ? {} : { text }),
  }));
  return { ...match, ...first, ...(then.length === 0 ? {} : { then }) };
}

function callbackEntry({ id, event, at, afterSeconds, times }: CallbackPlan): JsonObject {
  return { id, event, ...(at === undefined ? {} : { at: at satisfies WorldMoment as unknown as Json }), after: afterSeconds, times };
}
