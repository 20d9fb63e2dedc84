import type { ChaosCaseReport } from '../../domain/chaos.ts';
import { formatCount, formatDuration, formatUsd } from '../amounts.ts';
import type { View } from '../html-case-view.ts';
import { plainName } from './cell-words.ts';
import { shortLine } from './short-line.ts';

/** How the agent survives each kind of fault, with the interval as a picture of a hundred units. */
export function ratesView({ rates, reliability }: Pick<ChaosCaseReport, 'rates' | 'reliability'>): {
  readonly rates: readonly View[];
  readonly reliability: readonly View[];
} {
  return {
    rates: rates.map((rate) => ({
      fault: plainName(shortLine(rate.fault)),
      held: `${formatCount(rate.held)} of ${formatCount(rate.judged)}`,
      bar: rate.judged === 0 ? null : barView(rate.held / rate.judged, rate.interval),
      degraded: formatCount(rate.degraded),
      failed: formatCount(rate.failed),
      isBroken: rate.failed > 0,
      notJudged: formatCount(rate.diverged + rate.invalid),
      recovery: rate.recoveryMs === undefined ? null : formatDuration(rate.recoveryMs),
      calls: signed(rate.extraModelCalls),
      cost: rate.extraUsd === undefined ? 'unknown' : `${rate.extraUsd < 0 ? '−' : ''}${formatUsd(Math.abs(rate.extraUsd))}`,
    })),
    reliability: reliability.map(({ k, value, interval }) => ({ k: formatCount(k), value: percent(value), bar: barView(value, interval) })),
  };
}

function barView(value: number, [lower, upper]: readonly [number, number]): View {
  const at = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  return {
    from: at(lower),
    length: Math.max(0.5, at(upper) - at(lower)),
    point: Math.max(0, at(value) - 1),
    interval: `${percent(lower)} to ${percent(upper)}`,
  };
}

/** `97 %`; never rounded up to certainty or down to nothing. */
export function percent(share: number): string {
  if (share > 0.99 && share < 1) return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
  if (share > 0 && share < 0.01) return `${(Math.ceil(share * 1000) / 10).toFixed(1)} %`;
  return `${Math.round(share * 100)} %`;
}

function signed(count: number): string {
  const rounded = Math.round(count * 10) / 10;
  return rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${Math.abs(rounded)}` : '0';
}
