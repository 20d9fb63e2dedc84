import type { ReportOf } from '../domain/agent-report.ts';
import { canonicalJson } from '../domain/json.ts';
import { accountsFor, tenorOf } from './answer-words.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf, type History, type Reported } from './history.ts';
import { stepPlace } from './plan-steps.ts';
import { refuted } from './refuted.ts';
import { counted, type Finding } from './sentence.ts';

type Step = ReportOf<'plan'>['steps'][number];

/** A step that failed for good fails again: another way is planned, or the task ends and says so. */
export const replansAfterAFailedStep: Check = {
  claim: 'replans-after-a-failed-step',
  from: 'S3.1',
  rule: 'After a step of a plan failed for good, the next plan is another one and does not have that step, or there is none and the answer claims no success.',
  declaredAt: [],
  check(episode) {
    const history = historyOf(episode);
    const plans = history.reports('plan');
    if (plans.length === 0)
      return other(
        'unobserved',
        'The agent reported no plan: report {"type":"plan","plan_id":...,"steps":[{"action":...,"params":...}]} and {"type":"plan-step","plan_id":...,"step":...,"status":"failed"}.',
      );
    const failures = failedSteps(history, plans);
    if (failures.length === 0) return other('not-applicable', 'No step of a plan failed for good: a fault that makes a tool refuse would test this.');
    const findings: Finding[] = [];
    const told: string[] = [];
    for (const { seq, plan, step, name } of failures) {
      const next = plans.find((later) => later.seq > seq);
      if (next !== undefined) {
        const same = canonicalJson(next.report.steps) === canonicalJson(plan.report.steps);
        const again = step !== undefined && next.report.steps.some((candidate) => isSame(candidate, step));
        if (same || again)
          findings.push({
            text: `${name} failed (event ${seq}), and the next plan (event ${next.seq}) ${same ? 'is the same' : 'has that step again'}`,
            seqs: [seq, next.seq],
          });
        else told.push(`after ${name} failed, plan ${next.report.plan_id} (event ${next.seq}) goes another way`);
        continue;
      }
      const repeated = history
        .reports('plan-step')
        .find(
          (later) =>
            later.seq > seq &&
            later.report.status === 'started' &&
            later.report.plan_id === plan.report.plan_id &&
            plan.report.steps[stepPlace(history, later.report)] === step,
        );
      if (repeated !== undefined)
        findings.push({ text: `${name} failed for good (event ${seq}) and was started again (event ${repeated.seq})`, seqs: [seq, repeated.seq] });
      const answer = history.of('answer').find((given) => given.seq > seq);
      if (answer === undefined) findings.push({ text: `${name} failed (event ${seq}); there is neither another plan nor an answer`, seqs: [seq] });
      else if (tenorOf(answer.value) === 'success' || !accountsFor(answer.value, 'why'))
        findings.push({
          text: `${name} failed (event ${seq}), nothing else was planned, and the answer (event ${answer.seq}) does not say so`,
          seqs: [seq, answer.seq],
        });
      else told.push(`after ${name} failed, the task ended and says so`);
    }
    if (findings.length > 0) return refuted(findings);
    return pass(
      `${counted(failures.length, 'step')} failed: ${told.join('; ')}.`,
      failures.map(({ seq }) => seq),
    );
  },
};

interface FailedStep {
  readonly seq: number;
  readonly plan: Reported<'plan'>;
  readonly step: Step | undefined;
  readonly name: string;
}

/** Steps that the agent itself, or the world, says have failed for good. */
function failedSteps(history: History, plans: readonly Reported<'plan'>[]): readonly FailedStep[] {
  const reported = history.reports('plan-step').flatMap(({ seq, report }): readonly FailedStep[] => {
    const plan = plans.findLast((candidate) => candidate.seq < seq && candidate.report.plan_id === report.plan_id);
    const step = plan?.report.steps[stepPlace(history, report)];
    return report.status !== 'failed' || plan === undefined ? [] : [{ seq, plan, step, name: step?.action ?? `step ${report.step}` }];
  });
  const refused = history.calls.flatMap((call): readonly FailedStep[] => {
    if (call.outcome !== 'permanent_error') return [];
    const plan = plans.findLast((candidate) => candidate.seq < call.seq);
    const step = plan?.report.steps.find(
      ({ action, params }) => action === call.tool && (params === undefined || canonicalJson(params) === canonicalJson(call.arguments)),
    );
    return plan === undefined || step === undefined ? [] : [{ seq: call.endSeq ?? call.seq, plan, step, name: step.action }];
  });
  const steps = [...reported, ...refused].toSorted((a, b) => a.seq - b.seq);
  return steps.filter((one, index) => !steps.slice(0, index).some((earlier) => earlier.plan === one.plan && earlier.step === one.step));
}

function isSame(one: Step, other: Step): boolean {
  return one.action === other.action && canonicalJson(one.params) === canonicalJson(other.params);
}
