import type { CustomSeriesRenderItem } from 'echarts';
import { chartColours } from '../chart-svg.ts';

const { accent, good } = chartColours;

/** A line from bound to bound with a point between them; the last value says whether the threshold was reached. */
export function intervalBars(along: 'x' | 'y'): CustomSeriesRenderItem {
  return (_, api) => {
    const [lower, middle, upper, other] = [0, 1, 2, 3].map((index) => Number(api.value(index)));
    const at = (value: number): number[] => api.coord(along === 'x' ? [value, other!] : [other!, value]);
    const [from, point, to] = [at(lower!), at(middle!), at(upper!)];
    const colour = Number(api.value(4)) === 1 ? good : accent;
    return {
      type: 'group',
      children: [
        { type: 'line', shape: { x1: from[0]!, y1: from[1]!, x2: to[0]!, y2: to[1]! }, style: { stroke: colour, lineWidth: 2, fill: 'none' } },
        { type: 'circle', shape: { cx: point[0]!, cy: point[1]!, r: 4 }, style: { fill: colour } },
      ],
    };
  };
}
