import type { ReportOf } from '../domain/agent-report.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf, type Reported } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

const members = ['request_id', 'step_id', 'attempt', 'status', 'input_hash'] as const;

/** A step that succeeded is not executed again: its record is looked up first. */
export const recordsItsSteps: Check = {
  claim: 'records-its-steps',
  from: 'S1.2',
  rule: 'Every step record has request_id, step_id, attempt, status and input_hash; attempts count up; and after a success no step with the same request_id, step_id and input_hash is executed again, unless the record says that the result was `reused`.',
  declaredAt: [],
  check(episode) {
    const history = historyOf(episode);
    const steps = history.reports('step');
    if (steps.length === 0) {
      return history.calls.length === 0 && history.modelCalls.length === 0
        ? other('not-applicable', 'The agent took no steps.')
        : other(
            'unobserved',
            'The agent reported no steps: report {"type":"step","request_id":...,"step_id":...,"attempt":1,"status":"pending","input_hash":...} before a step and the same with "success" or "failed" after it.',
          );
    }
    const findings: Finding[] = [];
    for (const { seq, report } of steps) {
      const missing = members.filter((name) => report[name] === undefined || report[name] === '');
      if (missing.length > 0) findings.push({ text: `the step record in event ${seq} has no ${listed(missing)}`, seqs: [seq] });
    }
    for (const own of Map.groupBy(steps, ({ report }) => JSON.stringify([report.request_id, report.step_id, report.input_hash])).values())
      findings.push(...executedAgain(own), ...miscounted(own));
    if (findings.length > 0) return refuted(findings);
    const reused = steps.filter(({ report }) => report.reused === true).length;
    const done = steps.filter(({ report }) => report.status === 'success').length;
    return pass(
      `${counted(steps.length, 'step record')}, ${counted(done, 'success', 'successes')}, ${reused} reused, none executed again.`,
      steps.map(({ seq }) => seq),
    );
  },
};

function executedAgain(own: readonly Reported<'step'>[]): readonly Finding[] {
  const success = own.find(({ report }) => report.status === 'success' && report.reused !== true);
  const again = success === undefined ? undefined : own.find(({ seq, report }) => seq > success.seq && report.reused !== true);
  return success === undefined || again === undefined
    ? []
    : [
        {
          text: `${nameOf(success.report)} had succeeded (event ${success.seq}) and was executed again with the same input (event ${again.seq}, ${again.report.status})`,
          seqs: [success.seq, again.seq],
        },
      ];
}

/** A new attempt has a number that is one more; a record of the same attempt repeats it. */
function miscounted(own: readonly Reported<'step'>[]): readonly Finding[] {
  let attempt = own[0]!.report.attempt;
  for (const [index, { seq, report }] of own.entries()) {
    const before = own[index - 1]?.report;
    const isNew = before !== undefined && before.status === 'failed' && report.reused !== true;
    if (report.attempt < attempt || (isNew && report.attempt === attempt))
      return [
        { text: `${nameOf(report)} is attempt ${report.attempt} (event ${seq}) after attempt ${attempt}${isNew ? ' had failed' : ''}`, seqs: [seq] },
      ];
    attempt = report.attempt;
  }
  return [];
}

function nameOf({ request_id: request, step_id: step }: ReportOf<'step'>): string {
  return `step ${step} of ${request}`;
}
