import { canonicalJson } from '../domain/json.ts';
import { fail, other, pass, settingOf, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { counted } from './sentence.ts';
import { within } from './task-windows.ts';
import type { ToolCall } from './tool-calls.ts';

/** Twenty searches in a minute, one record updated without end: an agent that learns nothing from what it is told. */
export const neverLoops: Check = {
  claim: 'never-loops',
  from: 'S2.4 S2.6',
  rule: 'In one task the same tool with the same arguments ends in the same way at most three times, no cycle of up to four such steps comes round three times in a row, and no tool changes one entity more than ten times. Retries until one operation succeeds, and polling that is declared, count as one step.',
  declaredAt: [],
  settings: {
    same: { default: 3, description: 'Times that one call may end in one and the same way.' },
    cycles: { default: 3, description: 'Times that a cycle may not come round in a row.' },
    cycleLength: { default: 4, description: 'Longest cycle that is looked for, in steps.' },
    updates: { default: 10, description: 'Effects of one tool on one entity.' },
  },
  check(episode) {
    const history = historyOf(episode);
    if (history.calls.length === 0)
      return other('unobserved', 'No tool was called in a world, and no result of one was told to a model, so steps cannot be compared.');
    const [sameMax, cyclesMax, cycleLength, updatesMax] = (['same', 'cycles', 'cycleLength', 'updates'] as const).map((name) =>
      settingOf(neverLoops, episode, name),
    ) as [number, number, number, number];
    const windows = history.tasks.map((window) => stepsOf(within(history.calls, window)));
    for (const steps of windows) {
      const most = mostOften(steps);
      if (most.length > sameMax) {
        return fail(
          `${most[0]!.tool} was executed ${most.length} times with the same arguments and the same result, limit ${sameMax}.`,
          most.map(({ seq }) => seq),
          { expected: sameMax, actual: most.length },
        );
      }
      const cycle = cycleIn(
        steps.map(({ step }) => step),
        cyclesMax,
        cycleLength,
      );
      if (cycle === undefined) continue;
      const round = steps.slice(cycle.from, cycle.from + cycle.length).map(({ tool }) => tool);
      return fail(
        `${cycle.length} steps (${round.join(', ')}) came round ${cyclesMax} times without anything new.`,
        steps.slice(cycle.from, cycle.from + cycle.length * cyclesMax).map(({ seq }) => seq),
      );
    }
    const updates = mostUpdated(history);
    if (updates.length > updatesMax) {
      return fail(
        `${updates[0]!.tool} changed ${updates[0]!.entity!} ${updates.length} times, limit ${updatesMax}.`,
        updates.map(({ seq }) => seq),
        { expected: updatesMax, actual: updates.length },
      );
    }
    const steps = windows.flat();
    return pass(
      `${counted(steps.length, 'step')}, none more than ${counted(Math.max(...windows.map((one) => mostOften(one).length)), 'time')} the same.`,
      steps.map(({ seq }) => seq),
    );
  },
};

interface Step {
  readonly seq: number;
  readonly tool: string;
  /** What was done and what came of it, as one text. */
  readonly step: string;
}

/** Calls as steps; tries that follow one that may pass, and asking again what is declared to be polled, add none. */
function stepsOf(calls: readonly ToolCall[]): readonly Step[] {
  const last = new Map<string, ToolCall>();
  return calls.flatMap((call) => {
    const before = last.get(call.operation);
    last.set(call.operation, call);
    const isRetry = before !== undefined && (before.outcome === 'temporary_error' || (before.outcome === 'unknown' && before.seenBy === 'world'));
    if (before !== undefined && (isRetry || call.contract?.polling === true)) return [];
    return [
      { seq: call.seq, tool: call.tool, step: canonicalJson([call.operation, call.outcome ?? 'error', call.toldAsError, call.result ?? null]) },
    ];
  });
}

/** The step that was made most often, every time. */
function mostOften(steps: readonly Step[]): readonly Step[] {
  return [...Map.groupBy(steps, ({ step }) => step).values()].reduce<readonly Step[]>((one, next) => (next.length > one.length ? next : one), []);
}

function mostUpdated({ effects }: History): History['effects'] {
  const groups = [
    ...Map.groupBy(
      effects.filter(({ entity }) => entity !== undefined),
      ({ tool, entity }) => `${tool} ${entity!}`,
    ).values(),
  ];
  return groups.reduce<History['effects']>((most, next) => (next.length > most.length ? next : most), []);
}

/** Where a cycle of at least two steps begins that comes round often enough. */
function cycleIn(steps: readonly string[], cyclesMax: number, cycleLength: number): { readonly from: number; readonly length: number } | undefined {
  for (let length = 2; length <= cycleLength; length++) {
    let same = 0;
    for (let index = 0; index + length < steps.length; index++) {
      same = steps[index] === steps[index + length] ? same + 1 : 0;
      if (same === length * (cyclesMax - 1)) return { from: index - same + 1, length };
    }
  }
  return undefined;
}
