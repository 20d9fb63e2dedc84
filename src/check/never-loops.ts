import { eventsOf, type EventOf } from '../domain/event.ts';
import { canonicalJson } from '../domain/json.ts';
import { fail, other, pass, type Check } from './check.ts';

/** Times that one call may end in one and the same way. */
const sameMax = 3;
/** Longest cycle that is looked for, and how often it may come round. */
const cycleLengthMax = 4;
const cyclesMax = 3;

/** Twenty searches in a minute, one record updated without end: an agent that learns nothing from what it is told. */
export const neverLoops: Check = {
  claim: 'never-loops',
  from: 'S2.4 S2.6',
  rule: 'The same tool with the same arguments ends in the same way at most three times, and no cycle of up to four such steps comes round three times in a row.',
  declaredAt: [],
  check({ events }) {
    const results = eventsOf(events, 'tool-result');
    if (results.length === 0) return other('unobserved', 'No result of a tool was told to a model, so steps cannot be compared.');
    const steps = results.map(stepOf);
    const most = mostRepeated(steps);
    if (most.count > sameMax) {
      const evidence = results.filter((_, index) => steps[index] === most.step).map(({ seq }) => seq);
      return fail(
        `${results.find(({ seq }) => seq === evidence[0])!.name} was executed ${most.count} times with the same arguments and the same result, limit ${sameMax}.`,
        evidence,
        { expected: sameMax, actual: most.count },
      );
    }
    const cycle = cycleIn(steps);
    if (cycle !== undefined) {
      const evidence = results.slice(cycle.from, cycle.from + cycle.length * cyclesMax).map(({ seq }) => seq);
      return fail(
        `${cycle.length} steps (${results
          .slice(cycle.from, cycle.from + cycle.length)
          .map(({ name }) => name)
          .join(', ')}) came round ${cyclesMax} times without anything new.`,
        evidence,
      );
    }
    return pass(
      `${results.length} ${results.length === 1 ? 'step' : 'steps'}, none more than ${most.count} ${most.count === 1 ? 'time' : 'times'} the same.`,
      results.map(({ seq }) => seq),
    );
  },
};

/** What was done and what came of it, as one text. */
function stepOf({ name, arguments: given, text, isError }: EventOf<'tool-result'>): string {
  return canonicalJson([name, given ?? null, text, isError]);
}

function mostRepeated(steps: readonly string[]): { readonly step: string; readonly count: number } {
  const counts = new Map<string, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  return [...counts].map(([step, count]) => ({ step, count })).reduce((most, next) => (next.count > most.count ? next : most));
}

/** Where a cycle of at least two steps begins that comes round often enough. */
function cycleIn(steps: readonly string[]): { readonly from: number; readonly length: number } | undefined {
  for (let length = 2; length <= cycleLengthMax; length++) {
    for (let from = 0; from + length * cyclesMax <= steps.length; from++) {
      const repeats = Array.from({ length: length * (cyclesMax - 1) }, (_, offset) => steps[from + offset] === steps[from + offset + length]);
      if (repeats.every(Boolean)) return { from, length };
    }
  }
  return undefined;
}
