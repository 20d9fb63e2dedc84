import type { Bounds, Campaign, CampaignAlert, CampaignMetric, CampaignMetricName } from '../../domain/campaign.ts';

/** A mean or a quantile that moved by less is not worse, however sure that is. */
const relativeChangeMin = 0.05;

/** What has left its bound, and what is worse than in an earlier campaign. */
export function alertsOf(metrics: readonly CampaignMetric[], bounds: Bounds, baseline: Campaign | undefined): readonly CampaignAlert[] {
  return metrics.flatMap((metric) => [
    ...boundAlerts(metric, bounds),
    ...baselineAlerts(
      metric,
      baseline?.metrics.find(({ name }) => name === metric.name),
    ),
  ]);
}

function boundAlerts(metric: CampaignMetric, bounds: Bounds): readonly CampaignAlert[] {
  const bound = bounds[metric.name];
  if (bound === undefined) return [];
  const { value, label, name } = metric;
  if (value === undefined)
    return [{ metric: name, kind: 'unobserved', text: `${label}: there is a bound, but nothing to hold against it (${metric.basis}).` }];
  const alert = (text: string): CampaignAlert => ({ metric: name, kind: 'bound', text: `${label}: ${shown(value)} ${text} (${metric.basis}).` });
  return [
    ...(bound.max !== undefined && value > bound.max ? [alert(`is above the bound of ${bound.max}`)] : []),
    ...(bound.min !== undefined && value < bound.min ? [alert(`is below the bound of ${bound.min}`)] : []),
  ];
}

/** The speed of the machine on which a campaign ran is no property of the agent. */
const notCompared: ReadonlySet<CampaignMetricName> = new Set(['sessionsPerSecond']);

/** Worse than before, and not by chance: the two 95 % intervals do not meet. That asks for more than a test at 5 % would. */
function baselineAlerts(now: CampaignMetric, before: CampaignMetric | undefined): readonly CampaignAlert[] {
  if (
    notCompared.has(now.name) ||
    now.interval === undefined ||
    before?.interval === undefined ||
    now.value === undefined ||
    before.value === undefined
  )
    return [];
  const worse = now.worse === 'higher' ? now.interval[0] > before.interval[1] : now.interval[1] < before.interval[0];
  const isShare = now.unit === 'share' || now.unit === 'per 1,000';
  if (!worse || (!isShare && Math.abs(now.value - before.value) < relativeChangeMin * Math.abs(before.value))) return [];
  const range = ([low, high]: readonly [number, number]): string => `${shown(low)} to ${shown(high)}`;
  return [
    {
      metric: now.name,
      kind: 'baseline',
      text: `${now.label}: ${shown(now.value)} (95 %: ${range(now.interval)}), in the baseline ${shown(before.value)} (${range(before.interval)}).`,
    },
  ];
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
