import type { CellOutcome, ChaosCell } from '../../domain/chaos.ts';
import type { ChaosPlan } from '../../domain/chaos-plan.ts';
import type { Experiment } from './experiment.ts';
import { extraCost, type Cost } from './cost.ts';
import type { PlannedCell } from './planned-cells.ts';
import { weaknessOf } from './weaknesses.ts';

/** A cell that was tried: once, or with several seeds. */
export interface Finished {
  /** With the seed of the exploration first. */
  readonly experiments: readonly Experiment[];
}

const lateSentence = 'Not run: there was no time left.';

/** A cell that was to be run, and was not. */
export function isLate({ outcome, sentence }: ChaosCell): boolean {
  return outcome === 'not-run' && sentence === lateSentence;
}

/** What a cell is in the report. */
export function shownCell(planned: PlannedCell, position: number, finished: Finished | undefined, undisturbed: Cost, chaos: ChaosPlan): ChaosCell {
  const { id, places, faults, variant, schedule } = planned;
  const base = { id, position, places, faults, variant, schedule };
  const worst = finished === undefined ? undefined : worstOf(finished.experiments);
  if (worst === undefined || finished === undefined)
    return { ...base, outcome: 'not-run', broken: [], sentence: lateSentence, extra: { modelCalls: 0, toolCalls: 0, tokens: 0 } };
  const { outcome, sentence } = asShown(planned, worst, chaos);
  return {
    ...base,
    outcome,
    broken: worst.broken,
    sentence,
    ...(finished.experiments.length === 1 ? {} : { repeats: repeatsOf(finished) }),
    ...(worst.recoveryMs === undefined ? {} : { recoveryMs: worst.recoveryMs }),
    extra: extraCost(worst.cost, undisturbed),
  };
}

function asShown(planned: PlannedCell, worst: Experiment, chaos: ChaosPlan): { readonly outcome: CellOutcome; readonly sentence: string } {
  if (worst.outcome === 'failed') {
    const weaknesses = worst.broken.map((claim) => weaknessOf(claim, planned.faults, chaos));
    if (weaknesses.every((weakness) => weakness !== undefined))
      return { outcome: 'weakness', sentence: `A declared weakness: ${[...new Set(weaknesses.map(({ why }) => why))].join(' ')} ${worst.sentence}` };
  }
  if (planned.group === 'pair' && worst.outcome === 'invalid' && worst.unfired.length > 0)
    return { outcome: 'not-run', sentence: `One fault left the other nothing to strike: this is no pair. ${worst.sentence}` };
  return worst;
}

const order: readonly CellOutcome[] = ['failed', 'invalid', 'unknown', 'diverged', 'not-run', 'degraded', 'survived'];

/** The first of the worst. */
function worstOf(experiments: readonly Experiment[]): Experiment | undefined {
  return order.map((outcome) => experiments.find((experiment) => experiment.outcome === outcome)).find((found) => found !== undefined);
}

function repeatsOf({ experiments }: Finished): { readonly judged: number; readonly held: number } {
  const held = experiments.filter(({ outcome }) => outcome === 'survived' || outcome === 'degraded').length;
  return { held, judged: held + experiments.filter(({ outcome }) => outcome === 'failed').length };
}
