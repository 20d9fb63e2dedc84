/** A copy of the numbers of some rows, without the absent ones. */
export function present(values: Float64Array, from = 0, to: number = values.length): Float64Array {
  const found = new Float64Array(to - from);
  let count = 0;
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    if (!Number.isNaN(value)) found[count++] = value;
  }
  return found.slice(0, count);
}
