import type { AgentReportType, ReportOf } from '../domain/agent-report.ts';
import type { Episode } from '../domain/episode.ts';
import type { Event, EventKind, EventOf } from '../domain/event.ts';
import { modelCallsOf, type ModelCall } from './model-calls.ts';
import { operationsOf, type Operation } from './operations.ts';
import { taskWindowsOf, type TaskWindow } from './task-windows.ts';
import { toolCallsOf, type ToolCall } from './tool-calls.ts';

/** A report with its place in the history. */
export interface Reported<T extends AgentReportType> {
  readonly seq: number;
  readonly atMs: number;
  readonly report: ReportOf<T>;
}

/** An episode, its events joined once for all claims: calls with their answers, attempts with the operation they are attempts at. */
export interface History {
  /** Events of one kind, in order. */
  of<K extends EventKind>(kind: K): readonly EventOf<K>[];
  reports<T extends AgentReportType>(type: T): readonly Reported<T>[];
  readonly ended: EventOf<'episode-ended'> | undefined;
  /** Calls of tools: as the world saw them, or else as their results were told to a model. */
  readonly calls: readonly ToolCall[];
  readonly modelCalls: readonly ModelCall[];
  /** Logical operations on models and tools, each with its attempts, in the order in which they began. */
  readonly operations: readonly Operation[];
  readonly tasks: readonly TaskWindow[];
  /** Effects of the ledger that the agent brought about. */
  readonly effects: readonly EventOf<'effect-committed'>[];
  /** `seq` of the restarts of the agent. */
  readonly restarts: readonly number[];
}

const histories = new WeakMap<Episode, History>();

/** The history of an episode, made once. */
export function historyOf(episode: Episode): History {
  let history = histories.get(episode);
  if (history === undefined) histories.set(episode, (history = makeHistory(episode)));
  return history;
}

function makeHistory(episode: Episode): History {
  const byKind = new Map<EventKind, Event[]>();
  const byType = new Map<string, Reported<AgentReportType>[]>();
  for (const event of episode.events) {
    append(byKind, event.kind, event);
    if (event.kind === 'agent-reported') append(byType, event.report.type, { seq: event.seq, atMs: event.atMs, report: event.report });
  }
  const of = <K extends EventKind>(kind: K): readonly EventOf<K>[] => (byKind.get(kind) ?? []) as unknown as readonly EventOf<K>[];
  const reports = <T extends AgentReportType>(type: T): readonly Reported<T>[] => (byType.get(type) ?? []) as unknown as readonly Reported<T>[];
  const effects = of('effect-committed').filter(({ by }) => by === 'agent');
  const restarts = of('agent-restarted').map(({ seq }) => seq);
  const calls = toolCallsOf(episode, of);
  const modelCalls = modelCallsOf(of);
  const tasks = taskWindowsOf(episode, of);
  const operations = operationsOf({ calls, modelCalls, tasks, restarts });
  return { of, reports, ended: of('episode-ended').at(-1), calls, modelCalls, operations, tasks, effects, restarts };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
