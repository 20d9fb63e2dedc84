import type { Readiness } from '../../domain/readiness.ts';
import { chartColours, type Chart } from '../chart-svg.ts';
import { rateText } from '../shadow-words.ts';
import { axis } from './axis.ts';
import { intervalBars } from './interval-bars.ts';

const { soft } = chartColours;

/** How often the agent was right, against how sure it was. */
export function reliabilityChart({ calibration }: Readiness): Chart | undefined {
  if (calibration === undefined || calibration.bins.length === 0) return undefined;
  const { bins } = calibration;
  const min = Math.max(0, Math.floor(Math.min(...bins.map(({ lower, meanConfidence }) => Math.min(lower, meanConfidence))) * 10) / 10);
  return {
    id: 'reliability',
    title: 'Is its confidence worth its name?',
    description: `${bins.length} groups of equal size by confidence: how often the agent was right in each, against how sure it was. Expected calibration error ${rateText(calibration.expectedCalibrationError)}, Brier score ${rateText(calibration.brier)}.`,
    widthPx: 420,
    heightPx: 360,
    option: {
      grid: { left: 60, right: 24, top: 20, bottom: 48 },
      xAxis: { ...axis, type: 'value', min, max: 1, name: 'how sure it was', nameLocation: 'middle', nameGap: 28 },
      yAxis: { ...axis, type: 'value', min, max: 1, name: 'how often it was right', nameLocation: 'middle', nameGap: 40 },
      series: [
        {
          type: 'line',
          showSymbol: false,
          data: [
            [min, min],
            [1, 1],
          ],
          lineStyle: { color: soft, width: 1, type: 'dashed' },
        },
        {
          type: 'custom',
          renderItem: intervalBars('y') as never,
          data: bins.map(({ lower, accuracy, upper, meanConfidence }) => [lower, accuracy, upper, meanConfidence, 0]),
          encode: { y: [0, 1, 2], x: 3 },
        },
      ] as never,
    },
  };
}
