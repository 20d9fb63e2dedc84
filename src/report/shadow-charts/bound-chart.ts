import type { Readiness } from '../../domain/readiness.ts';
import { formatCount } from '../amounts.ts';
import { chartColours, type Chart } from '../chart-svg.ts';
import { lowerText, rateText } from '../shadow-words.ts';
import { axis, chartWidthPx } from './axis.ts';

const { ink, soft, accent, bad } = chartColours;

/** The bound over time against the threshold; by number of decisions where there are no dates. */
export function boundChart({ accuracyPath, policy }: Readiness): Chart | undefined {
  if (accuracyPath.length < 2) return undefined;
  const isDated = accuracyPath.every(({ atMs }) => atMs !== null);
  const xOf = (point: Readiness['accuracyPath'][number]): number => (isDated ? point.atMs! : point.n);
  const last = accuracyPath.at(-1)!;
  const later = accuracyPath.slice(Math.min(accuracyPath.length - 1, Math.floor(accuracyPath.length / 10)));
  const lowest = Math.min(policy.accuracy.min, ...later.map(({ lower }) => lower));
  const step = lowest > 0.9 ? 0.02 : lowest > 0.75 ? 0.05 : 0.1;
  const min = Math.max(0, Math.round(Math.floor((lowest - 0.01) / step) * step * 100) / 100);
  const series = (name: string, value: 'lower' | 'accuracy' | 'wilsonLower', lineStyle: object): object => ({
    type: 'line',
    name,
    showSymbol: false,
    data: accuracyPath.map((point) => [xOf(point), Math.max(min, point[value])]),
    lineStyle,
    endLabel: { show: true, formatter: name, color: ink, distance: 6 },
    labelLayout: { moveOverlap: 'shiftY' },
  });
  return {
    id: 'bound',
    title: 'The bound over time',
    description: `After ${formatCount(last.n)} decisions the accuracy is ${rateText(last.accuracy)}; it holds above ${lowerText(last.lower)} whatever day one looks. Needed: ${policy.accuracy.min}. For a single look Wilson's bound would be ${lowerText(last.wilsonLower)}.`,
    widthPx: chartWidthPx,
    heightPx: 300,
    option: {
      grid: { left: 56, right: 160, top: 24, bottom: 44 },
      xAxis: {
        ...axis,
        type: isDated ? 'time' : 'value',
        name: isDated ? 'day (UTC)' : 'decisions',
        nameLocation: 'middle',
        nameGap: 28,
        splitLine: { show: false },
        ...(isDated ? { axisLabel: { ...axis.axisLabel, formatter: '{MMM} {d}' } } : { max: last.n }),
      },
      yAxis: { ...axis, type: 'value', min, max: 1, interval: step },
      series: [
        { ...series('accuracy', 'accuracy', { color: soft, width: 1.25 }) },
        { ...series('one look (Wilson)', 'wilsonLower', { color: soft, width: 1.25, type: 'dashed' }) },
        {
          ...series('any look', 'lower', { color: accent, width: 2.5 }),
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: bad, type: 'solid', width: 1 },
            // Its number stands in the caption: words here would cover the very place where the bound meets it.
            label: { show: false },
            data: [{ yAxis: policy.accuracy.min }],
          },
        },
      ] as never,
    },
  };
}
