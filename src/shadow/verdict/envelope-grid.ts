import type { EnvelopeRegion } from '../../domain/autonomy-envelope.ts';
import type { Evidence, TextColumn } from './evidence.ts';
import { samplePresent } from './present.ts';

/** Thresholds from loosest to strictest in each of four directions. A case lies inside a region up to as far as it passes each of them. */
export interface EnvelopeGrid {
  readonly confidence: readonly number[];
  readonly amount: readonly number[];
  readonly risk: readonly number[];
  /** Sets of values, each within the one before. */
  readonly segments: readonly (readonly string[])[];
  readonly column: TextColumn | undefined;
  /** Values of other segments that no region holds, and the rows that have one of them. */
  readonly except: readonly { readonly segment: string; readonly value: string }[];
  readonly outside: Uint8Array;
}

/** Inside, and wrong among them, for every region of a grid. */
export interface RegionCounts {
  readonly n: Float64Array;
  readonly errors: Float64Array;
}

const confidenceShares = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
const limitShares = [0.97, 0.9, 0.75, 0.5, 0.25] as const;
const segmentSetsMax = 20;

/** Thresholds that people can read, at quantiles of the earlier cases; segments leave in the order of their error rate. */
export function gridOf(
  evidence: Evidence,
  earlier: number,
  segment: string | undefined,
  judged: readonly TextColumn[],
  isTooFew: (cases: number) => boolean,
): EnvelopeGrid {
  const column = evidence.segments.find(({ name }) => name === segment);
  const sorted = (values: Float64Array): Float64Array => samplePresent(values, 0, earlier).sort();
  const at = (values: Float64Array, share: number): number => values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
  const quantiles = (values: Float64Array, shares: readonly number[], round: (value: number) => number): readonly number[] =>
    values.length === 0 ? [] : [...new Set(shares.map((share) => round(at(values, share))))];
  return {
    confidence: quantiles(sorted(evidence.confidence), confidenceShares, (value) => Math.ceil(value * 100 - 1e-9) / 100),
    amount: quantiles(sorted(evidence.amount), limitShares, floorToTwoDigits),
    risk: quantiles(sorted(evidence.risk), limitShares, (value) => Math.floor(value * 100 + 1e-9) / 100),
    segments: column === undefined ? [] : segmentSets(evidence, earlier, column),
    column,
    ...exceptions(
      judged.filter(({ name }) => name !== segment),
      evidence.rows,
      earlier,
      isTooFew,
    ),
  };
}

/** A region is drawn along one segment. Values of the others that were too rare among the earlier cases are in none. */
function exceptions(
  columns: readonly TextColumn[],
  rows: number,
  earlier: number,
  isTooFew: (cases: number) => boolean,
): Pick<EnvelopeGrid, 'except' | 'outside'> {
  const outside = new Uint8Array(rows);
  const except: { segment: string; value: string }[] = [];
  for (const { name, ids, values } of columns) {
    const counts = new Float64Array(values.texts.length);
    for (let row = 0; row < earlier; row++) counts[ids[row]!]!++;
    // What did not occur among the earlier cases at all was not known when the grid was fixed.
    const rare = Uint8Array.from(counts, (count) => (count > 0 && isTooFew(count) ? 1 : 0));
    for (let id = 0; id < rare.length; id++) if (rare[id] === 1) except.push({ segment: name, value: values.texts[id]! });
    for (let row = 0; row < rows; row++) if (rare[ids[row]!] === 1) outside[row] = 1;
  }
  return { except, outside };
}

/** How many regions a grid has; a region is a number below it. */
export function regionsOf({ confidence, amount, risk, segments }: EnvelopeGrid): number {
  return (confidence.length + 1) * (amount.length + 1) * (risk.length + 1) * (segments.length + 1);
}

export function regionAt(grid: EnvelopeGrid, region: number): EnvelopeRegion {
  const [c, a, r, s] = coordinates(grid, region);
  return {
    ...(c === 0 ? {} : { confidenceMin: grid.confidence[c - 1]! }),
    ...(a === 0 ? {} : { amountMax: grid.amount[a - 1]! }),
    ...(r === 0 ? {} : { riskMax: grid.risk[r - 1]! }),
    ...(s === 0 || grid.column === undefined ? {} : { segment: grid.column.name, segmentValues: grid.segments[s - 1]! }),
    ...(grid.except.length === 0 ? {} : { except: grid.except }),
  };
}

