import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FinishedRecording } from '../cassette/recording.ts';
import type { Event } from '../domain/event.ts';
import { failureText, toFailure } from '../domain/failure.ts';
import { createRealClock } from '../gateway/index.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { EpisodeResources, type AnswererOver, type EpisodeTimes } from './episode-resources.ts';
import { playTasks } from './play-tasks.ts';
import { agentPath } from './process-tree.ts';
import type { RunContext } from './run-context.ts';
import { createVirtualClock } from './virtual-time/virtual-clock.ts';

export interface EpisodeResult {
  readonly events: readonly Event[];
  /** Set where the case never started. */
  readonly notRun?: string;
  readonly recorded?: FinishedRecording;
  /** A branch was to be recorded, but under its faults the agent asks nothing new. */
  readonly needsNoBranch?: boolean;
  readonly notes: readonly string[];
  /** Writes the events to the log, where they were held back. */
  writeLog?(): void;
}

export interface EpisodeOptions {
  /** That of the run if absent. */
  readonly seed?: number;
  /** Told in the log beside the case. */
  readonly label?: string;
  /** The events are not written to the log unless the result's `writeLog` is called. */
  readonly held?: boolean;
  /** Answers models over, or in place of, whoever the plan names: an explorer. What it says is what is recorded, where the case is recorded. */
  readonly answerer?: AnswererOver;
}

/** Runs one case from start to end. It never throws for what concerns the case alone: that becomes an event. */
export async function runEpisode(plan: CasePlan, context: RunContext, options: EpisodeOptions = {}): Promise<EpisodeResult> {
  const { seed = context.seed, label = '', held = false, answerer } = options;
  const missing = plan.agent.requires.find((program) => !isOnPath(program, context.environment['PATH'] ?? ''));
  if (missing !== undefined) return { events: [], notRun: `${missing} is not installed here`, notes: [] };
  const withoutDocker = plan.agent.kind === 'image' ? await context.containers.whyNot() : undefined;
  if (withoutDocker !== undefined) return { events: [], notRun: withoutDocker, notes: [] };
  if (context.mode === 'record' && answerer === undefined && plan.faults.length > 0 && plan.onDivergence !== 'stop') {
    return {
      events: [],
      notRun: `what diverges under its faults is answered by ${plan.onDivergence === 'script' ? 'its scripted model' : 'the generator'}, so there is nothing to record`,
      notes: [],
    };
  }
  if (context.mode === 'record' && answerer === undefined && plan.answeredBy === 'script')
    return { events: [], notRun: 'it is answered by its scripted model, so there is nothing to record', notes: [] };
  const times = timesOf(plan, seed);
  const history = context.log.open(`${plan.id}${label}`, { clock: times.clock, held });
  const driver = context.drivers.find(({ name }) => name === plan.agent.kind)!;
  const resources = new EpisodeResources(plan, context, history, times);
  history.emit({
    kind: 'episode-started',
    scenario: plan.scenario,
    // A command line may hold a secret as well as a prompt may.
    case: resources.redactor.text(plan.name),
    agent: resources.redactor.text(describeAgent(plan)),
    mode: answerer !== undefined && context.mode === 'replay' ? 'generate' : plan.answeredBy === 'script' ? 'script' : context.mode,
    seed,
    clock: plan.clock,
    seal: plan.agent.intercept ? 'sealed' : driver.seal,
  });
  try {
    const gate = await resources.open(answerer);
    await playTasks({ plan, context, driver, gate, resources, history });
  } catch (error) {
    const failure = toFailure(error);
    history.emit({ kind: 'failure', code: failure.code, text: failureText(failure) });
    history.emit({ kind: 'episode-ended', how: 'failed', text: failure.message });
  }
  const recorded = await resources.close();
  if (!held) history.flush();
  return {
    events: history.events,
    notes: resources.notes,
    needsNoBranch: resources.needsNoBranch,
    ...(recorded === undefined ? {} : { recorded }),
    ...(held ? { writeLog: () => history.flush() } : {}),
  };
}

function timesOf(plan: CasePlan, seed: number): EpisodeTimes {
  if (plan.clock === 'real') return { seed, clock: createRealClock() };
  const virtualClock = createVirtualClock({ seed, limitMs: plan.limits.seconds * 1000 });
  return { seed, clock: virtualClock, virtualClock };
}

function describeAgent(plan: CasePlan): string {
  const { agent } = plan;
  if (agent.kind === 'function') return `${agent.module}#${agent.exportName}`;
  if (agent.kind === 'image') return [`image ${agent.image}`, ...[agent.command ?? []].flat()].join(' ');
  const command = agent.command ?? (agent.kind === 'service' ? agent.url : '');
  return typeof command === 'string' ? command : command.join(' ');
}

function isOnPath(program: string, path: string): boolean {
  return agentPath('.', path)
    .split(delimiter)
    .some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
