export interface EffectiveSize {
  readonly clusters: number;
  readonly size: number;
  readonly correlation: number;
  readonly effective: number;
}

/**
 * How many independent decisions clustered ones are worth: n / (1 + (m − 1)ρ), with the analysis-of-variance estimate of the intraclass correlation ρ
 * (Donner, 1986), and the mean size m that the design effect of unequal clusters takes, Σm²/n (Kish, 1965).
 */
export function effectiveSize(clusters: readonly { readonly n: number; readonly k: number }[]): EffectiveSize | undefined {
  const n = clusters.reduce((sum, cluster) => sum + cluster.n, 0);
  const k = clusters.reduce((sum, cluster) => sum + cluster.k, 0);
  const groups = clusters.length;
  if (groups < 2 || n <= groups) return undefined;
  const squares = clusters.reduce((sum, cluster) => sum + cluster.n ** 2, 0);
  const between = clusters.reduce((sum, cluster) => sum + cluster.n * (cluster.k / cluster.n - k / n) ** 2, 0) / (groups - 1);
  const within = clusters.reduce((sum, cluster) => sum + (cluster.k * (cluster.n - cluster.k)) / cluster.n, 0) / (n - groups);
  const typical = (n - squares / n) / (groups - 1);
  const spread = between + (typical - 1) * within;
  const correlation = spread > 0 ? Math.min(1, Math.max(0, (between - within) / spread)) : 0;
  const size = squares / n;
  return { clusters: groups, size, correlation, effective: n / (1 + (size - 1) * correlation) };
}
