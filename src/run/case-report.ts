import { matcherNamed } from '../cassette/matcher-named.ts';
import { episodeCostUsd } from '../check/index.ts';
import type { Episode } from '../domain/episode.ts';
import { eventsOf, type EventOf } from '../domain/event.ts';
import type { SourcePlace } from '../domain/failure.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { CaseReport } from '../domain/report.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { conversationRows } from './conversation-rows.ts';
import { judge, type Judged } from './judge.ts';
import type { EpisodeResult } from './run-episode.ts';
import { sealNote } from './seal-note.ts';
import { statedVerdicts } from './stated-verdicts.ts';
import { timelineRows } from './timeline-rows.ts';
import { worldReport } from './world-report.ts';
import { shellWord } from '../domain/shell-word.ts';

/** Judges an episode and lays it out for the reporters. */
export function caseReport(
  plan: CasePlan,
  result: EpisodeResult,
  episode: Episode,
  placeOf: (path: readonly (string | number)[]) => SourcePlace,
  known?: Judged,
): CaseReport {
  const place = placeOf(['cases', plan.index]);
  const base = {
    id: plan.id,
    scenario: plan.scenario,
    name: plan.name,
    place,
    task: plan.tasks.map(taskText).join('\n'),
    repeat: repeatCommand(plan),
    ...(hasExpectation(plan) ? { expectation: plan.expect as unknown as Json } : {}),
  };
  if (result.notRun !== undefined) {
    return {
      ...base,
      outcome: 'not-run',
      sentence: `Not run: ${result.notRun}.`,
      verdicts: [],
      notApplicable: [],
      conversation: [],
      timeline: [],
      notes: [],
      durationMs: 0,
      modelCalls: 0,
      inputTokens: 0,
      outputTokens: 0,
    };
  }
  const world = worldReport(episode.events);
  const judged = known ?? judge(plan, episode, placeOf);
  const answers = eventsOf(episode.events, 'answer');
  const modelAnswers = eventsOf(episode.events, 'model-answer');
  const missed = eventsOf(episode.events, 'replay-missed')[0];
  const loose = looseMatchesIn(episode);
  const usd = modelAnswers.length === 0 ? 0 : episodeCostUsd(episode);
  return {
    ...base,
    // The task as it was logged: what the scenario says may hold a secret.
    task: eventsOf(episode.events, 'task-given')
      .map(({ task }) => taskText(task))
      .join('\n'),
    outcome: judged.outcome,
    sentence: judged.sentence,
    ...statedVerdicts(judged.verdicts),
    ...(answers.length === 0 ? {} : { answer: answers.map(({ value }) => taskText(value)).join('\n') }),
    conversation: conversationRows(episode.events),
    timeline: timelineRows(episode.events),
    ...(world === undefined ? {} : { world }),
    notes: notesOf(plan, result, episode),
    ...(loose.length === 0 ? {} : { looseMatches: loose.map(({ matcher, count }) => `${count} matched loosely by ${matcher}`).join(', ') }),
    ...(missed === undefined ? {} : { miss: `${missed.code}: ${missed.text}` }),
    durationMs: episode.events.at(-1)?.atMs ?? 0,
    modelCalls: eventsOf(episode.events, 'model-request').length,
    inputTokens: sum(modelAnswers.map(({ usage }) => usage?.inputTokens)),
    outputTokens: sum(modelAnswers.map(({ usage }) => usage?.outputTokens)),
    ...(usd === undefined ? {} : { usd }),
  };
}

/** The command that shows one case again. */
export function repeatCommand(plan: CasePlan): string {
  return `npx rehearsal run ${shellWord(plan.file)} --case ${shellWord(plan.name)}`;
}

function taskText(task: Json): string {
  return typeof task === 'string' ? task : JSON.stringify(task);
}

function hasExpectation(plan: CasePlan): boolean {
  return canonicalJson(plan.expect as unknown as Json) !== '{"answers":[],"never":[]}';
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

/** How often which looser matcher was needed; the scenario or the cassette may have named it. */
function looseMatchesIn({ events }: Pick<Episode, 'events'>): readonly { readonly matcher: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const event of events) {
    if ((event.kind !== 'model-answer' && event.kind !== 'http-answer') || event.loose === undefined) continue;
    counts.set(event.loose, (counts.get(event.loose) ?? 0) + 1);
  }
  return [...counts].map(([matcher, count]) => ({ matcher, count }));
}

function clockNote(started: EventOf<'episode-started'> | undefined): string {
  return started?.clock === 'virtual'
    ? "Virtual time: moments and durations are those of the agent's own clock (docs/TIME.md)."
    : "Real time: moments and durations are those of this machine's clock.";
}

/** What the agent said of itself, and nobody could read: where claims lack evidence, this is why. */
function rejectedNote(rejected: readonly EventOf<'evidence-rejected'>[]): readonly string[] {
  const first = rejected[0];
  if (first === undefined) return [];
  const what = rejected.length === 1 ? 'What the agent reported once' : `${rejected.length} things that the agent reported`;
  return [
    `${what} could not be read, and did not count. ${rejected.length === 1 ? 'It' : 'The first'} (event ${first.seq}): ${first.text.slice(0, 300)}`,
  ];
}

function notesOf(plan: CasePlan, result: EpisodeResult, { events }: Episode): readonly string[] {
  const denied = [...new Set(eventsOf(events, 'egress-denied').map(({ target }) => target))];
  const unused = eventsOf(events, 'recordings-unused').filter(({ severity }) => severity === 'note');
  const started = eventsOf(events, 'episode-started')[0];
  const stderr = eventsOf(events, 'agent-output').findLast(({ stream }) => stream === 'stderr');
  const failed = events.some((event) => event.kind === 'episode-ended' && event.how !== 'finished');
  return [
    ...result.notes,
    sealNote(plan, events),
    clockNote(started),
    ...rejectedNote(eventsOf(events, 'evidence-rejected')),
    ...(denied.length === 0 ? [] : [`Other hosts were asked for, and denied: ${denied.join(', ')}.`]),
    ...looseMatchesIn({ events }).map(
      ({ matcher, count }) =>
        `${count} ${count === 1 ? 'request' : 'requests'} matched loosely by \`${matcher}\`: ${matcherNamed(matcher)?.passesOver ?? 'the exact key did not count'}.`,
    ),
    ...unused.map(
      ({ exchanges }) =>
        `After a fault ${exchanges.length} ${exchanges.length === 1 ? 'recording was' : 'recordings were'} not asked for: ${exchanges.join(', ')}.`,
    ),
    // A miss is shown for itself; the agent's own words would only repeat it.
    ...(failed && stderr !== undefined && !events.some(({ kind }) => kind === 'replay-missed')
      ? [`The agent's last words on stderr: ${stderr.text.slice(-1000)}`]
      : []),
  ];
}
