import type { CasePlan } from '../domain/scenario.ts';
import { createMomentWatch, describeMoment } from '../domain/world-moment.ts';
import type { EpisodeGate } from '../gateway/index.ts';
import type { AgentDriver, AgentSession } from './agent-driver.ts';
import type { EpisodeResources } from './episode-resources.ts';
import type { EpisodeHistory } from './event-log.ts';
import { redactedJson } from './redacted-json.ts';
import type { RunContext } from './run-context.ts';
import type { TimeOver } from './virtual-time/virtual-clock.ts';

/** An episode that has been opened. */
export interface OpenEpisode {
  readonly plan: CasePlan;
  readonly context: RunContext;
  readonly driver: AgentDriver;
  readonly gate: EpisodeGate;
  readonly resources: EpisodeResources;
  readonly history: EpisodeHistory;
}

/** Starts the agent, gives it its tasks, and ends it: when it has answered, when its time is over, or when the run is interrupted. */
export async function playTasks(episode: OpenEpisode): Promise<void> {
  const { plan, context, gate, resources, history } = episode;
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  context.signal.addEventListener('abort', onAbort, { once: true });
  let over: TimeOver | undefined;
  const end = (why: TimeOver): void => {
    over ??= why;
    stop.abort();
  };
  const clock = resources.virtualClock;
  const seconds = clock === undefined ? plan.limits.seconds : plan.limits.realSeconds;
  const timer = setTimeout(
    () => end({ why: 'limit', text: `ended after ${seconds} s${clock === undefined ? '' : ' of real time'}` }),
    seconds * 1000,
  );
  void clock?.over.then(end);
  const runs = playRuns(episode, stop.signal);
  try {
    await Promise.race([runs.done, aborted(stop.signal).then(() => runs.stop())]);
    // A driver that was stopped settles what it was asked; only one that hangs itself is left behind.
    if (stop.signal.aborted) await Promise.race([runs.done.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', onAbort);
    await runs.stop();
  }
  // An answer that is still on its way belongs to this episode: what it was is logged before the end.
  await within(2000, gate.idle());
  await resources.settle();
  const { how, text } = endingOf(over, stop.signal.aborted, runs.noAnswers());
  history.emit({ kind: 'episode-ended', how, ...(text === undefined ? {} : { text }) });
}

function endingOf(
  over: TimeOver | undefined,
  isAborted: boolean,
  noAnswers: readonly string[],
): { how: 'timed-out' | 'stuck' | 'aborted' | 'failed' | 'finished'; text?: string } {
  if (over !== undefined) return { how: over.why === 'stuck' ? 'stuck' : 'timed-out', text: over.text };
  if (isAborted) return { how: 'aborted', text: 'the run was ended' };
  return noAnswers[0] === undefined ? { how: 'finished' } : { how: 'failed', text: noAnswers[0] };
}

interface Runs {
  readonly done: Promise<void>;
  /** Why tasks got no answer, in the last run. */
  noAnswers(): readonly string[];
  stop(): Promise<void>;
}

/** Runs the agent; where the case restarts it, it is ended at that moment and started again, with the tasks that it has not answered. */
function playRuns({ plan, context, driver, gate, resources, history }: OpenEpisode, signal: AbortSignal): Runs {
  const environment = resources.environment();
  const clock = resources.virtualClock;
  const answered = new Set<number>();
  let noAnswers: string[] = [];
  let session: AgentSession | undefined;
  let run = 1;
  const start = async (): Promise<void> => {
    session = await driver.start(plan.agent, {
      episode: resources.marker,
      gate,
      environment,
      seed: resources.seed,
      run,
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
    // What an agent says that has been ended meanwhile is no answer.
    if (run !== ours) return;
    if ('answer' in outcome) {
      answered.add(index);
      history.emit({ kind: 'answer', index, value: redactedJson(outcome.answer, resources.redactor) });
    } else noAnswers.push(outcome.noAnswer);
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
  const killed = Promise.withResolvers<'killed' | 'terminated' | 'abandoned'>();
  const all = async (): Promise<void> => {
    const { restart } = plan.world ?? {};
    // A recording is of the undisturbed run: it serves both.
    if (restart === undefined || context.mode === 'record') return work();
    const isMoment = createMomentWatch(restart);
    history.watch((event) => {
      if (run > 1 || session === undefined || !isMoment(event)) return;
      run = 2;
      killed.resolve(session.kill(restart.how));
      gate.abandon();
    });
    const first = work();
    await Promise.race([first, killed.promise]);
    if (run === 1) return;
    const how = await killed.promise;
    await first.catch(() => undefined);
    await session?.stop();
    // What hangs up belongs to the first run; a tool that is still at work goes on, as it would.
    await within(clock === undefined ? 1000 : 20, gate.idle());
    history.emit({
      kind: 'agent-restarted',
      run,
      how,
      text: describeMoment(restart),
    });
    resources.restart();
    noAnswers = [];
    await work();
  };
  return { done: all(), noAnswers: () => noAnswers, stop: async () => session?.stop() };
}

function within(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
