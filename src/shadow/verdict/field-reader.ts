import type { Json } from '../../domain/json.ts';
import { idColumn, realColumn, type Column } from './column.ts';
import { Dictionary } from './dictionary.ts';
import type { FieldColumn } from './evidence.ts';

const textsMax = 1000;

/** Reads one field of all cases; keeps no more than a thousand different texts of it. */
export class FieldReader {
  readonly name: string;
  readonly #values: Dictionary = new Dictionary();
  #numbers: Column<Float64Array> | undefined;
  #ids: Column<Int32Array> | undefined;
  #overflown = false;

  constructor(name: string) {
    this.name = name;
  }

  read(row: number, value: Json | undefined): void {
    if (value === undefined || value === null) return;
    if (typeof value === 'number') (this.#numbers ??= realColumn()).set(row, value);
    else if (typeof value !== 'object') this.#readText(row, String(value));
  }

  clear(): void {
    this.#numbers?.clear();
    this.#ids?.clear();
  }

  finish(rows: number): FieldColumn {
    const texts = this.#ids === undefined ? undefined : { name: this.name, values: this.#values, ids: this.#ids.rows(rows) };
    if (texts === undefined || !texts.ids.some((id) => id !== 0)) {
      return { name: this.name, overflown: this.#overflown, ...(this.#numbers === undefined ? {} : { numbers: this.#numbers.rows(rows) }) };
    }
    // A column of texts with numbers among them: the numbers are one value of it.
    const numbers = this.#numbers?.rows(rows);
    if (numbers !== undefined) {
      const number = this.#values.idOf('a number');
      for (let row = 0; row < rows; row++) if (!Number.isNaN(numbers[row]!) && texts.ids[row] === 0) texts.ids[row] = number;
    }
    return { name: this.name, texts, overflown: this.#overflown };
  }

  #readText(row: number, text: string): void {
    if (this.#overflown) return;
    this.#overflown = this.#values.find(text) === undefined && this.#values.texts.length > textsMax;
    if (!this.#overflown) (this.#ids ??= idColumn()).set(row, this.#values.idOf(text));
  }
}
