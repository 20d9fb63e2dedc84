import type { EChartsOption } from 'echarts';
import type { Readiness } from '../../domain/readiness.ts';
import { formatCount } from '../amounts.ts';
import { chartColours, type Chart } from '../chart-svg.ts';
import { axis, chartWidthPx } from './axis.ts';
import { shortLabel } from './short-label.ts';

const { ink, good, bad } = chartColours;
const labelsShown = 12;

/** The confusion matrix, where it has few enough labels to be read. */
export function confusionChart({ confusion: { references, decisions, counts } }: Readiness): Chart | undefined {
  if (references.length < 2 || references.length > labelsShown || decisions.length > labelsShown + 1) return undefined;
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const cells = counts.flatMap((row, y) =>
    row.map((count, x) => ({ x, y, count, share: totals[y] === 0 ? 0 : count / totals[y]!, isRight: references[y] === decisions[x] })),
  );
  const heightPx = 90 + references.length * 46;
  const option: EChartsOption = {
    grid: { left: 200, right: 20, top: 56, bottom: 12 },
    xAxis: {
      ...axis,
      type: 'category',
      position: 'top',
      data: decisions.map(shortLabel),
      name: 'the agent decided',
      nameLocation: 'middle',
      nameGap: 32,
      axisTick: { show: false },
      axisLabel: { color: ink, interval: 0, overflow: 'truncate', width: 480 / decisions.length },
    },
    yAxis: {
      ...axis,
      type: 'category',
      inverse: true,
      data: references.map(shortLabel),
      axisTick: { show: false },
      axisLabel: { color: ink, interval: 0, overflow: 'truncate', width: 185 },
    },
    series: [
      {
        type: 'custom',
        renderItem: ((_: unknown, api: { value(index: number): unknown; coord(at: number[]): number[]; size(of: number[]): number[] }) => {
          const [x, y, count, share, isRight] = [0, 1, 2, 3, 4].map((index) => Number(api.value(index)));
          const [cx, cy] = api.coord([x!, y!]);
          const [width, height] = api.size([1, 1]);
          const shape = { x: cx! - width! / 2 + 2, y: cy! - height! / 2 + 2, width: width! - 4, height: height! - 4 };
          return {
            type: 'group',
            children: [
              { type: 'rect', shape, style: { fill: chartColours.sunken } },
              { type: 'rect', shape, style: { fill: isRight === 1 ? good : bad, opacity: Math.min(0.55, share! * 0.55) } },
              { type: 'text', style: { text: formatCount(count!), x: cx!, y: cy!, fill: ink, align: 'center', verticalAlign: 'middle' } },
            ],
          };
        }) as never,
        data: cells.map(({ x, y, count, share, isRight }) => [x, y, count, share, isRight ? 1 : 0]),
        encode: { x: 0, y: 1 },
      },
    ] as never,
  };
  return {
    id: 'confusion',
    title: 'What was decided against what was right',
    description: references
      .map(
        (reference, y) =>
          `${shortLabel(reference)}: ${decisions.map((decision, x) => `${formatCount(counts[y]![x]!)} ${shortLabel(decision)}`).join(', ')}`,
      )
      .join('. '),
    widthPx: chartWidthPx,
    heightPx,
    option,
  };
}
