import type { Draw } from '../draw.ts';
import type { NumberFacet } from './leaf.ts';
import { nothing } from './trace.ts';

const int32 = 2 ** 31;
const safe = Number.MAX_SAFE_INTEGER;
/** Numbers with which programs have trouble. */
const oddNumbers: readonly number[] = [0, 1, -1, 2, 10, 100, 255, 256, 1000, 65536, int32 - 1, int32, -int32, safe, -safe];
const oddFractions: readonly number[] = [0.1, 0.5, -0.5, 0.01, 1e-7, 1.005, 0.30000000000000004, 1e21, -1e21, 1.7976931348623157e308];

/** A number within bounds, or nothing where there is none. */
export function drawNumber(facet: NumberFacet, whole: boolean, draw: Draw): number | typeof nothing {
  if (facet.multiplesOf.length > 0) return drawMultiple(facet, whole, draw);
  return whole || facet.formats.some((format) => format.startsWith('int')) ? drawWhole(facet, draw) : drawFraction(facet, draw);
}

function drawWhole(facet: NumberFacet, draw: Draw): number | typeof nothing {
  const is32 = facet.formats.includes('int32');
  const low = Math.max(lowestWhole(facet), is32 ? -int32 : -Infinity);
  const high = Math.min(highestWhole(facet), is32 ? int32 - 1 : Infinity);
  if (low > high) return nothing;
  if (draw.edge()) {
    const edges = [low, high, low + 1, high - 1, ...oddNumbers].filter((one) => one >= low && one <= high && Number.isFinite(one));
    return plain(draw.pick(edges));
  }
  // Small numbers are what is meant mostly; the simplest is 0, or what lies next to it.
  const start = Math.min(Math.max(0, low), high);
  const span = draw.pick([10, 100, 1000, 1_000_000]);
  const down = low < start && draw.oneIn(low < 0 && high <= 0 ? 1 : 6);
  const reach = down ? Math.min(span, start - low) : Math.min(span, high - start);
  // A range that is known whole is used whole.
  const far = !down && Number.isFinite(high) && high - start <= 2 ** 48 && draw.oneIn(3) ? high - start : reach;
  const distance = draw.int(0, far);
  return plain(down ? start - distance : start + distance);
}

function lowestWhole({ min, openMin }: NumberFacet): number {
  const low = Math.ceil(min);
  return openMin && low === min ? low + 1 : low;
}

function highestWhole({ max, openMax }: NumberFacet): number {
  const high = Math.floor(max);
  return openMax && high === max ? high - 1 : high;
}

function drawFraction(facet: NumberFacet, draw: Draw): number | typeof nothing {
  const { min, max, openMin, openMax } = facet;
  const fits = (one: number): boolean => (openMin ? one > min : one >= min) && (openMax ? one < max : one <= max);
  if (draw.edge()) {
    const near = [min, max, openMin ? min + 0.001 : min, openMax ? max - 0.001 : max, ...oddFractions, ...oddNumbers];
    const edges = near.filter((one) => Number.isFinite(one) && fits(one));
    if (edges.length > 0) return plain(draw.pick(edges));
  }
  const low = min > -Infinity ? min : max < Infinity ? Math.min(0, max - 1000) : draw.oneIn(6) ? -1000 : 0;
  const high = max < Infinity ? max : Math.max(low, 0) + 1000;
  const places = draw.pick([2, 1, 3, 6]);
  const drawn = low + (draw.int(0, 100_000) / 100_000) * (high - low);
  const rounded = Number(drawn.toFixed(places));
  for (const one of [rounded, drawn, (low + high) / 2]) if (fits(one) && Number.isFinite(one)) return plain(one);
  return nothing;
}

function drawMultiple(facet: NumberFacet, whole: boolean, draw: Draw): number | typeof nothing {
  const [first, ...others] = facet.multiplesOf;
  // Whole numbers have a common multiple that is worth computing; fractions are tried.
  const step = others.every(Number.isInteger) && Number.isInteger(first) ? others.reduce(leastCommon, first!) : Math.max(...facet.multiplesOf);
  const unit = whole && !Number.isInteger(step) ? wholeMultipleOf(step) : step;
  const { min, max, openMin, openMax } = facet;
  const inner = drawWhole({ min: min / unit, max: max / unit, openMin, openMax, multiplesOf: [], formats: [] }, draw);
  if (inner === nothing) return nothing;
  const digits = decimalsOf(unit);
  const product = inner * unit;
  return plain(digits === 0 || digits > 20 ? product : Number(product.toFixed(digits)));
}

/** The smallest whole number that is a multiple of a fraction, or the fraction where it has none within reason. */
function wholeMultipleOf(step: number): number {
  for (let factor = 1; factor <= 1000; factor++) if (Number.isInteger(factor * step)) return factor * step;
  return step;
}

function decimalsOf(number: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(String(number)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

function leastCommon(one: number, other: number): number {
  let [a, b] = [one, other];
  while (b !== 0) [a, b] = [b, a % b];
  return (one / a) * other;
}

/** JSON has no negative zero. */
function plain(number: number): number {
  return number === 0 ? 0 : number;
}
