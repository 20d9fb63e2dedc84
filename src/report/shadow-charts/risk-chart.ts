import type { Readiness } from '../../domain/readiness.ts';
import { chartColours, type Chart } from '../chart-svg.ts';
import { percentText } from '../shadow-words.ts';
import { axis, chartWidthPx } from './axis.ts';

const { soft, accent, good, bad } = chartColours;

/** Risk against coverage, with the confidence at which the envelope begins. */
export function riskChart({ riskCoverage, envelope, policy }: Readiness): Chart | undefined {
  if (riskCoverage.length < 2) return undefined;
  const confidence = envelope.found?.region.confidenceMin;
  const at =
    confidence === undefined
      ? undefined
      : riskCoverage.toSorted((a, b) => Math.abs(a.confidence - confidence) - Math.abs(b.confidence - confidence))[0];
  const top = Math.max(policy.envelope.errorMax * 1.5, ...riskCoverage.map(({ errorRate }) => errorRate));
  return {
    id: 'risk',
    title: 'Risk and coverage',
    description: `If only cases at or above a confidence were given to the agent: the share of cases it would decide, and its error rate there. ${at === undefined ? 'No envelope by confidence is certified.' : `The envelope begins at confidence ${confidence}: ${percentText(at.coverage)} of the cases, ${percentText(at.errorRate)} wrong.`}`,
    widthPx: chartWidthPx,
    heightPx: 280,
    option: {
      grid: { left: 64, right: 40, top: 24, bottom: 44 },
      xAxis: {
        ...axis,
        type: 'value',
        min: 0,
        max: 1,
        name: 'share of cases that the agent decides',
        nameLocation: 'middle',
        nameGap: 28,
        axisLabel: { color: soft, formatter: (value: number) => percentText(value) },
      },
      yAxis: {
        ...axis,
        type: 'value',
        min: 0,
        max: Math.ceil(top * 50) / 50,
        name: 'wrong among them',
        nameTextStyle: { color: soft, align: 'left', padding: [0, 0, 0, -40] },
        axisLabel: { color: soft, formatter: (value: number) => percentText(value) },
      },
      series: [
        {
          type: 'line',
          showSymbol: false,
          step: 'end',
          data: riskCoverage.toSorted((a, b) => a.coverage - b.coverage).map(({ coverage, errorRate }) => [coverage, errorRate]),
          lineStyle: { color: accent, width: 2 },
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: bad, type: 'solid', width: 1 },
            data: [
              {
                yAxis: policy.envelope.errorMax,
                label: { position: 'insideEndTop', formatter: `at most ${percentText(policy.envelope.errorMax)}`, color: bad, textBorderWidth: 0 },
              },
              ...(at === undefined
                ? []
                : [
                    {
                      xAxis: at.coverage,
                      lineStyle: { color: good },
                      label: { position: 'insideEndTop', rotate: 0, formatter: `τ = ${confidence}`, color: good, textBorderWidth: 0 },
                    },
                  ]),
            ],
          },
        },
      ] as never,
    },
  };
}
