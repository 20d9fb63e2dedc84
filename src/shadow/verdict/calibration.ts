import type { CalibrationFigures, RiskCoveragePoint } from '../../domain/readiness-figures.ts';
import { calibrate, orderByConfidence, riskByCoverage } from '../statistics/confidence-order.ts';
import type { Evidence } from './evidence.ts';

export interface CalibrationFindings {
  readonly figure?: CalibrationFigures;
  readonly riskCoverage: readonly RiskCoveragePoint[];
}

/** Does the agent know what it does not know? Shown, never a gate. */
export function judgeCalibration({ rows, confidence, right }: Evidence, bins: number): CalibrationFindings {
  const sure = new Float64Array(rows);
  const marks = new Uint8Array(rows);
  let n = 0;
  for (let row = 0; row < rows; row++) {
    if (!(confidence[row]! >= 0 && confidence[row]! <= 1)) continue;
    sure[n] = confidence[row]!;
    marks[n++] = right[row]!;
  }
  if (n === 0) return { riskCoverage: [] };
  const order = orderByConfidence(sure.subarray(0, n), marks.subarray(0, n));
  const { brier, error, bins: found } = calibrate(order, bins);
  return {
    figure: { n, without: rows - n, brier, expectedCalibrationError: error, bins: found, validity: 'not certifying' },
    riskCoverage: riskByCoverage(order, rows),
  };
}
