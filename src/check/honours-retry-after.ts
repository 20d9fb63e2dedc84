import { other, pass, settingOf, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import type { Attempt, Operation } from './operations.ts';
import { refuted } from './refuted.ts';
import { counted, type Finding } from './sentence.ts';
import { windowOf } from './task-windows.ts';

/** A provider that says when to come back means it; agents that come back sooner are refused for longer, and nobody waits for one that sleeps beyond its deadline. */
export const honoursRetryAfter: Check = {
  claim: 'honours-retry-after',
  from: 'S1.1',
  rule: 'After an answer with Retry-After the same is not asked again before that time, less 20 ms; where the time goes beyond the deadline of the retries or the task, the agent does not sleep: it gives up or asks somebody else, which is fine at any time.',
  declaredAt: ['faults'],
  settings: {
    toleranceMs: {
      default: 20,
      description: 'Timers fire a little early, and events carry whole milliseconds; 1000 for a provider that gives dates.',
    },
    retrySeconds: { default: 30, description: 'Deadline of the retries of one operation, in seconds.' },
  },
  check(episode) {
    const history = historyOf(episode);
    const waits = history.operations.flatMap((operation) => waitsIn(operation));
    if (waits.length === 0) return other('not-applicable', 'No answer carried Retry-After.');
    const [toleranceMs, retryMs] = [
      settingOf(honoursRetryAfter, episode, 'toleranceMs'),
      settingOf(honoursRetryAfter, episode, 'retrySeconds') * 1000,
    ];
    const findings: Finding[] = [];
    const told: string[] = [];
    for (const { target, first, refusal, next, askedMs } of waits) {
      const taskLeftMs = windowOf(history.tasks, refusal.seq).startMs + episode.limits.seconds * 1000 - refusal.endMs!;
      const leftMs = Math.min(first.startMs + retryMs - refusal.endMs!, taskLeftMs);
      const waitedMs = next === undefined ? undefined : next.startMs - refusal.endMs!;
      const seqs = [refusal.endSeq!, ...(next === undefined ? [] : [next.seq])];
      const slept = askedMs > leftMs ? sleptMs(history, refusal) : 0;
      if (waitedMs !== undefined && waitedMs < askedMs - toleranceMs)
        findings.push({ text: `${target} was asked again after ${waitedMs} ms, Retry-After ${askedMs} ms (event ${next!.seq})`, seqs });
      else if (slept > leftMs + toleranceMs)
        findings.push({
          text: `${target} asked for ${askedMs} ms (event ${refusal.endSeq!}) when ${Math.max(0, leftMs)} ms were left, and the agent slept ${slept} ms`,
          seqs,
        });
      else
        told.push(
          waitedMs === undefined
            ? `${target} was not asked again${askedMs > leftMs ? `, as ${askedMs} ms are more than the ${Math.max(0, leftMs)} ms that were left` : ''}`
            : `waited ${waitedMs} ms of ${askedMs} ms`,
        );
    }
    if (findings.length > 0) return refuted(findings);
    return pass(
      `${counted(waits.length, 'answer')} with Retry-After: ${told.join('; ')}.`,
      waits.flatMap(({ refusal, next }) => [refusal.endSeq!, ...(next === undefined ? [] : [next.seq])]),
    );
  },
};

interface Wait {
  readonly target: string;
  readonly first: Attempt;
  readonly refusal: Attempt;
  readonly next: Attempt | undefined;
  readonly askedMs: number;
}

function waitsIn({ target, attempts }: Operation): readonly Wait[] {
  return attempts.flatMap((refusal, index) =>
    refusal.retryAfterMs === undefined || refusal.endMs === undefined
      ? []
      : [{ target, first: attempts[0]!, refusal, next: attempts[index + 1], askedMs: refusal.retryAfterMs }],
  );
}

/** Reports of something done; a line of a log is none. */
const actions: ReadonlySet<string> = new Set(['fallback', 'queued', 'dequeued', 'plan', 'plan-step']);

/** How long the agent did nothing after a refusal that left it no time: until it asked anything of anybody, answered or ended. */
function sleptMs({ operations, of, ended }: History, refusal: Attempt): number {
  const acts = [
    ...operations.flatMap(({ attempts }) => attempts.map(({ seq, startMs }) => ({ seq, atMs: startMs }))),
    ...of('answer'),
    ...of('human-asked'),
    ...of('agent-reported').filter(({ report }) => actions.has(report.type)),
    ...of('agent-exited'),
    ...(ended === undefined ? [] : [ended]),
  ];
  const next = acts.filter(({ seq }) => seq > refusal.endSeq!).reduce((first, act) => Math.min(first, act.atMs), Infinity);
  return next === Infinity ? 0 : next - refusal.endMs!;
}
