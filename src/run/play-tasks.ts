import type { CasePlan } from '../domain/scenario.ts';
import type { EpisodeGate } from '../gateway/index.ts';
import type { AgentDriver, AgentSession } from './agent-driver.ts';
import type { EpisodeResources } from './episode-resources.ts';
import type { EpisodeHistory } from './event-log.ts';
import { redactedJson } from './redacted-json.ts';
import type { RunContext } from './run-context.ts';
import type { TimeOver } from './virtual-time/virtual-clock.ts';

/** Starts the agent, gives it its tasks, and ends it: when it has answered, when its time is over, or when the run is interrupted. */
export async function playTasks(
  plan: CasePlan,
  context: RunContext,
  driver: AgentDriver,
  gate: EpisodeGate,
  resources: EpisodeResources,
  history: EpisodeHistory,
): Promise<void> {
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
  const environment = resources.environment();
  let session: AgentSession | undefined;
  const noAnswers: string[] = [];
  const give = async (index: number): Promise<void> => {
    history.emit({ kind: 'task-given', index, task: redactedJson(plan.tasks[index]!, resources.redactor) });
    const outcome = await session!.give(plan.tasks[index]!, index);
    if ('answer' in outcome) history.emit({ kind: 'answer', index, value: redactedJson(outcome.answer, resources.redactor) });
    else noAnswers.push(outcome.noAnswer);
  };
  const all = async (): Promise<void> => {
    session = await driver.start(plan.agent, {
      episode: resources.marker,
      gate,
      environment,
      seed: resources.seed,
      ...(clock === undefined ? {} : { clock }),
      emit: (event) => history.emit(event),
      redact: (text) => resources.redactor.text(text),
      signal: stop.signal,
      ...(context.onOutput === undefined ? {} : { onOutput: context.onOutput }),
    });
    if (plan.together) await Promise.all(plan.tasks.map((_, index) => give(index)));
    else for (const index of plan.tasks.keys()) await give(index);
  };
  try {
    const work = all();
    await Promise.race([work, aborted(stop.signal).then(() => session?.stop())]);
    // A driver that was stopped settles what it was asked; only one that hangs itself is left behind.
    if (stop.signal.aborted) await Promise.race([work.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', onAbort);
    await session?.stop();
  }
  // An answer that is still on its way belongs to this episode: what it was is logged before the end.
  await Promise.race([gate.idle(), new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
  await resources.settle();
  const how =
    over !== undefined
      ? over.why === 'stuck'
        ? 'stuck'
        : 'timed-out'
      : stop.signal.aborted
        ? 'aborted'
        : noAnswers.length > 0
          ? 'failed'
          : 'finished';
  const text = over !== undefined ? over.text : stop.signal.aborted ? 'the run was ended' : noAnswers[0];
  history.emit({ kind: 'episode-ended', how, ...(text === undefined ? {} : { text }) });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
