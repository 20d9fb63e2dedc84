import type { Draw } from '../draw.ts';
import { formatNamed } from './formats/index.ts';
import type { StringFacet } from './leaf.ts';
import { openPattern } from './pattern/open-pattern.ts';
import { nothing } from './trace.ts';

const words: readonly string[] = ['a', 'ok', 'order', 'Anna', 'berlin', 'refund', 'A-17', '42', 'note', 'invoice', 'Müller', 'заказ'];
/** Texts with which programs have trouble: they are read as something else, break lines, tables, pages and terminals, or are longer than they look. */
const oddTexts: readonly string[] = [
  '',
  ' ',
  '0',
  'null',
  'true',
  '-1',
  'NaN',
  'a\nb',
  'tab\there',
  '"quoted"',
  "o'brien",
  '\\',
  '../..',
  '/',
  '%00',
  '{{x}}',
  '${x}',
  '<b>x</b>',
  '<script>alert(1)</script>',
  '\u001b[31mred',
  '\u0000',
  '\u202eabc',
  'e\u0301',
  '😀',
  '日本語',
  '__proto__',
  "'; DROP TABLE x; --",
  '=1+1',
];
/** A text at its greatest length is drawn where that is no more than this. */
const longMax = 2000;

/** A text for what is said of it. Patterns and formats among others, and formats with lengths, are tried: the place looks whether it fits. */
export function drawString(facet: StringFacet, draw: Draw): string | typeof nothing {
  const { patterns, formats, bounds, lengthMin, lengthMax } = facet;
  if (lengthMin > lengthMax) return nothing;
  if (bounds.length > 0 && draw.int(0, 2) < 2) return shifted(draw.pick(bounds), draw);
  const makers = patterns.length + formats.length;
  if (makers === 0) return plainText(lengthMin, lengthMax, draw);
  const at = draw.int(0, makers - 1);
  if (at < patterns.length) return openPattern(patterns[at]!).draw(draw, lengthMin, lengthMax);
  const format = formatNamed(formats[at - patterns.length]!);
  return format === undefined ? plainText(lengthMin, lengthMax, draw) : format(draw, lengthMin);
}

function plainText(min: number, max: number, draw: Draw): string {
  if (draw.edge()) {
    const odd = oddTexts.filter((text) => fits(text, min, max));
    const kind = draw.int(0, 3);
    if (kind > 1 && odd.length > 0) return draw.pick(odd);
    if (kind === 1 && max <= longMax) return stretched(draw.pick(['a', 'word ', 'é', '😀']), max);
    return stretched('a', min);
  }
  const count = draw.int(1, 3);
  let text = draw.pick(words);
  for (let more = 1; more < count; more++) text += ` ${draw.pick(words)}`;
  if (fits(text, min, max)) return text;
  return lengthOf(text) < min ? stretched(`${text} `, min + draw.int(0, Math.min(4, max - min))) : Array.from(text).slice(0, draw.int(min, max)).join('');
}

function fits(text: string, min: number, max: number): boolean {
  if (min === 0 && max === Infinity) return true;
  const length = lengthOf(text);
  return length >= min && length <= max;
}

/** As ajv counts: characters, not halves of them. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

function stretched(text: string, length: number): string {
  const characters = Array.from(text);
  return Array.from({ length }, (_, index) => characters[index % characters.length]!).join('');
}

/** A date or time at a bound, or some days beside it. */
function shifted(bound: string, draw: Draw): string {
  const date = /^(\d{4})-(\d\d)-(\d\d)/.exec(bound);
  if (date === null || draw.int(0, 1) === 0) return bound;
  const moved = new Date(Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3]) + draw.int(-40, 40)));
  return moved.toISOString().slice(0, 10) + bound.slice(10);
}
