import { seededRandom } from '../domain/random.ts';
import { drawnHistories, exactHistories, type Looks } from './simulation/histories.ts';
import { boundRule, errorsAllowed, plainRule } from './simulation/stopping-rule.ts';
import { historiesEverReady } from './simulation/whole-verdict.ts';
import { decisionsUntilAbove } from './statistics/anytime-bounds.ts';
import { clopperPearsonUpper } from './statistics/single-look-bounds.ts';

/** How often each rule calls an agent ready that is not, and how long a good one waits. */
export interface RuleSimulation {
  readonly seed: number;
  readonly histories: number;
  readonly setting: string;
  readonly everReady: readonly EverReadyRow[];
  readonly waiting: readonly WaitingRow[];
  readonly verdict: VerdictSimulation;
}

/** How often the verdict as a whole, with every gate, is ever READY. */
export interface VerdictSimulation {
  readonly setting: string;
  readonly everReady: readonly VerdictRow[];
}

export interface VerdictRow {
  readonly trueAccuracy: number;
  readonly falseReady: boolean;
  readonly histories: number;
  readonly ready: number;
  readonly simulated: number;
  /** 95 % bound on the share (Clopper and Pearson): none among few is not never. */
  readonly upper: number;
}

export interface EverReadyRow {
  readonly rule: string;
  readonly trueAccuracy: number;
  /** True where the accuracy is not above 0.95: each "ready" is false. */
  readonly falseReady: boolean;
  readonly exact: number;
  readonly simulated: number;
  /** Of the simulated share. */
  readonly standardError: number;
}

export interface WaitingRow {
  readonly trueAccuracy: number;
  /** Decisions until the bound passes 0.95 if every history were the expected one: k = accuracy · n, not rounded. */
  readonly expectedPath: number;
  /** Median over histories, looking after every decision; absent where it lies beyond the end of the simulation. */
  readonly exactMedian?: number;
  readonly simulatedMedian?: number;
}

const perDay = 5;
const nightly: Looks = { from: 30 * perDay, to: 120 * perDay, every: perDay };
const accuracies = [0.9, 0.92, 0.93, 0.94, 0.95, 0.96, 0.98] as const;
const goodAccuracies = [0.96, 0.97, 0.98, 0.99] as const;
const decisionsMax = 40_000;

/** Enough a day that every other gate can hold from the first look on: with 5 a day the critical errors alone would forbid READY until day 120. */
const verdictPerDay = 20;
const verdictNightly: Looks = { from: 30 * verdictPerDay, to: 120 * verdictPerDay, every: verdictPerDay };
const verdictAccuracies = [0.9, 0.93, 0.94, 0.95, 0.98] as const;
/** Good agents pass the accuracy gate, and the whole verdict takes its time: a tenth of the histories is enough to see that it is not always "no". */
const goodShare = 0.1;

/**
 * Nightly looks from day 30 to day 120 at 5 decisions a day, exactly and by drawing histories: the plain rule, and the accuracy gate of our own verdict;
 * and the verdict as a whole, by drawing. Every history without critical errors, which is the plain rule's best case.
 */
export function simulateRules({ seed, histories }: { readonly seed: number; readonly histories: number }): RuleSimulation {
  const random = seededRandom(seed);
  const everReady = [plainRule, boundRule].flatMap((rule) => {
    const allowed = errorsAllowed(rule, nightly.to);
    return accuracies.map((trueAccuracy): EverReadyRow => {
      const simulated = drawnHistories(trueAccuracy, allowed, nightly, histories, random.fork(`${rule.name} ${trueAccuracy}`)).everReady;
      return {
        rule: rule.name,
        trueAccuracy,
        falseReady: trueAccuracy <= 0.95,
        exact: exactHistories(trueAccuracy, allowed, nightly).everReady,
        simulated,
        standardError: Math.sqrt((simulated * (1 - simulated)) / histories),
      };
    });
  });
  return {
    seed,
    histories,
    setting: `looked at every night from day 30 to day 120, at ${perDay} decisions a day`,
    everReady,
    waiting: goodAccuracies.map((trueAccuracy) => waitingOf(trueAccuracy, histories, seed)),
    verdict: {
      setting: `looked at every night from day 30 to day 120, at ${verdictPerDay} decisions a day, no mistake critical: the best case for READY`,
      everReady: verdictAccuracies.map((trueAccuracy) => verdictRowOf(trueAccuracy, histories, seed)),
    },
  };
}

function verdictRowOf(trueAccuracy: number, histories: number, seed: number): VerdictRow {
  const falseReady = trueAccuracy <= 0.95;
  const drawn = falseReady ? histories : Math.ceil(histories * goodShare);
  const ready = historiesEverReady(trueAccuracy, verdictNightly, drawn, seededRandom(seed).fork(`verdict ${trueAccuracy}`));
  return { trueAccuracy, falseReady, histories: drawn, ready, simulated: ready / drawn, upper: clopperPearsonUpper(ready, drawn, 0.05) };
}

function waitingOf(trueAccuracy: number, histories: number, seed: number): WaitingRow {
  const expectedPath = decisionsUntilAbove(trueAccuracy, 0.95, 0.05)!;
  // Half of the histories are over well before three times the expected path.
  const looks: Looks = { from: 1, to: Math.min(decisionsMax, 3 * expectedPath), every: 1 };
  const allowed = errorsAllowed(boundRule, looks.to);
  const exactMedian = exactHistories(trueAccuracy, allowed, looks).median;
  const simulatedMedian = drawnHistories(trueAccuracy, allowed, looks, histories, seededRandom(seed).fork(`waiting ${trueAccuracy}`)).median;
  return {
    trueAccuracy,
    expectedPath,
    ...(exactMedian === undefined ? {} : { exactMedian }),
    ...(simulatedMedian === undefined ? {} : { simulatedMedian }),
  };
}
