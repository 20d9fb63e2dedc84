/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Microseconds as people read them. */
export function microseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} µs`;
}

/** Milliseconds as people read them. */
export function milliseconds(value: number): string {
  return value < 1000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(2)} s`;
}

/** `42 µs (39–47)`: the median and how far apart the rounds were. */
export function withSpread(values: readonly number[], unit: (value: number) => string): string {
  const number = (value: number): string => unit(value).split(' ')[0]!;
  return values.length < 2 ? unit(median(values)) : `${unit(median(values))} (${number(Math.min(...values))}–${number(Math.max(...values))})`;
}
