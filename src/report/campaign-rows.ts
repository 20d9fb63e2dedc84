import type { Campaign, CampaignMetric } from '../domain/campaign.ts';
import { formatCount, formatDuration, formatUsd } from './amounts.ts';

/** A figure of a campaign, in words. */
export interface CampaignRow {
  readonly label: string;
  readonly value: string;
  /** `1.2 to 3.4 per 1,000`, 95 %; empty where there is none. */
  readonly interval: string;
  /** By which method the interval was found. */
  readonly method: string;
  readonly basis: string;
  /** `at most 5`; empty where none is set. */
  readonly bound: string;
  readonly isAlert: boolean;
}

/** Every figure that was measured or has a bound. */
export function campaignRows({ metrics, bounds, alerts }: Campaign): readonly CampaignRow[] {
  return metrics
    .filter(({ name, value }) => value !== undefined || bounds[name] !== undefined)
    .map((metric) => {
      const { min, max } = bounds[metric.name] ?? {};
      return {
        label: metric.label,
        value: metric.value === undefined ? 'not seen' : shown(metric, metric.value),
        interval:
          metric.interval === undefined ? '' : `${shown({ unit: bare(metric.unit) }, metric.interval[0])} to ${shown(metric, metric.interval[1])}`,
        method: metric.method ?? '',
        basis: metric.basis,
        bound: [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])].join(', '),
        isAlert: alerts.some((alert) => alert.metric === metric.name),
      };
    });
}

/** What the campaign was: `1,000 sessions, seeds 1 to 1,000, virtual time, 2 at once, 12.3 s`. */
export function campaignFacts(campaign: Campaign): string {
  const { sessions, planned, seedFirst, clock, concurrency, rampSeconds, durationMs } = campaign;
  return [
    sessions === planned ? `${formatCount(sessions)} sessions` : `${formatCount(sessions)} of ${formatCount(planned)} sessions`,
    `seeds ${seedFirst} to ${seedFirst + planned - 1}`,
    `${clock} time`,
    `${formatCount(concurrency)} at once${rampSeconds === 0 ? '' : `, reached over ${formatDuration(rampSeconds * 1000)}`}`,
    formatDuration(durationMs),
  ].join(' · ');
}

/** Claims that did not hold in every session that exercised them: `effects-happen-once: fail 3, pass 997`. */
export function campaignClaims({ claims }: Campaign): readonly string[] {
  return claims
    .filter(({ outcomes }) => ['fail', 'invalid', 'unknown'].some((outcome) => outcome in outcomes))
    .map(
      ({ claim, outcomes }) =>
        `${claim}: ${Object.entries(outcomes)
          .map(([outcome, count]) => `${outcome} ${formatCount(count)}`)
          .join(', ')}`,
    );
}

/** The lower end of a range needs no unit of its own, where the upper has it. */
function bare(unit: CampaignMetric['unit']): CampaignMetric['unit'] {
  return unit === 'per 1,000' || unit === 'per second' ? 'count' : unit;
}

function shown({ unit }: Pick<CampaignMetric, 'unit'>, value: number): string {
  switch (unit) {
    case 'US dollars':
      return formatUsd(value);
    case 'ms':
      return formatDuration(value);
    case 'share':
      return `${trimmed(value * 100)} %`;
    case 'per 1,000':
      return `${trimmed(value)} per 1,000`;
    case 'per second':
      return `${trimmed(value)} per second`;
    case 'count':
    case 'confidence':
      return trimmed(value);
    default:
      return unit satisfies never;
  }
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 3 : 1)));
}
