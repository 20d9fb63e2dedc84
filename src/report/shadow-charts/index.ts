import type { Readiness } from '../../domain/readiness.ts';
import type { Chart } from '../chart-svg.ts';
import { boundChart } from './bound-chart.ts';
import { confusionChart } from './confusion-chart.ts';
import { reliabilityChart } from './reliability-chart.ts';
import { riskChart } from './risk-chart.ts';
import { segmentChart } from './segment-chart.ts';

/** Every picture that the evidence allows, in the order of the page. */
export function shadowCharts(readiness: Readiness): Readonly<Record<string, Chart | undefined>> {
  return {
    bound: boundChart(readiness),
    segments: segmentChart(readiness),
    risk: riskChart(readiness),
    confusion: confusionChart(readiness),
    reliability: reliabilityChart(readiness),
  };
}
