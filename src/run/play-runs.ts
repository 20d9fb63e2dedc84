import { failureText, toFailure } from '../domain/failure.ts';
import type { AgentEnding, AgentSession, AgentWorld } from './agent-driver.ts';
import type { ProcessStrike } from './episode-moments.ts';
import type { OpenEpisode } from './play-tasks.ts';
import { redactedJson } from './redacted-json.ts';
import { tearNewestFile } from './tear-newest-file.ts';
import { within } from './within.ts';

/** More often than this nobody starts an agent again: it would be ended at the same moment for ever. */
const runsMax = 30;

/** The runs of the agent in one episode: one, and one more after each time that it is ended on purpose. */
export interface AgentRuns {
  readonly done: Promise<void>;
  /** Why tasks got no answer, in the last run. */
  noAnswers(): readonly string[];
  stop(): Promise<void>;
}

/** An agent that is being ended on purpose. */
interface Crash {
  readonly strike: ProcessStrike;
  readonly ending: Promise<AgentEnding>;
}

/** Runs the agent; where the case ends it at some moment, it is started again with the tasks that it has not answered. */
export function playRuns({ plan, context, driver, gate, resources, history }: OpenEpisode, signal: AbortSignal): AgentRuns {
  const environment = resources.environment();
  const clock = resources.virtualClock;
  const { moments } = resources;
  const answered = new Set<number>();
  const noAnswers = new Map<number, string>();
  let session: AgentSession | undefined;
  let run = 1;
  let crashed = Promise.withResolvers<Crash>();
  let crash: Crash | undefined;
  /** What goes on beside the agent: copies of it, pauses. */
  const beside = new Set<Promise<unknown>>();
  const others: AgentSession[] = [];

  const startIn = (surroundings: Pick<AgentWorld, 'episode' | 'gate' | 'environment'>, mine: number): Promise<AgentSession> =>
    driver.start(plan.agent, {
      ...surroundings,
      seed: resources.seed,
      run: mine,
      mayRestart: moments !== undefined,
      ...(clock === undefined ? {} : { clock }),
      emit: (event) => history.emit(event),
      redact: (text) => resources.redactor.text(text),
      signal,
      ...(context.onOutput === undefined ? {} : { onOutput: context.onOutput }),
    });
  const start = async (): Promise<void> => {
    session = await startIn({ episode: resources.marker, gate, environment }, run);
  };
  const give = async (index: number): Promise<void> => {
    const ours = run;
    history.emit({ kind: 'task-given', index, task: redactedJson(plan.tasks[index]!, resources.redactor) });
    const outcome = await session!.give(plan.tasks[index]!, index);
    resources.hear();
    // What an agent says that has been ended meanwhile is no answer, nor what it was ended before it could say.
    if (run !== ours) return;
    if ('noAnswer' in outcome) return void noAnswers.set(index, outcome.noAnswer);
    moments?.crosses({ kind: 'answer' });
    if (run !== ours) return;
    if (answered.has(index)) return;
    answered.add(index);
    history.emit({ kind: 'answer', index, value: redactedJson(outcome.answer, resources.redactor) });
  };
  const giveAll = async (giveOne: (index: number) => Promise<void>, goesOn: () => boolean): Promise<void> => {
    const open = [...plan.tasks.keys()].filter((index) => !answered.has(index));
    if (plan.together) await Promise.all(open.map(giveOne));
    else
      for (const [position, index] of open.entries()) {
        if (position > 0 && plan.pauseSeconds > 0) await resources.clock.sleep(plan.pauseSeconds * 1000, signal).catch(() => undefined);
        if (goesOn() && !signal.aborted) await giveOne(index);
      }
  };
  const work = async (): Promise<void> => {
    await start();
    const ours = run;
    await giveAll(give, () => run === ours);
  };
  /** Another copy does the same tasks. Whichever answers first has answered; what both do to the world is done. */
  const workBeside = async (strike: ProcessStrike): Promise<void> => {
    const number = others.length + 2;
    const other = await startIn({ ...(await resources.another(gate)), episode: `${resources.marker}b${number}` }, run + 1);
    others.push(other);
    strike.fired(`worker ${number} was started`);
    await giveAll(
      async (index) => {
        const outcome = await other.give(plan.tasks[index]!, index);
        if ('noAnswer' in outcome || answered.has(index)) return;
        answered.add(index);
        history.emit({ kind: 'answer', index, value: redactedJson(outcome.answer, resources.redactor) });
      },
      () => true,
    );
  };
  const goBeside = (doing: Promise<unknown>): void => {
    const done = doing.catch((error: unknown) => {
      const failure = toFailure(error);
      history.emit({ kind: 'failure', code: failure.code, text: failureText(failure) });
    });
    beside.add(done);
    void done.then(() => beside.delete(done));
  };
  /** Whether the clock could be set, or the agent be held. */
  const disturb = async (strike: ProcessStrike): Promise<void> => {
    const { shiftMs, oversleepMs, pauseMs } = strike;
    const seen =
      pauseMs !== undefined
        ? await session?.pause(pauseMs)
        : (await clock?.disturb({ ...(shiftMs === undefined ? {} : { shiftMs }), ...(oversleepMs === undefined ? {} : { oversleepMs }) }))
          ? 'its clock shows it'
          : undefined;
    if (seen === undefined) strike.failed('the agent had ended, or was ended, before it could feel it');
    else strike.fired(seen);
  };

  moments?.attend((strike) => {
    if (strike.startsAnother === true) return goBeside(workBeside(strike));
    if (strike.end === undefined) return goBeside(disturb(strike));
    if (session === undefined || crash !== undefined) return strike.failed('it was not running, or being ended already');
    // The signal is sent here and now: nothing of what the agent is about to get reaches it.
    crash = { strike, ending: session.kill(strike.end) };
    run++;
    gate.abandon();
    crashed.resolve(crash);
  });

  /** True where the agent is to be started again. */
  const workOnce = async (): Promise<boolean> => {
    const working = work();
    await Promise.race([working, crashed.promise]);
    if (crash === undefined) {
      await endBeside();
      return false;
    }
    const { strike, ending } = crash;
    const { how, seen } = await ending;
    await working.catch(() => undefined);
    await session?.stop();
    session = undefined;
    // What hangs up belongs to the run before; a tool that is still at work goes on, as it would.
    await within(clock === undefined ? 1000 : 20, gate.idle());
    const folder = resources.stateFolder;
    const torn = strike.tearsCheckpoint !== true || folder === undefined ? undefined : tearNewestFile(folder);
    if (seen === undefined) strike.failed('it had ended by itself before it could be ended');
    else if (strike.tearsCheckpoint === true && torn === undefined) strike.failed('it had written nothing into its state folder that could be torn');
    else strike.fired([seen, ...(torn === undefined ? [] : [torn])].join('; '));
    history.emit({ kind: 'agent-restarted', run, how, text: strike.moment });
    resources.restart();
    noAnswers.clear();
    crash = undefined;
    crashed = Promise.withResolvers();
    return !signal.aborted;
  };
  /** What nobody waits for any more, once the agent is done: a thread that sleeps no more is told so. */
  const endBeside = async (): Promise<void> => {
    while (others.length > 0 && beside.size > 0) await Promise.race(beside);
  };
  const all = async (): Promise<void> => {
    moments?.begin();
    while (await workOnce()) {
      if (run <= runsMax) continue;
      const text = `The agent was ended ${run - 1} times, and would be ended for ever: that is no experiment any more.`;
      history.emit({ kind: 'failure', code: 'TOO_MANY_RESTARTS', text });
      return;
    }
  };
  return {
    done: all(),
    noAnswers: () => [...noAnswers].filter(([index]) => !answered.has(index)).map(([, text]) => text),
    async stop() {
      await session?.stop();
      for (const other of others) await other.stop();
    },
  };
}
