import type { Draw } from '../../draw.ts';
import { addressFormats } from './address-formats.ts';
import { codeFormats } from './code-formats.ts';
import { timeFormats } from './time-formats.ts';

/** Draws a text of a format; `lengthMin` is a wish, for formats whose texts can be long. */
export type Format = (draw: Draw, lengthMin: number) => string;

/** Every format of texts that ajv checks. One entry in one of these tables each; formats of numbers are bounds (`draw-number.ts`). */
const formats: Readonly<Record<string, Format>> = { ...timeFormats, ...addressFormats, ...codeFormats };

export const formatNames: readonly string[] = Object.keys(formats);

/** Undefined for a format that nobody checks. */
export function formatNamed(name: string): Format | undefined {
  return Object.hasOwn(formats, name) ? formats[name] : undefined;
}
