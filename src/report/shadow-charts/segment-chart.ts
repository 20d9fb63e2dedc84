import type { Readiness } from '../../domain/readiness.ts';
import { formatCount } from '../amounts.ts';
import { chartColours, type Chart } from '../chart-svg.ts';
import { rateText } from '../shadow-words.ts';
import { axis, chartWidthPx } from './axis.ts';
import { intervalBars } from './interval-bars.ts';
import { shortLabel } from './short-label.ts';

const { ink, soft, bad } = chartColours;
const segmentsShown = 40;

/** A forest plot: each segment with its bounds, the weakest on top. */
export function segmentChart({ segments, policy }: Readiness): Chart | undefined {
  if (segments.length === 0) return undefined;
  const shown = segments.toSorted((a, b) => (a.rate ?? -1) - (b.rate ?? -1)).slice(0, segmentsShown);
  const rows = shown.toReversed();
  const heightPx = 70 + rows.length * 22;
  const weakest = shown[0]!;
  const lowest = Math.floor(Math.min(policy.segments.min, ...shown.map(({ lower }) => lower)) * 10 - 0.5) / 10;
  // Steps of the axis end at 1 from here.
  const min = lowest < 0.4 ? 0 : lowest;
  return {
    id: 'forest',
    title: 'Segments',
    description: `${formatCount(segments.length)} segments, the weakest first. The weakest is ${weakest.segment} ${shortLabel(weakest.value)} with ${rateText(weakest.rate)} of ${formatCount(weakest.n)}. Bounds at α / ${segments.length}, valid at any look; needed: ${policy.segments.min}.`,
    widthPx: chartWidthPx,
    heightPx,
    option: {
      grid: { left: 250, right: 90, top: 12, bottom: 44 },
      xAxis: {
        ...axis,
        type: 'value',
        min,
        max: 1,
        interval: min >= 0.7 ? 0.05 : min >= 0.4 ? 0.1 : 0.2,
        name: 'agreement with the reference',
        nameLocation: 'middle',
        nameGap: 28,
      },
      yAxis: [
        {
          ...axis,
          type: 'category',
          data: rows.map(({ segment, value }) => `${shortLabel(segment)}: ${shortLabel(value)}`),
          axisTick: { show: false },
          axisLabel: { color: ink, interval: 0, width: 236, overflow: 'truncate' },
        },
        {
          ...axis,
          type: 'category',
          data: rows.map(({ k, n }) => `${formatCount(k)} / ${formatCount(n)}`),
          axisTick: { show: false },
          axisLine: { show: false },
          axisLabel: { color: soft, interval: 0 },
        },
      ],
      series: [
        {
          type: 'custom',
          renderItem: intervalBars('x') as never,
          data: rows.map(({ lower, rate, upper, outcome }, index) => [lower, rate ?? lower, upper, index, outcome === 'holds' ? 1 : 0]),
          encode: { x: [0, 1, 2], y: 3 },
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: bad, type: 'solid', width: 1 },
            label: { show: false },
            data: [{ xAxis: policy.segments.min }],
          },
        },
      ] as never,
    },
  };
}
