import type { AgentComparison, ComparisonFigure, PairedMean } from '../domain/agent-comparison.ts';
import type { AgentDecisionEntry, ShadowCase } from '../domain/decision.ts';
import { seededRandom, type Random } from '../domain/random.ts';
import type { ReadinessPolicy } from '../domain/readiness-policy.ts';
import { anytimeLower, anytimeUpper, decisionsUntilAbove } from './statistics/anytime-bounds.ts';
import { exactMcNemar } from './statistics/mcnemar.ts';
import { pairedBootstrap } from './statistics/paired-bootstrap.ts';
import { realColumn, type Column } from './verdict/column.ts';
import { lossOf } from './verdict/loss.ts';
import { referenceOf } from './verdict/reference.ts';
import { amountText, counted, rate, whole } from './verdict/words.ts';

/** Cases by what the two agents made of them. */
interface Table {
  n: number;
  rightA: number;
  rightB: number;
  onlyA: number;
  onlyB: number;
}

/**
 * Is one agent better than another on the same cases? Decided by the cases that only one of them got right, with bounds that hold at every look; exact
 * McNemar and a paired bootstrap of the costs stand beside it, for one look.
 *
 * @example compareAgents(cases, { a: 'prompt-b', b: 'prompt-a' }, policy, { seed: 1 }).sentence
 */
export function compareAgents(
  cases: Iterable<ShadowCase>,
  { a, b }: { readonly a: string; readonly b: string },
  policy: ReadinessPolicy,
  { seed }: { readonly seed: number },
): AgentComparison {
  const whole = emptyTable();
  const segments = new Map<string, { readonly segment: string; readonly value: string; readonly table: Table }>();
  const loss = policy.cost && lossOf(policy.cost);
  const losses = new PairedColumns();
  const prices = new PairedColumns();
  for (const one of cases) {
    const reference = referenceOf(one, policy.reference);
    const [ofA, ofB] = [decisionOf(one, a), decisionOf(one, b)];
    if (reference === undefined || reference.from === 'contested' || (ofA === undefined && ofB === undefined)) continue;
    const right = reference.decision;
    const [rightA, rightB] = [ofA?.decision === right, ofB?.decision === right];
    count(whole, rightA, rightB);
    for (const { segment, value } of segmentsOf(one, policy)) {
      const key = `${segment}=${value}`;
      if (!segments.has(key)) segments.set(key, { segment, value, table: emptyTable() });
      count(segments.get(key)!.table, rightA, rightB);
    }
    if (loss !== undefined) losses.add(loss.of(right, ofA?.decision), loss.of(right, ofB?.decision));
    if (ofA?.costUsd !== undefined && ofB?.costUsd !== undefined) prices.add(ofA.costUsd, ofB.costUsd);
  }
  const figure = figureOf(whole, policy.alpha);
  const random = seededRandom(seed);
  const lossMean = losses.meanOf(policy.currency, random.fork('loss'));
  const priceMean = prices.meanOf('USD', random.fork('price'));
  return {
    version: 1,
    a,
    b,
    verdict: whole.n === 0 ? 'invalid' : figure.outcome,
    sentence: sentenceOf(a, b, figure, lossMean),
    seed,
    whole: figure,
    segments: [...segments.values()].map(({ segment, value, table }) => ({ segment, value, ...figureOf(table, policy.alpha / segments.size) })),
    ...(lossMean === undefined ? {} : { loss: lossMean }),
    ...(priceMean === undefined ? {} : { price: priceMean }),
  };
}

function decisionOf(one: ShadowCase, name: string): AgentDecisionEntry | undefined {
  return one.agent?.agent === name ? one.agent : one.others[name];
}

function segmentsOf(one: ShadowCase, { segments: { declared } }: ReadinessPolicy): readonly { segment: string; value: string }[] {
  const wanted = Object.entries(one.segments).map(([segment, value]) => ({ segment, value }));
  return declared.length === 0 ? wanted : wanted.filter(({ segment }) => declared.some((one) => one.segment === segment));
}

function emptyTable(): Table {
  return { n: 0, rightA: 0, rightB: 0, onlyA: 0, onlyB: 0 };
}

function count(table: Table, rightA: boolean, rightB: boolean): void {
  table.n++;
  if (rightA) table.rightA++;
  if (rightB) table.rightB++;
  if (rightA && !rightB) table.onlyA++;
  if (rightB && !rightA) table.onlyB++;
}

function figureOf({ n, rightA, rightB, onlyA, onlyB }: Table, alpha: number): ComparisonFigure {
  const different = onlyA + onlyB;
  // Two directions are looked at, so each has half of the error probability.
  const side = alpha / 2;
  const shareLower = anytimeLower(onlyA, different, side);
  const shareUpper = different === 0 ? 1 : anytimeUpper(onlyA, different, side);
  const outcome = shareLower > 0.5 ? 'better' : shareUpper < 0.5 ? 'worse' : 'no evidence';
  const inAll = different === 0 ? undefined : decisionsUntilAbove(Math.max(onlyA, onlyB) / different, 0.5, side);
  const casesNeeded = outcome !== 'no evidence' || inAll === undefined ? undefined : Math.ceil((Math.max(1, inAll - different) * n) / different);
  return {
    n,
    accuracyA: n === 0 ? null : rightA / n,
    accuracyB: n === 0 ? null : rightB / n,
    onlyA,
    onlyB,
    mcnemarP: exactMcNemar(onlyA, onlyB),
    shareLower,
    shareUpper,
    outcome,
    ...(casesNeeded === undefined ? {} : { casesNeeded }),
  };
}

function sentenceOf(a: string, b: string, figure: ComparisonFigure, loss: PairedMean | undefined): string {
  const { n, accuracyA, accuracyB, onlyA, onlyB, outcome, casesNeeded } = figure;
  if (n === 0) return `There is no case with a reference that ${a} or ${b} decided.`;
  const seen = `${a} is right in ${rate(accuracyA!)}, ${b} in ${rate(accuracyB!)} of ${counted(n, 'case')}; only ${a} in ${whole(onlyA)}, only ${b} in ${whole(onlyB)}`;
  const costs =
    loss === undefined
      ? ''
      : ` Mistakes of ${a} cost ${amountText(loss.difference)} ${loss.currency} a case more (${amountText(loss.lower)} to ${amountText(loss.upper)}).`;
  if (outcome !== 'no evidence') return `${a} is ${outcome} than ${b}: ${seen}.${costs}`;
  const needed = casesNeeded === undefined ? 'at these rates no number of cases tells them apart' : `about ${whole(casesNeeded)} more cases needed`;
  return `No evidence that ${a} is better or worse than ${b}: ${seen}; ${needed}.${costs}`;
}

/** Pairs of amounts, kept as numbers only. */
class PairedColumns {
  readonly #a: Column<Float64Array> = realColumn();
  readonly #b: Column<Float64Array> = realColumn();
  #count = 0;

  add(a: number, b: number): void {
    this.#a.set(this.#count, a);
    this.#b.set(this.#count, b);
    this.#count++;
  }

  meanOf(currency: string, random: Random): PairedMean | undefined {
    if (this.#count === 0) return undefined;
    const [a, b] = [this.#a.rows(this.#count), this.#b.rows(this.#count)];
    const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const differences = a.map((value, row) => value - b[row]!);
    return { n: this.#count, meanA: mean(a), meanB: mean(b), difference: mean(differences), ...pairedBootstrap(differences, random), currency };
  }
}
