import type { Episode } from '../domain/episode.ts';
import { admitsFailure } from './answer-words.ts';
import { historyOf } from './history.ts';
import { nameOf, requiredCalls } from './required-calls.ts';
import { listed } from './sentence.ts';

/** Why a task counts as failed, and the events that say so. */
export interface TaskFailure {
  readonly why: string;
  readonly seqs: readonly number[];
}

/**
 * The terminal failure of an episode: a required call was never done, the agent ended in a state of failure, a step of its plan failed for good,
 * it says so in its last answer, or it ended without one. Undefined where nothing of the kind is known.
 */
export function failureOf(episode: Episode): TaskFailure | undefined {
  const history = historyOf(episode);
  const { ended } = history;
  const required = requiredCalls(episode);
  const missing = required.filter(({ done }) => !done);
  if (missing.length > 0 && ended !== undefined) {
    return {
      why: `${listed(missing.map(nameOf))} was never done`,
      seqs: [...missing.flatMap(({ tried }) => tried.map(({ seq }) => seq)), ended.seq],
    };
  }
  const state = history.reports('state').at(-1);
  if (state !== undefined && /FAIL|ERROR|ABORT/i.test(state.report.to))
    return { why: `the agent ended in the state ${state.report.to}`, seqs: [state.seq] };
  const step = history
    .reports('plan-step')
    .filter(({ report }) => report.status === 'failed' || report.status === 'done')
    .at(-1);
  if (step?.report.status === 'failed') return { why: `step ${step.report.step} of the plan ${step.report.plan_id} failed`, seqs: [step.seq] };
  // Where everything that the task needs was done, words like "cancelled" in an answer are no failure.
  if (required.length > 0) return undefined;
  const answer = history.of('answer').at(-1);
  if (answer !== undefined && admitsFailure(answer.value)) return { why: `the answer says so (event ${answer.seq})`, seqs: [answer.seq] };
  if (answer === undefined && ended?.how === 'failed') return { why: 'it ended without an answer', seqs: [ended.seq] };
  return undefined;
}
