import type { AccuracyPoint, ProportionFigure } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Gate, GateNeed } from '../../domain/readiness.ts';
import { anytimeLower, anytimeUpper, decisionsUntilAbove, isAbove } from '../statistics/anytime-bounds.ts';
import { clopperPearsonLower, wilsonLower } from '../statistics/single-look-bounds.ts';
import type { Evidence } from './evidence.ts';
import { bound, rate, whole } from './words.ts';

const pointsMax = 200;

export interface AccuracyFindings {
  readonly gate: Gate;
  readonly figure: ProportionFigure;
  readonly path: readonly AccuracyPoint[];
}

/** Agreement with the reference, and the bound on it that may be looked at every day. */
export function judgeAccuracy(evidence: Evidence, { alpha, accuracy: { min } }: ReadinessPolicy): AccuracyFindings {
  const n = evidence.rows;
  const k = evidence.counts.correct;
  const figure: ProportionFigure = {
    n,
    k,
    rate: n === 0 ? null : k / n,
    alpha,
    lower: anytimeLower(k, n, alpha),
    upper: anytimeUpper(k, n, alpha),
    wilsonLower: wilsonLower(k, n, alpha),
    clopperPearsonLower: clopperPearsonLower(k, n, alpha),
  };
  const holds = n > 0 && isAbove(k, n, min, alpha);
  const needs = n === 0 || holds ? undefined : needOf(k, n, min, alpha);
  const gate: Gate = {
    name: 'accuracy',
    outcome: n === 0 ? 'missing' : holds ? 'holds' : 'fails',
    text:
      n === 0
        ? 'nothing to compute the accuracy from'
        : `accuracy ${rate(k / n)} of ${whole(n)} · holds above ${bound(figure.lower)} whatever day you look (needs ${min})`,
    value: n === 0 ? null : figure.lower,
    threshold: min,
    validity: 'any look',
    ...(needs === undefined ? {} : { needs }),
  };
  return { gate, figure, path: pathOf(evidence, alpha) };
}

/** More decisions of one kind until their bound passes a threshold at the rate that was seen. */
export function needOf(k: number, n: number, threshold: number, alpha: number): GateNeed {
  const inAll = decisionsUntilAbove(k / n, threshold, alpha);
  return inAll === undefined ? {} : { cases: Math.max(1, inAll - n), decisions: Math.max(1, inAll - n) };
}

/** The picture: bounds after each of some two hundred decisions, evenly spaced, the last one among them. */
function pathOf({ rows, right, atMs }: Evidence, alpha: number): readonly AccuracyPoint[] {
  const points: AccuracyPoint[] = [];
  const wanted = Math.min(rows, pointsMax);
  let k = 0;
  for (let row = 0; row < rows; row++) {
    k += right[row]!;
    const n = row + 1;
    if (n < Math.round(((points.length + 1) * rows) / wanted)) continue;
    points.push({
      atMs: Number.isNaN(atMs[row]!) ? null : atMs[row]!,
      n,
      accuracy: k / n,
      lower: anytimeLower(k, n, alpha),
      upper: anytimeUpper(k, n, alpha),
      wilsonLower: wilsonLower(k, n, alpha),
    });
  }
  return points;
}
