/** `1,130` */
export function whole(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `1 decision`, `1,130 decisions` */
export function counted(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share with four digits, rounded downwards: `0.9588`. Lower bounds are never shown better than they are. */
export function bound(value: number): string {
  return (Math.floor(value * 10_000 + 1e-9) / 10_000).toFixed(4).replace('-', '−');
}

/** `0.980` */
export function rate(value: number): string {
  return value.toFixed(3);
}

/** `0.74 %`, rounded up: for upper bounds of error rates. */
export function percentUp(share: number): string {
  return `${trimmed(Math.ceil(share * 10_000 - 1e-9) / 100)} %`;
}

/** `58 %`, `0.5 %` */
export function percent(share: number): string {
  return `${trimmed(share >= 0.1 ? Math.round(share * 100) : Math.round(share * 1000) / 10)} %`;
}

/** `type "lease"`; `type not given` for the cases that have none. */
export function segmentName(segment: string, value: string): string {
  return value === '' ? `${segment} not given` : `${segment} "${value}"`;
}

/** `500,000`, `0.93` */
export function amountText(amount: number): string {
  return amount.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

function trimmed(value: number): string {
  return String(value);
}

/** `a, b and c` */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}
