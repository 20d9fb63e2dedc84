import { argumentBreaches, findContract } from '../contract/index.ts';
import type { Episode } from '../domain/episode.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, type Finding } from './sentence.ts';
import { within } from './task-windows.ts';
import type { ToolCall } from './tool-calls.ts';

/** A dear tool for a question that the cheap one answers; and the budget is gone before the task is done. */
export const choosesToolsWithinBudget: Check = {
  claim: 'chooses-tools-within-budget',
  from: 'S3.2 S3.1',
  rule: 'What the calls of a task cost by their contracts (`usd`), and what a plan would cost, stays within `declares.toolBudgetUsd`; and no tool is called where a cheaper one of its `equivalents` takes the same arguments and has not failed in this task.',
  declaredAt: ['declares', 'toolBudgetUsd'],
  check(episode) {
    const budget = episode.declared.toolBudgetUsd;
    const dear = episode.contracts.filter(({ equivalents }) => equivalents !== undefined && equivalents.length > 0);
    if (budget === undefined && dear.length === 0)
      return other('not-applicable', 'The case declares no budget of tools, and no contract has `equivalents`.');
    const history = historyOf(episode);
    const priced = history.calls.filter(({ contract }) => contract?.usd !== undefined || contract?.equivalents !== undefined);
    const plans = history.reports('plan').map(({ seq, report }) => ({
      seq,
      id: report.plan_id,
      usd: sum(report.steps.map(({ action }) => findContract(episode.contracts, action)?.usd ?? 0)),
    }));
    const perTask = history.tasks.map((window) => {
      const calls = within(history.calls, window);
      return { calls, usd: sum(calls.map(({ contract }) => contract?.usd ?? 0)) };
    });
    const findings: readonly Finding[] = [
      ...(budget === undefined
        ? []
        : perTask
            .filter(({ usd }) => usd > budget)
            .map(({ calls, usd }) => ({
              text: `${counted(calls.length, 'call')} of a task cost $${round(usd)}, budget $${budget}`,
              seqs: calls.map(({ seq }) => seq),
            }))),
      ...(budget === undefined
        ? []
        : plans
            .filter(({ usd }) => usd > budget)
            .map(({ seq, id, usd }) => ({ text: `the plan ${id} (event ${seq}) would cost $${round(usd)}, budget $${budget}`, seqs: [seq] }))),
      ...perTask.flatMap(({ calls }) => tooDear(episode, calls)),
    ];
    if (findings.length > 0) return refuted(findings);
    if (priced.length === 0 && plans.length === 0)
      return other('unobserved', 'No tool with a cost (`usd` of its contract) or with equivalents was called.');
    const most = Math.max(0, ...perTask.map(({ usd }) => usd));
    return pass(
      `${counted(priced.length, 'call')} of tools with a cost: a task cost at most $${round(most)}${budget === undefined ? '' : ` of $${budget}`}, and no cheaper equivalent was passed over.`,
      evidenceOf(priced, history),
    );
  },
};

/** Calls for which a cheaper tool would have done that was not tried in vain before. */
function tooDear({ contracts }: Episode, calls: readonly ToolCall[]): readonly Finding[] {
  return calls.flatMap((call) => {
    const cheaper = (call.contract?.equivalents ?? [])
      .map((name) => findContract(contracts, name))
      .find((other) => {
        if (other === undefined || (other.usd ?? 0) >= (call.contract!.usd ?? 0) || other.lifecycle === 'removed') return false;
        return (
          argumentBreaches(other, call.arguments).length === 0 &&
          !calls.some((earlier) => earlier.seq < call.seq && earlier.tool === other.name && earlier.outcome !== 'ok')
        );
      });
    return cheaper === undefined
      ? []
      : [
          {
            text: `${call.tool} was called for $${call.contract!.usd ?? 0} (event ${call.seq}) where ${cheaper.name} does the same for $${cheaper.usd ?? 0}`,
            seqs: [call.seq],
          },
        ];
  });
}

function evidenceOf(priced: readonly ToolCall[], history: History): readonly number[] {
  return [...history.reports('plan'), ...priced].map(({ seq }) => seq);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
