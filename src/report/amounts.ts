const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with its thousands grouped: `1,130`. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? grouped.format(count) : 'unknown';
}

/** `1 case`, `2 cases`. */
export function formatCounted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** `412 ms`, `12.3 s`, `3 min 20 s`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'unknown';
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** Seconds since the episode began, to the millisecond: `0.412`. */
export function formatOffset(milliseconds: number): string {
  return Number.isFinite(milliseconds) ? (milliseconds / 1000).toFixed(3) : 'unknown';
}

/** US dollars; a price that is not known is `unknown` and never 0. */
export function formatUsd(usd: number | undefined): string {
  if (usd === undefined || !Number.isFinite(usd)) return 'unknown';
  if (usd === 0) return '$0';
  if (usd < 0.000_001) return 'under $0.000001';
  return `$${usd < 0.01 ? String(Number(usd.toFixed(6))) : usd.toFixed(usd < 1 ? 4 : 2)}`;
}

/** The cost of several cases: what is known, and for how many it is not. */
export function formatUsdTotal(costs: readonly (number | undefined)[]): string {
  const known = costs.filter((usd): usd is number => usd !== undefined);
  const total = formatUsd(known.length === 0 && costs.length > 0 ? undefined : known.reduce((sum, usd) => sum + usd, 0));
  const unknown = costs.length - known.length;
  return known.length === 0 || unknown === 0 ? total : `${total} and an unknown amount for ${formatCounted(unknown, 'case')}`;
}
