import { chartColours } from '../chart-svg.ts';

const { soft, line } = chartColours;

/** Pictures are as wide as the text. */
export const chartWidthPx = 720;

/** What all axes have in common. */
export const axis: AxisLook = {
  axisLine: { lineStyle: { color: soft } },
  axisTick: { lineStyle: { color: soft } },
  axisLabel: { color: soft, hideOverlap: true },
  splitLine: { lineStyle: { color: line } },
  nameTextStyle: { color: soft },
};

interface AxisLook {
  readonly axisLine: { readonly lineStyle: { readonly color: string } };
  readonly axisTick: { readonly lineStyle: { readonly color: string } };
  readonly axisLabel: { readonly color: string; readonly hideOverlap: boolean };
  readonly splitLine: { readonly lineStyle: { readonly color: string } };
  readonly nameTextStyle: { readonly color: string };
}
