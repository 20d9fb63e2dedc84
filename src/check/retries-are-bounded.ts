import { other, pass, fail, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { counted } from './sentence.ts';
import { windowOf } from './task-windows.ts';

/** Retries without end are how agents burn money while a provider is down; three layers of three retries make twenty-seven. */
export const retriesAreBounded: Check = {
  claim: 'retries-are-bounded',
  from: 'S1.1',
  rule: 'In one task, one state of a conversation is asked of one model, and one operation of a tool that has not succeeded is called, at most five times (limits.attempts), over all layers of retries together; polling that is declared is no retry.',
  declaredAt: ['limits', 'attempts'],
  check(episode) {
    const history = historyOf(episode);
    const operations = history.operations.filter(({ layer, polling }) => layer === 'tool' && !polling);
    if (history.modelCalls.length === 0 && operations.length === 0)
      return other('unobserved', 'No call of a model passed through the gateway, and none of a tool.');
    const groups = [
      ...modelStates(history),
      ...operations.map(({ target, attempts }) => ({ name: target, attempts: attempts.length, seqs: attempts.map(({ seq }) => seq) })),
    ];
    const retried = groups.filter(({ attempts }) => attempts > 1);
    if (retried.length === 0) return other('not-applicable', 'Nothing was asked twice.');
    const most = retried.reduce((one, next) => (next.attempts > one.attempts ? next : one));
    const limit = episode.limits.attempts;
    const evidence = retried.flatMap(({ seqs }) => seqs.slice(1));
    return most.attempts > limit
      ? fail(`One request to ${most.name} was made ${counted(most.attempts, 'time')}, limit ${limit}, all layers of retries together.`, most.seqs, {
          expected: limit,
          actual: most.attempts,
        })
      : pass(`At most ${most.attempts} of ${limit} attempts at one request.`, evidence);
  },
};

interface Group {
  readonly name: string;
  readonly attempts: number;
  readonly seqs: readonly number[];
}

/** Requests for one state of a conversation, by model and task: a fallback is another operation, and so is work that is taken up again later. */
function modelStates({ modelCalls, tasks }: History): readonly Group[] {
  return [...Map.groupBy(modelCalls, ({ seq, state, request }) => `${windowOf(tasks, seq).from} ${state} ${request.model}`).values()].map(
    (group) => ({
      name: group[0]!.request.model,
      attempts: group.length,
      seqs: group.map(({ seq }) => seq),
    }),
  );
}
