import type { Workshop } from './support/workshop.ts';

/** One line of the table: what was measured, beside what, in the same run. */
export interface Row {
  readonly subject: string;
  /** With its unit: `118 µs CPU`. */
  readonly measured: string;
  /** What it is compared with, and what that took: `bare node:http 41 µs`. */
  readonly beside: string;
  readonly ratio?: number;
  /** The ratio is to be no more than this; absent for rows that only inform. */
  readonly ratioMax?: number;
}

/** One file of this folder. Its rows are printed, never asserted. */
export interface Measurement {
  /** `npm run bench -- <name>` runs it alone. */
  readonly name: string;
  /** In a sentence: what is counted, and how. */
  readonly how: string;
  measure(workshop: Workshop): Promise<readonly Row[]>;
}
