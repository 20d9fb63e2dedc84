import type { Event } from '../domain/event.ts';
import { other, pass, settingOf, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import type { Operation } from './operations.ts';
import { refuted } from './refuted.ts';
import { counted, type Finding } from './sentence.ts';
import { windowOf } from './task-windows.ts';

/** Somebody waits for the answer: an agent that retries beyond its deadline works for nobody. */
export const keepsItsDeadline: Check = {
  claim: 'keeps-its-deadline',
  from: 'S1.1 S0.6',
  rule: 'A call is closed after 30 s, no attempt starts more than 30 s after the first attempt at the same operation, and none after the time of the task (`limits.seconds`).',
  declaredAt: ['limits', 'seconds'],
  settings: {
    callSeconds: { default: 30, description: 'The longest that one call may be in flight, in seconds.' },
    retrySeconds: { default: 30, description: 'After so many seconds from the first attempt no other one starts.' },
    toleranceMs: { default: 250, description: 'What timers and connections may add, in milliseconds.' },
  },
  check(episode) {
    const history = historyOf(episode);
    const operations = history.operations.filter(({ polling }) => !polling);
    if (operations.length === 0) return other('unobserved', 'No call of a model or a tool was seen.');
    const read = (name: string): number => settingOf(keepsItsDeadline, episode, name);
    const limits: Deadlines = {
      callMs: read('callSeconds') * 1000,
      retryMs: read('retrySeconds') * 1000,
      taskMs: episode.limits.seconds * 1000,
      toleranceMs: read('toleranceMs'),
    };
    const findings = operations.flatMap((operation) => lateParts(operation, history, limits, episode.events));
    if (findings.length > 0) return refuted(findings);
    const tested = operations.filter(({ attempts }) => attempts.length > 1 || attempts.some(({ closed, outcome }) => closed || outcome !== 'ok'));
    if (tested.length === 0)
      return other(
        'unobserved',
        `${counted(operations.length, 'operation')}, and nothing failed or was slow, so that no deadline came near: a fault that delays or refuses answers would test this.`,
      );
    const longest = Math.max(...tested.map(({ attempts }) => attempts.at(-1)!.startMs - attempts[0]!.startMs));
    return pass(
      `${counted(tested.length, 'operation')} failed or was given up; the last attempt began at most ${longest / 1000} s after the first, limit ${limits.retryMs / 1000} s.`,
      tested.flatMap(({ attempts }) => attempts.map(({ seq }) => seq)),
    );
  },
};

interface Deadlines {
  readonly callMs: number;
  readonly retryMs: number;
  readonly taskMs: number;
  readonly toleranceMs: number;
}

function lateParts(
  { target, attempts }: Operation,
  history: History,
  { callMs, retryMs, taskMs, toleranceMs }: Deadlines,
  events: readonly Event[],
): readonly Finding[] {
  const first = attempts[0]!;
  const taskEndMs = windowOf(history.tasks, first.seq).startMs + taskMs;
  return attempts.flatMap((attempt): readonly Finding[] => {
    const { seq, startMs, endSeq } = attempt;
    const endMs = endOf(attempt, events);
    const findings: Finding[] = [];
    const sinceFirst = startMs - first.startMs;
    if (sinceFirst > retryMs + toleranceMs)
      findings.push({
        text: `${target} was tried again ${sinceFirst / 1000} s after the first attempt (event ${seq}), limit ${retryMs / 1000} s`,
        seqs: [first.seq, seq],
      });
    if (startMs > taskEndMs + toleranceMs)
      findings.push({
        text: `${target} was called ${(startMs - taskEndMs) / 1000} s after the time of the task was over (event ${seq})`,
        seqs: [seq],
      });
    const tookMs = endMs === undefined ? undefined : endMs - startMs;
    if (tookMs !== undefined && tookMs > callMs + toleranceMs)
      findings.push({
        text: `a call of ${target} was in flight for ${tookMs / 1000} s, limit ${callMs / 1000} s (event ${seq})`,
        seqs: [seq, endSeq!],
      });
    else if (endMs !== undefined && startMs <= taskEndMs && endMs > taskEndMs + toleranceMs)
      findings.push({ text: `a call of ${target} was still in flight when the time of the task was over (event ${seq})`, seqs: [seq, endSeq!] });
    return findings;
  });
}

/** A tool does not hear that its caller has gone, and goes on: whatever the agent did next, it had given up by then. */
function endOf({ seq, endMs, closed }: Operation['attempts'][number], events: readonly Event[]): number | undefined {
  if (!closed || endMs === undefined) return endMs;
  const next = events.find((event) => event.seq > seq && event.kind !== 'fault-fired');
  return Math.min(endMs, next?.atMs ?? endMs);
}
