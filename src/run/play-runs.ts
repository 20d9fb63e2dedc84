import type { AgentEnding, AgentSession } from './agent-driver.ts';
import type { ProcessStrike } from './episode-moments.ts';
import type { OpenEpisode } from './play-tasks.ts';
import { redactedJson } from './redacted-json.ts';
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
  let noAnswers: string[] = [];
  let session: AgentSession | undefined;
  let run = 1;
  let crashed = Promise.withResolvers<Crash>();
  let crash: Crash | undefined;

  const start = async (): Promise<void> => {
    session = await driver.start(plan.agent, {
      episode: resources.marker,
      gate,
      environment,
      seed: resources.seed,
      run,
      mayRestart: moments !== undefined,
      ...(clock === undefined ? {} : { clock }),
      emit: (event) => history.emit(event),
      redact: (text) => resources.redactor.text(text),
      signal,
      ...(context.onOutput === undefined ? {} : { onOutput: context.onOutput }),
    });
  };
  const give = async (index: number): Promise<void> => {
    const ours = run;
    history.emit({ kind: 'task-given', index, task: redactedJson(plan.tasks[index]!, resources.redactor) });
    const outcome = await session!.give(plan.tasks[index]!, index);
    resources.hear();
    // What an agent says that has been ended meanwhile is no answer, nor what it was ended before it could say.
    if (run !== ours) return;
    if ('noAnswer' in outcome) return void noAnswers.push(outcome.noAnswer);
    moments?.crosses({ kind: 'answer' });
    if (run !== ours) return;
    answered.add(index);
    history.emit({ kind: 'answer', index, value: redactedJson(outcome.answer, resources.redactor) });
  };
  const work = async (): Promise<void> => {
    await start();
    const open = [...plan.tasks.keys()].filter((index) => !answered.has(index));
    const ours = run;
    if (plan.together) await Promise.all(open.map(give));
    else
      for (const [position, index] of open.entries()) {
        if (position > 0 && plan.pauseSeconds > 0) await resources.clock.sleep(plan.pauseSeconds * 1000, signal).catch(() => undefined);
        if (run === ours && !signal.aborted) await give(index);
      }
  };

  moments?.attend((strike) => {
    if (strike.end === undefined) return;
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
    if (crash === undefined) return false;
    const { strike, ending } = crash;
    const { how, seen } = await ending;
    await working.catch(() => undefined);
    await session?.stop();
    session = undefined;
    // What hangs up belongs to the run before; a tool that is still at work goes on, as it would.
    await within(clock === undefined ? 1000 : 20, gate.idle());
    if (seen === undefined) strike.failed('it had ended by itself before it could be ended');
    else strike.fired(seen);
    history.emit({ kind: 'agent-restarted', run, how, text: strike.moment });
    resources.restart();
    noAnswers = [];
    crash = undefined;
    crashed = Promise.withResolvers();
    return !signal.aborted;
  };
  const all = async (): Promise<void> => {
    while (await workOnce()) {
      if (run <= runsMax) continue;
      const text = `The agent was ended ${run - 1} times, and would be ended for ever: that is no experiment any more.`;
      history.emit({ kind: 'failure', code: 'TOO_MANY_RESTARTS', text });
      return;
    }
  };
  return { done: all(), noAnswers: () => noAnswers, stop: async () => session?.stop() };
}
