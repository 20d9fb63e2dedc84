import { saysDegraded } from './answer-words.ts';
import { other, pass, settingOf, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { outcomeOf, type Operation } from './operations.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';
import { within, type TaskWindow } from './task-windows.ts';

/** When the model is down the process need not be: another model, then a queue or a person; and everybody can see that it is not the usual. */
export const fallsBackInOrder: Check = {
  claim: 'falls-back-in-order',
  from: 'S0.6',
  rule: 'Models are asked in the order of `declares.fallbacks`, a later one only when the one before it failed in this task or its breaker is open; when all failed, the task is queued or handed to a person where these are declared; an answer by another than the primary is labelled degraded.',
  declaredAt: ['declares', 'fallbacks'],
  settings: {
    failures: { default: 5, description: 'Failures in a row after which a model may be passed over.' },
    openSeconds: { default: 60, description: 'For so many seconds after the last of them.' },
  },
  check(episode) {
    const { fallbacks } = episode.declared;
    if (fallbacks.length < 2) return other('not-applicable', 'The case declares no fallbacks.');
    const history = historyOf(episode);
    const models = fallbacks.filter((name) => name !== 'queue' && name !== 'person');
    const operations = history.operations.filter(({ layer, target }) => layer === 'model' && models.includes(target));
    if (operations.length === 0) return other('unobserved', `None of ${listed(models)} was asked through the gateway.`);
    const troubled = operations.filter((operation) => models.indexOf(operation.target) > 0 || outcomeOf(operation) !== 'ok');
    if (troubled.length === 0) return other('not-applicable', `${models[0]!} never failed: a fault that takes it down would test this.`);
    const open = (model: string, operation: Operation): boolean =>
      isOpen(model, operation, history, settingOf(fallsBackInOrder, episode, 'failures'), settingOf(fallsBackInOrder, episode, 'openSeconds') * 1000);
    const findings = history.tasks.flatMap((window) => inTask(window, history, operations, fallbacks, open));
    if (findings.length > 0) return refuted(findings);
    const used = operations.filter(({ target }) => target !== models[0]);
    return pass(
      `${counted(troubled.length - used.length, 'failure', 'failures')} of ${models[0]!} or its like, ${counted(used.length, 'operation')} by ${listed(models.slice(1))}, each only when those before it had failed; answers are labelled.`,
      troubled.map(({ attempts }) => attempts[0]!.seq),
    );
  },
};

function inTask(
  window: TaskWindow,
  history: History,
  operations: readonly Operation[],
  fallbacks: readonly string[],
  open: (model: string, operation: Operation) => boolean,
): readonly Finding[] {
  const models = fallbacks.filter((name) => name !== 'queue' && name !== 'person');
  const own = operations.filter(({ attempts }) => attempts[0]!.seq >= window.from && attempts[0]!.seq < window.to);
  const findings: Finding[] = [];
  for (const operation of own) {
    const place = models.indexOf(operation.target);
    const before = models[place - 1];
    if (before === undefined || open(before, operation)) continue;
    const { seq } = operation.attempts[0]!;
    const exhausted = own.some((other) => other.target === before && (other.attempts.at(-1)!.endSeq ?? Infinity) < seq && outcomeOf(other) !== 'ok');
    if (!exhausted)
      findings.push({
        text: `${operation.target} was asked (event ${seq}) although ${before} had neither failed in this task nor been given up`,
        seqs: [seq],
      });
  }
  const last = own.findLast((operation) => outcomeOf(operation) === 'ok');
  const answer = window.answers.at(-1);
  if (last !== undefined && last.target !== models[0] && answer !== undefined) {
    const labelled = saysDegraded(answer.value) || within(history.reports('fallback'), window).some(({ report }) => report.degraded === true);
    if (!labelled)
      findings.push({
        text: `the answer (event ${answer.seq}) comes from ${last.target} and is not labelled as degraded`,
        seqs: [last.attempts[0]!.seq, answer.seq],
      });
  }
  const failed = own.filter((operation) => outcomeOf(operation) !== 'ok' && outcomeOf(operation) !== 'open');
  if (last === undefined && failed.length > 0) findings.push(...givenUp(window, history, failed, fallbacks, models));
  return findings;
}

/** No model answered: the next of the declared ways had to be taken. */
function givenUp(
  window: TaskWindow,
  history: History,
  failed: readonly Operation[],
  fallbacks: readonly string[],
  models: readonly string[],
): readonly Finding[] {
  const reached = Math.max(...failed.map(({ target }) => models.indexOf(target)));
  const seqs = failed.map(({ attempts }) => attempts.at(-1)!.seq);
  if (reached < models.length - 1)
    return [{ text: `${models[reached]!} failed (event ${seqs.at(-1)!}), and ${models[reached + 1]!} was not asked`, seqs }];
  const ways = fallbacks.filter((name) => name === 'queue' || name === 'person');
  const taken =
    (ways.includes('queue') && within(history.reports('queued'), window).length > 0) ||
    (ways.includes('person') && within(history.of('human-asked'), window).length > 0);
  return ways.length === 0 || taken ? [] : [{ text: `all models failed, and the task went to no ${ways.join(' or ')}`, seqs }];
}

/** The agent said that the breaker is open, or the model failed so often that it had to be. */
function isOpen(model: string, operation: Operation, history: History, failures: number, openMs: number): boolean {
  const { seq, startMs } = operation.attempts[0]!;
  const said = history
    .reports('breaker')
    .findLast((report) => report.seq < seq && (report.report.name === model || report.report.name === 'primary'));
  if (said !== undefined && said.report.state === 'open' && startMs - said.atMs <= openMs) return true;
  const earlier = history.operations.filter(({ target, attempts }) => target === model && (attempts.at(-1)!.endSeq ?? Infinity) < seq);
  const row = earlier.slice(-failures);
  return row.length >= failures && row.every((one) => outcomeOf(one) === 'transient') && startMs - row.at(-1)!.attempts.at(-1)!.endMs! <= openMs;
}
