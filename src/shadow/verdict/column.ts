type Numbers = Float64Array | Int32Array | Uint16Array | Uint8Array;

/** A growing column of numbers, addressed by row; rows that were not set hold the empty value. A million rows are one array, not a million objects. */
export class Column<Values extends Numbers> {
  readonly #make: (length: number) => Values;
  readonly #empty: number;
  #values: Values;
  #used = 0;

  constructor(make: (length: number) => Values, empty: number) {
    this.#make = make;
    this.#empty = empty;
    this.#values = make(0);
  }

  set(row: number, value: number): void {
    if (row >= this.#values.length) this.#grow(row + 1);
    this.#values[row] = value;
    if (row >= this.#used) this.#used = row + 1;
  }

  /** Forgets every row; costs as much as was set since the last time. */
  clear(): void {
    this.#values.fill(this.#empty, 0, this.#used);
    this.#used = 0;
  }

  /** The first rows, without copying. */
  rows(count: number): Values {
    if (count > this.#values.length) this.#grow(count);
    return this.#values.subarray(0, count) as Values;
  }

  #grow(length: number): void {
    const grown = this.#make(Math.max(length, 1024, this.#values.length * 2));
    if (this.#empty !== 0) grown.fill(this.#empty);
    grown.set(this.#values);
    this.#values = grown;
  }
}

export const realColumn = (): Column<Float64Array> => new Column((length) => new Float64Array(length), Number.NaN);
export const idColumn = (): Column<Int32Array> => new Column((length) => new Int32Array(length), 0);
export const flagColumn = (): Column<Uint16Array> => new Column((length) => new Uint16Array(length), 0);
export const smallColumn = (): Column<Uint8Array> => new Column((length) => new Uint8Array(length), 0);