/** Counts rows of a range for every region at once: a histogram of cells, summed up from the strictest to the loosest in each direction. */
export function countRegions(grid: EnvelopeGrid, evidence: Evidence, from: number, to: number): RegionCounts {
  const cells = regionsOf(grid);
  const counts: RegionCounts = { n: new Float64Array(cells), errors: new Float64Array(cells) };
  fillCells(grid, evidence, from, to, counts);
  const sizes = [grid.confidence.length + 1, grid.amount.length + 1, grid.risk.length + 1, grid.segments.length + 1];
  let stride = cells;
  for (const size of sizes) {
    stride /= size;
    for (let cell = cells - 1; cell >= 0; cell--) {
      if (Math.floor(cell / stride) % size === size - 1) continue;
      counts.n[cell] = counts.n[cell]! + counts.n[cell + stride]!;
      counts.errors[cell] = counts.errors[cell]! + counts.errors[cell + stride]!;
    }
  }
  return counts;
}

/** Each row goes into the cell of the strictest thresholds that it passes. A row without a value passes none. */
function fillCells(grid: EnvelopeGrid, { confidence, amount, risk, right }: Evidence, from: number, to: number, { n, errors }: RegionCounts): void {
  const ids = grid.column?.ids;
  const setsOf = Uint8Array.from(grid.column?.values.texts ?? [], (text) => {
    let passed = 0;
    while (passed < grid.segments.length && grid.segments[passed]!.includes(text)) passed++;
    return passed;
  });
  for (let row = from; row < to; row++) {
    if (grid.outside[row] === 1) continue;
    const c = passedMinima(grid.confidence, confidence[row]!);
    const a = passedMaxima(grid.amount, amount[row]!);
    const r = passedMaxima(grid.risk, risk[row]!);
    const s = ids === undefined ? 0 : setsOf[ids[row]!]!;
    const cell = ((c * (grid.amount.length + 1) + a) * (grid.risk.length + 1) + r) * (grid.segments.length + 1) + s;
    n[cell]!++;
    errors[cell]! += 1 - right[row]!;
  }
}

function passedMinima(minima: readonly number[], value: number): number {
  let passed = 0;
  while (passed < minima.length && value >= minima[passed]!) passed++;
  return passed;
}

function passedMaxima(maxima: readonly number[], value: number): number {
  let passed = 0;
  while (passed < maxima.length && value <= maxima[passed]!) passed++;
  return passed;
}

/** Does a row lie in a region? */
export function isInside(grid: EnvelopeGrid, evidence: Evidence, region: EnvelopeRegion, row: number): boolean {
  const { confidenceMin, amountMax, riskMax, segmentValues } = region;
  if (grid.outside[row] === 1) return false;
  if (confidenceMin !== undefined && !(evidence.confidence[row]! >= confidenceMin)) return false;
  if (amountMax !== undefined && !(evidence.amount[row]! <= amountMax)) return false;
  if (riskMax !== undefined && !(evidence.risk[row]! <= riskMax)) return false;
  return segmentValues === undefined || segmentValues.includes(grid.column!.values.texts[grid.column!.ids[row]!]!);
}

function coordinates({ amount, risk, segments }: EnvelopeGrid, region: number): readonly [number, number, number, number] {
  const s = region % (segments.length + 1);
  const afterSegments = (region - s) / (segments.length + 1);
  const r = afterSegments % (risk.length + 1);
  const afterRisk = (afterSegments - r) / (risk.length + 1);
  const a = afterRisk % (amount.length + 1);
  return [(afterRisk - a) / (amount.length + 1), a, r, s];
}

/** The worst segments leave first; rare ones count as bad, since nothing is known of them. */
function segmentSets({ right }: Evidence, earlier: number, { ids, values }: TextColumn): readonly (readonly string[])[] {
  const [n, wrong] = [new Float64Array(values.texts.length), new Float64Array(values.texts.length)];
  for (let row = 0; row < earlier; row++) {
    const id = ids[row]!;
    n[id] = n[id]! + 1;
    wrong[id] = wrong[id]! + 1 - right[row]!;
  }
  const estimate = (id: number): number => (wrong[id]! + 1) / (n[id]! + 2);
  const best = [...n.keys()].filter((id) => id > 0 && n[id]! > 0).toSorted((a, b) => estimate(a) - estimate(b));
  // Where some cases have no value, all that have one are a part of the work too.
  const largest = n[0]! > 0 ? best.length : best.length - 1;
  const sets = Array.from({ length: Math.max(0, largest) }, (_, index) => best.slice(0, largest - index).map((id) => values.texts[id]!));
  const stride = Math.ceil(sets.length / segmentSetsMax);
  return sets.filter((_, index) => index % Math.max(1, stride) === 0);
}

function floorToTwoDigits(value: number): number {
  if (value <= 0) return value;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.floor(value / unit + 1e-9) * unit).toPrecision(2));
}
