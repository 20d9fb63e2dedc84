import type { CalibrationBin, RiskCoveragePoint } from '../../domain/readiness-figures.ts';
import { clopperPearsonLower, clopperPearsonUpper } from './single-look-bounds.ts';

/** Confidences with whether the decision was right, in ascending order: all that calibration and the risk–coverage curve need. */
export interface ConfidenceOrder {
  readonly confidences: Float64Array;
  readonly right: Uint8Array;
}

const steps = 2 ** 40;

/** Sorted as numbers that carry "right" in their last bit: a million pairs sort without an object or a comparison function. */
export function orderByConfidence(confidences: Float64Array, right: Uint8Array): ConfidenceOrder {
  const packed = new Float64Array(confidences.length);
  for (let index = 0; index < packed.length; index++) packed[index] = Math.round(confidences[index]! * steps) * 2 + right[index]!;
  packed.sort();
  const ordered: ConfidenceOrder = { confidences: packed, right: new Uint8Array(packed.length) };
  for (let index = 0; index < packed.length; index++) {
    ordered.right[index] = packed[index]! % 2;
    packed[index] = (packed[index]! - ordered.right[index]!) / 2 / steps;
  }
  return ordered;
}

/** Brier score, calibration error and bins of equal size; a bin ends only where the confidence changes, so that ties stay together. */
export function calibrate(
  { confidences, right }: ConfidenceOrder,
  binCount: number,
): { brier: number; error: number; bins: readonly CalibrationBin[] } {
  const n = confidences.length;
  const bins: CalibrationBin[] = [];
  let [brier, error, start] = [0, 0, 0];
  for (let bin = 1; bin <= binCount && start < n; bin++) {
    let end = Math.max(start + 1, Math.round((bin * n) / binCount));
    while (end < n && confidences[end] === confidences[end - 1]) end++;
    let [sum, hits] = [0, 0];
    for (let index = start; index < end; index++) {
      sum += confidences[index]!;
      hits += right[index]!;
      brier += (confidences[index]! - right[index]!) ** 2;
    }
    const count = end - start;
    error += Math.abs(sum - hits) / n;
    bins.push({
      confidenceMin: confidences[start]!,
      confidenceMax: confidences[end - 1]!,
      meanConfidence: sum / count,
      accuracy: hits / count,
      n: count,
      lower: clopperPearsonLower(hits, count, 0.025),
      upper: clopperPearsonUpper(hits, count, 0.025),
    });
    start = end;
  }
  return { brier: brier / n, error, bins };
}

const pointsMax = 100;

/** Error rate among the most confident decisions, for some hundred thresholds; the coverage is of all decisions, also of those without a confidence. */
export function riskByCoverage({ confidences, right }: ConfidenceOrder, all: number): readonly RiskCoveragePoint[] {
  const points: RiskCoveragePoint[] = [];
  const stride = Math.max(1, Math.ceil(confidences.length / pointsMax));
  let [errors, sinceLast] = [0, 0];
  for (let index = confidences.length - 1; index >= 0; index--) {
    errors += 1 - right[index]!;
    sinceLast++;
    if (index > 0 && (sinceLast < stride || confidences[index - 1] === confidences[index])) continue;
    const covered = confidences.length - index;
    points.push({ confidence: confidences[index]!, coverage: covered / all, errorRate: errors / covered });
    sinceLast = 0;
  }
  return points;
}
