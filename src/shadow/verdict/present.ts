/** A copy of the numbers of some rows, without the absent ones. */
export function present(values: Float64Array, from = 0, to: number = values.length): Float64Array {
  return everyNth(values, from, to, 1);
}

const sampleSize = 50_000;
const sampleMin = 1000;

/** At least fifty thousand of them, evenly over the rows, where there are more: quantiles and distances need no million. */
export function samplePresent(values: Float64Array, from: number, to: number): Float64Array {
  const step = Math.max(1, Math.floor((to - from) / sampleSize));
  const sample = everyNth(values, from, to, step);
  return sample.length < sampleMin ? present(values, from, to) : sample;
}

function everyNth(values: Float64Array, from: number, to: number, step: number): Float64Array {
  const found = new Float64Array(Math.ceil((to - from) / step));
  let count = 0;
  for (let row = from; row < to; row += step) {
    const value = values[row]!;
    if (!Number.isNaN(value)) found[count++] = value;
  }
  return found.slice(0, count);
}
