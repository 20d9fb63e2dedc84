import type { AgentReport, AgentReportType, ReportOf } from '../../domain/agent-report.ts';
import type { Block } from '../../domain/chat.ts';
import type { Episode } from '../../domain/episode.ts';
import { eventsOf, type Event } from '../../domain/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { ToolOutcome } from '../../domain/tool-event.ts';

/** Arguments, results and answers are the user's own data: a type here would only be cast away in every property. */
// oxlint-disable-next-line typescript/no-explicit-any
type Own = any;

/** Something that really happened, whatever the agent was told. */
export interface EffectView {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, Own>>;
  readonly result: Own;
  readonly by: 'agent' | 'person';
  /** True where it was taken back. */
  readonly undone: boolean;
  readonly event: number;
}

/** A call of a tool, and what came of it as far as the agent can know. */
export interface CallView {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, Own>>;
  readonly outcome: ToolOutcome | 'none';
  readonly result: Own;
  readonly event: number;
}

/** A finished episode, laid out for whoever writes a property. */
export interface EpisodeView {
  readonly tasks: readonly Own[];
  /** By task; undefined where there was none. An answer that is JSON is parsed. */
  readonly answers: readonly Own[];
  /** The last of them. */
  readonly answer: Own;
  readonly effects: readonly EffectView[];
  readonly calls: readonly CallView[];
  /** What the model said, answer by answer. */
  readonly said: readonly (readonly Block[])[];
  /** State of the world at the end. */
  readonly state: Own;
  readonly events: readonly Event[];
  readonly episode: Episode;
  /** What the agent reported of one type: `reports('decision')`. */
  reports<T extends AgentReportType>(type: T): readonly ReportOf<T>[];
  /** Calls a tool of the world as it was left: nothing of the episode is changed, and nothing is committed. What the agent wrote can be run in that way. */
  tool(name: string, args: JsonObject): Promise<Own>;
}

/** Lays an episode out. `callTool` calls a tool on a copy of the world. */
export function viewEpisode(episode: Episode, callTool: (name: string, args: JsonObject, state: Json) => Promise<Json>): EpisodeView {
  const { events } = episode;
  const undone = new Set(eventsOf(events, 'effect-committed').flatMap(({ undoes }) => (undoes === undefined ? [] : [undoes])));
  const answered = new Map(eventsOf(events, 'tool-answered').map((event) => [event.toolCall, event]));
  const answers = episode.tasks.map((_, index) => parsed(eventsOf(events, 'answer').findLast((event) => event.index === index)?.value));
  const state = eventsOf(events, 'world-snapshot').at(-1)?.state;
  return {
    tasks: episode.tasks,
    answers,
    answer: answers.findLast((answer) => answer !== undefined),
    effects: eventsOf(events, 'effect-committed').map((event) => ({
      tool: event.tool,
      arguments: isJsonObject(event.arguments) ? event.arguments : {},
      result: event.result,
      by: event.by,
      undone: undone.has(event.effect),
      event: event.seq,
    })),
    calls: eventsOf(events, 'tool-called').map(({ toolCall, tool, arguments: args, seq }) => {
      const answer = answered.get(toolCall);
      return { tool, arguments: isJsonObject(args) ? args : {}, outcome: answer?.outcome ?? 'none', result: answer?.result, event: seq };
    }),
    said: eventsOf(events, 'model-answer').map(({ blocks }) => blocks),
    state,
    events,
    episode,
    reports: (type) => eventsOf(events, 'agent-reported').flatMap(({ report }) => (isOf(report, type) ? [report] : [])),
    tool: (name, args) => callTool(name, args, structuredClone(state ?? {})),
  };
}

function isOf<T extends AgentReportType>(report: AgentReport, type: T): report is ReportOf<T> {
  return report.type === type;
}

/** An answer that is JSON in a text says what the JSON says. */
function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
