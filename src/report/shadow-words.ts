/** A share with three digits, as the verdict writes it: `0.979`. */
export function rateText(rate: number | null | undefined): string {
  return rate === null || rate === undefined || !Number.isFinite(rate) ? '–' : rate.toFixed(3);
}

/** A lower bound: four digits, never rounded up, since it is held against a threshold. */
export function lowerText(bound: number): string {
  return (Math.floor(bound * 1e4 + 1e-9) / 1e4).toFixed(4);
}

/** An upper bound: four digits, never rounded down. */
export function upperText(bound: number): string {
  return (Math.ceil(bound * 1e4 - 1e-9) / 1e4).toFixed(4);
}

/** A share in percent: `58 %`, `0.74 %`. */
export function percentText(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return '–';
  const percent = share * 100;
  return `${Math.abs(percent) >= 10 || percent === 0 ? percent.toFixed(0) : percent.toPrecision(2)} %`;
}

/** Money or any other amount: `500,000`, `0.25`. */
export function amountText(amount: number | null | undefined): string {
  if (amount === null || amount === undefined || !Number.isFinite(amount)) return '–';
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: Math.abs(amount) < 100 ? 2 : 0 }).format(amount);
}

/** A moment as a day and a minute of UTC: `2026-03-01 14:05`. */
export function momentText(ms: number | null | undefined): string {
  return ms === null || ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15
    ? '–'
    : new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

/** A p-value: `0.031`, `< 0.001`. */
export function chanceText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
