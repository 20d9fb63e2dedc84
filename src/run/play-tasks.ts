import type { CasePlan } from '../domain/scenario.ts';
import type { EpisodeGate } from '../gateway/index.ts';
import type { AgentDriver } from './agent-driver.ts';
import type { EpisodeResources } from './episode-resources.ts';
import type { EpisodeHistory } from './event-log.ts';
import { playRuns } from './play-runs.ts';
import type { RunContext } from './run-context.ts';
import type { TimeOver } from './virtual-time/virtual-clock.ts';
import { within } from './within.ts';

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
  // Opening an episode takes time, in which the run may have been ended.
  if (context.signal.aborted) return history.emit({ kind: 'episode-ended', how: 'aborted', text: 'the run was ended' });
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
    if (stop.signal.aborted)
      await within(
        3000,
        runs.done.catch(() => undefined),
      );
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', onAbort);
    await runs.stop();
  }
  // An answer that is still on its way belongs to this episode: what it was is logged before the end.
  // Where virtual time is over, what still sleeps sleeps for ever.
  await within(over !== undefined && clock !== undefined ? 20 : 2000, gate.idle());
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
