import type { Json } from '../domain/json.ts';
import { accountsFor } from './answer-words.ts';
import { fail, other, pass, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { failureOf } from './task-failure.ts';

/** Whoever gets a failure must know what to do with it. */
export const explainsItsFailure: Check = {
  claim: 'explains-its-failure',
  from: 'S1.5 S1.9',
  rule: 'A task that failed ends with what was tried, why it failed and what happens next, in the answer or, where there is none, in what the agent wrote on stderr.',
  declaredAt: [],
  check(episode) {
    const failure = failureOf(episode);
    if (failure === undefined) return other('not-applicable', 'No task failed, as far as is known (`declares.required` says what a task needs).');
    const history = historyOf(episode);
    const said = lastWords(history);
    if (said === undefined) return fail(`The task failed (${failure.why}), and nothing was said of it.`, failure.seqs);
    const names = history.calls.map(({ tool }) => tool);
    const tells = {
      'what was tried': accountsFor(said.value, 'tried') || names.some((name) => JSON.stringify(said.value).includes(name)),
      'why it failed': accountsFor(said.value, 'why'),
      'what happens next': accountsFor(said.value, 'next'),
    };
    const missing = Object.entries(tells).flatMap(([part, told]) => (told ? [] : [part]));
    const evidence = [...failure.seqs, said.seq];
    return missing.length > 0
      ? fail(`The task failed (${failure.why}), and its last words (event ${said.seq}) do not say ${missing.join(', nor ')}.`, evidence)
      : pass(
          `The task failed (${failure.why}); its last words (event ${said.seq}) say what was tried, why it failed and what happens next.`,
          evidence,
        );
  },
};

function lastWords({ of }: History): { readonly value: Json; readonly seq: number } | undefined {
  const answer = of('answer').at(-1);
  if (answer !== undefined) return answer;
  const written = of('agent-output').findLast(({ stream, text }) => stream === 'stderr' && text.trim() !== '');
  return written === undefined ? undefined : { value: written.text, seq: written.seq };
}
