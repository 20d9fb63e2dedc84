import { episodeCostUsd } from '../../check/index.ts';
import type { ToolContract } from '../../domain/contract.ts';
import type { Episode } from '../../domain/episode.ts';
import { eventsOf, type Event } from '../../domain/event.ts';
import type { CaseOutcome } from '../../domain/report.ts';
import type { Verdict } from '../../domain/verdict.ts';

/** What a campaign keeps of one session: everything else is dropped when it has been judged. */
export interface SessionFacts {
  readonly seed: number;
  readonly outcome: CaseOutcome;
  readonly sentence: string;
  readonly verdicts: readonly Pick<Verdict, 'claim' | 'outcome'>[];
  /** The agent threw, exited with an error or gave no answer. */
  readonly crashed: boolean;
  /** It had to be ended, or waited for what cannot happen. */
  readonly hung: boolean;
  /** It came to its end without asking a person. */
  readonly completedAlone: boolean;
  readonly tasks: number;
  readonly toolCalls: number;
  readonly toolErrors: number;
  /** US dollars for models and tools; undefined where a price is not known. */
  readonly usd: number | undefined;
  readonly modelCalls: number;
  /** Undefined where an answer did not say what it used. */
  readonly tokens: number | undefined;
  /** From each task to its answer. */
  readonly latenciesMs: readonly number[];
  readonly confidences: readonly number[];
}

/** Reads the facts off a session that was judged. */
export function sessionFacts(
  seed: number,
  episode: Episode,
  judged: { readonly outcome: CaseOutcome; readonly sentence: string; readonly verdicts: readonly Verdict[] },
): SessionFacts {
  const { events } = episode;
  const ended = events.findLast((event) => event.kind === 'episode-ended');
  const finished = ended?.how === 'finished';
  const tools = toolOutcomes(events);
  const modelAnswers = eventsOf(events, 'model-answer').filter(({ error }) => error === undefined);
  const usd = episodeCostUsd(episode);
  return {
    seed,
    outcome: judged.outcome,
    sentence: judged.sentence,
    verdicts: judged.verdicts.map(({ claim, outcome }) => ({ claim, outcome })),
    crashed: ended?.how === 'failed',
    hung: ended?.how === 'timed-out' || ended?.how === 'stuck',
    completedAlone: finished && !events.some(({ kind }) => kind === 'human-asked'),
    tasks: Math.max(1, episode.tasks.length),
    toolCalls: tools.length,
    toolErrors: tools.filter((isError) => isError).length,
    usd: usd === undefined ? undefined : usd + toolCostUsd(events, episode.contracts),
    modelCalls: eventsOf(events, 'model-request').length,
    tokens: modelAnswers.some(({ usage }) => usage === undefined)
      ? undefined
      : modelAnswers.reduce((sum, { usage }) => sum + (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0), 0),
    latenciesMs: latencies(events),
    confidences: events.flatMap((event) =>
      event.kind === 'agent-reported' && 'confidence' in event.report && typeof event.report.confidence === 'number' ? [event.report.confidence] : [],
    ),
  };
}

/** For every call of a tool whether it ended in an error: as the world saw it, else as the conversation tells it. */
function toolOutcomes(events: readonly Event[]): readonly boolean[] {
  const answered = eventsOf(events, 'tool-answered');
  if (answered.length > 0) return answered.map(({ outcome }) => outcome !== 'ok');
  return eventsOf(events, 'tool-result').map(({ isError }) => isError);
}

function toolCostUsd(events: readonly Event[], contracts: readonly ToolContract[]): number {
  const costs = new Map(contracts.map(({ name, usd }) => [name, usd ?? 0]));
  return eventsOf(events, 'tool-called').reduce((sum, { tool }) => sum + (costs.get(tool) ?? 0), 0);
}

function latencies(events: readonly Event[]): readonly number[] {
  const given = new Map(eventsOf(events, 'task-given').map(({ index, atMs }) => [index, atMs]));
  return eventsOf(events, 'answer').map(({ index, atMs }) => atMs - (given.get(index) ?? 0));
}
