import type { ClusterFigure } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import { effectiveSize } from '../statistics/effective-size.ts';
import type { Evidence } from './evidence.ts';
import { rate, whole } from './words.ts';

/** Warnings about cases that depend on each other, by day and by the fields that the policy names. They certify nothing. */
export function clusterWarnings(evidence: Evidence, days: Float64Array, { clusters }: ReadinessPolicy): readonly ClusterFigure[] {
  const columns: (readonly [string, ArrayLike<number>])[] = [['day', days]];
  for (const name of clusters.fields) {
    const field = evidence.fields.find((one) => one.name === name);
    const segment = evidence.segments.find((one) => one.name === name);
    const column = field?.numbers ?? field?.texts?.ids ?? segment?.ids;
    if (column !== undefined && field?.overflown !== true) columns.push([name, column]);
    else columns.push([name, []]);
  }
  return columns.map(([by, column]) => figureOf(by, column, evidence, clusters.effectiveShareMin));
}

function figureOf(by: string, column: ArrayLike<number>, { right, rows }: Evidence, shareMin: number): ClusterFigure {
  const clusters = new Map<number, { n: number; k: number }>();
  for (let row = 0; row < column.length; row++) {
    const key = column[row]!;
    if (Number.isNaN(key)) continue;
    let cluster = clusters.get(key);
    if (cluster === undefined) clusters.set(key, (cluster = { n: 0, k: 0 }));
    cluster.n++;
    cluster.k += right[row]!;
  }
  const found = effectiveSize([...clusters.values()]);
  const common = { by, validity: 'not certifying' } as const;
  if (found === undefined) {
    const text = `Clusters by ${by} cannot be told: too few, too many, or no such field.`;
    return { ...common, clusters: clusters.size, size: 0, correlation: 0, effectiveDecisions: rows, warning: column.length === 0, text };
  }
  const warning = found.effective < shareMin * rows;
  const text = warning
    ? `Cases of one ${by} are alike (correlation ${rate(found.correlation)}): ${whole(rows)} decisions say as much as ${whole(found.effective)}. The bounds assume that they are independent.`
    : `Cases of one ${by} are not noticeably alike (correlation ${rate(found.correlation)}).`;
  return {
    ...common,
    clusters: found.clusters,
    size: found.size,
    correlation: found.correlation,
    effectiveDecisions: found.effective,
    warning,
    text,
  };
}
